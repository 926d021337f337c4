// SPDX-License-Identifier: GPL-2.0-only
/* Fields of a CSV file (RFC 4180), the same wherever one is written. */
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "text/escape.h"

void pmk_csv_field(FILE *to, const char *text)
{
	pmk_escape(to, PMK_ESCAPE_CSV, text);
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
