// SPDX-License-Identifier: GPL-2.0-only
/* What HTML needs: text that cannot become markup, and files inside the page. */
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include "report.h"

static void escape(FILE *to, const char *text)
{
	for (; *text; text++)
		switch (*text) {
		case '&':
			fputs("&amp;", to);
			break;
		case '<':
			fputs("&lt;", to);
			break;
		case '>':
			fputs("&gt;", to);
			break;
		case '"':
			fputs("&quot;", to);
			break;
		case '\'':
			fputs("&#39;", to);
			break;
		default:
			fputc((unsigned char)*text < ' ' || *text == 0x7f ? ' ' : *text, to);
		}
}

void pmk_html_text(FILE *to, const char *format, ...)
{
	va_list args;
	char *text;
	int length;

	va_start(args, format);
	length = vasprintf(&text, format, args);
	va_end(args);
	if (length < 0)
		return;
	escape(to, text);
	free(text);
}

int pmk_html_base64(FILE *to, const char *path)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	FILE *from = fopen(path, "re");
	uint8_t in[3];
	size_t n;

	if (!from)
		return -errno;
	while ((n = fread(in, 1, sizeof(in), from)) > 0) {
		uint32_t bits = (uint32_t)in[0] << 16 | (n > 1 ? (uint32_t)in[1] << 8 : 0) |
				(n > 2 ? in[2] : 0);

		fputc(digits[bits >> 18], to);
		fputc(digits[bits >> 12 & 63], to);
		fputc(n > 1 ? digits[bits >> 6 & 63] : '=', to);
		fputc(n > 2 ? digits[bits & 63] : '=', to);
	}
	fclose(from);
	return 0;
}
