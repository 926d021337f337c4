// SPDX-License-Identifier: GPL-2.0-only
/* What came of a file of expectations, in the words of `pagemark expect judge`. */
#include <stdlib.h>
#include <string.h>

#include "expect/judgement.h"
#include "report.h"
#include "text/json.h"
#include "text/text.h"

/* As it is printed; NULL without memory. */
static char *print_judgement(const struct pmk_judgement *j, const struct pmk_rec *rec)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	if (!to)
		return NULL;
	pmk_judgement_print_platforms(to, j->expect, rec);
	pmk_judgement_print(to, j);
	if (!fclose(to))
		return text;
	free(text);
	return NULL;
}

/* A sentence for each line; one that is indented goes on with the one before. */
static json_t *list_lines(char *text)
{
	json_t *all = json_array();

	for (char *line; (line = strsep(&text, "\n"));) {
		size_t n = json_array_size(all);

		if (*line == ' ' && n)
			json_array_set_new(
				all, n - 1,
				json_sprintf("%s; %s",
					     json_string_value(json_array_get(all, n - 1)),
					     line + strspn(line, " ")));
		else if (*line)
			json_array_append_new(all, pmk_text_json(line));
	}
	return all;
}

json_t *pmk_document_judged(const struct pmk_report *report, size_t record)
{
	const struct pmk_scope all = { 0 };
	struct pmk_judgement j;
	json_t *judged = NULL;
	struct pmk_seen *seen;
	char *text = NULL;
	size_t n;

	if (!report->expect_path)
		return NULL;
	seen = pmk_seen_of_merged(&report->merged[record], &all, &n);
	if (!pmk_judgement_make(&j, &report->expect, seen, n, &all)) {
		j.untrusted = pmk_merged_doubtful(&report->merged[record]);
		text = print_judgement(&j, &report->recs[record]);
	}
	if (text)
		judged = json_pack("{s:b, s:o}", "violated", pmk_judgement_violated(&j), "lines",
				   list_lines(text));
	free(text);
	pmk_judgement_free(&j);
	return judged;
}
