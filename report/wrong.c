// SPDX-License-Identifier: GPL-2.0-only
/* What every document of a report begins with: each FAIL and BROKEN, and why. */
#include <stdlib.h>

#include "outcome.h"
#include "report.h"

static void write_one(FILE *to, const struct pmk_report *report, const struct pmk_rec *rec,
		      const struct pmk_wrong_style *style)
{
	size_t failed = pmk_rec_count(rec, PMK_STATUS_FAIL),
	       broken = pmk_rec_count(rec, PMK_STATUS_BROKEN), n;
	struct pmk_outcome *list = failed || broken ? pmk_outcomes_of_record(rec, &n) : NULL;
	char failed_text[32] = "", broken_text[32] = "", title[PMK_REC_ERROR_BYTES];
	char runs[PMK_REPORT_RUNS_BYTES];

	if (!failed && !broken)
		return;
	if (failed)
		snprintf(failed_text, sizeof(failed_text), "%zu FAIL", failed);
	if (broken)
		snprintf(broken_text, sizeof(broken_text), "%s%zu BROKEN", failed ? ", " : "",
			 broken);
	snprintf(title, sizeof(title), "%s%s%s%.200s", failed_text, broken_text,
		 report->n_recs > 1 ? " in " : "",
		 report->n_recs > 1 ? pmk_report_runs(report, rec, runs) : "");
	style->title(to, title);
	if (list)
		pmk_outcome_tell_wrong(to, list, n, style->line);
	fputs(style->end, to);
	free(list);
}

void pmk_report_wrong(FILE *to, const struct pmk_report *report,
		      const struct pmk_wrong_style *style)
{
	for (size_t i = 0; i < report->n_recs; i++)
		write_one(to, report, &report->recs[i], style);
}
