// SPDX-License-Identifier: GPL-2.0-only
/* Drawings and data as text that stands inside the page: base64, RFC 4648. */
#include <stdint.h>
#include <stdlib.h>

#include "report.h"

static void write_base64(FILE *to, FILE *from)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint8_t in[3];
	size_t n;

	while ((n = fread(in, 1, sizeof(in), from)) > 0) {
		uint32_t bits = (uint32_t)in[0] << 16 | (n > 1 ? (uint32_t)in[1] << 8 : 0) |
				(n > 2 ? in[2] : 0);

		fputc(digits[bits >> 18], to);
		fputc(digits[bits >> 12 & 63], to);
		fputc(n > 1 ? digits[bits >> 6 & 63] : '=', to);
		fputc(n > 2 ? digits[bits & 63] : '=', to);
	}
}

json_t *pmk_document_base64(FILE *from)
{
	char *text = NULL;
	json_t *string = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	if (to) {
		write_base64(to, from);
		if (!fclose(to))
			string = json_string(text);
	}
	free(text);
	return string;
}

json_t *pmk_document_svg(const struct pmk_report *report, const char *stem)
{
	char *path = NULL;
	FILE *from = asprintf(&path, "%s/%s.svg", report->dir, stem) < 0 ? NULL : fopen(path, "re");
	json_t *string = from ? pmk_document_base64(from) : NULL;

	if (from)
		fclose(from);
	free(path);
	return string;
}
