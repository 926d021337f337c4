// SPDX-License-Identifier: GPL-2.0-only
/* Fields of a CSV file (RFC 4180), the same wherever one is written. */
#include <stdlib.h>
#include <string.h>

#include "csv.h"

void pmk_csv_field(FILE *to, const char *text)
{
	if (!strpbrk(text, ",\"\r\n")) {
		fputs(text, to);
		return;
	}
	putc('"', to);
	for (; *text; text++) {
		if (*text == '"')
			putc('"', to);
		putc(*text, to);
	}
	putc('"', to);
}

void pmk_csv_params(FILE *to, const struct pmk_rec_point *point)
{
	char *text = NULL;
	size_t size;
	FILE *part = open_memstream(&text, &size);

	if (!part)
		return;
	for (size_t i = 0; i < point->n_params; i++) {
		const struct pmk_rec_param *param = &point->params[i];

		fprintf(part, "%s%s=", i ? ";" : "", param->name);
		if (param->word)
			fputs(param->word, part);
		else
			fprintf(part, "%.15g", param->number);
	}
	if (!fclose(part))
		pmk_csv_field(to, text);
	free(text);
}
