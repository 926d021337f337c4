/* SPDX-License-Identifier: GPL-2.0-only */
/* A sentence in the making, for the files that make answers. */
#ifndef PAGEMARK_WORDS_H
#define PAGEMARK_WORDS_H

#include "answer.h"

/**
 * struct pmk_words - text that grows
 * @text: PMK_ANSWER_BYTES, always terminated
 * @used: length so far; what does not fit is cut off
 */
struct pmk_words {
	char *text;
	size_t used;
};

void pmk_say(struct pmk_words *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Where nobody could be ranked: why, in one sentence. */
void pmk_say_no_answer(struct pmk_words *w, const struct pmk_group *group);

#endif
