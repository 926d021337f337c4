// SPDX-License-Identifier: GPL-2.0-only
/* Appends to a sentence of bounded length. */
#include <stdarg.h>
#include <stdio.h>

#include "words.h"

void pmk_say(struct pmk_words *w, const char *format, ...)
{
	va_list args;
	int more;

	va_start(args, format);
	more = vsnprintf(w->text + w->used, PMK_ANSWER_BYTES - w->used, format, args);
	va_end(args);
	w->used += more > 0 ? (size_t)more : 0;
	if (w->used >= PMK_ANSWER_BYTES)
		w->used = PMK_ANSWER_BYTES - 1;
}
