// SPDX-License-Identifier: GPL-2.0-only
/* Prints results of claims as they come, for people and for programs. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "claim_report.h"

/* What exports share with us is an outcome's format; else @one prints a result. */
struct pmk_claim_format {
	const char *name;
	const struct pmk_outcome_format *outcome;
	void (*one)(const struct pmk_claim_report *r, const struct pmk_outcome *claim,
		    bool not_run);
	void (*end)(const struct pmk_claim_report *r);
};

static void pretty_one(const struct pmk_claim_report *r, const struct pmk_outcome *claim,
		       bool not_run)
{
	size_t i = r->printed;

	(void)not_run;
	if (i == 0 || strcmp(r->list[i].target, r->list[i - 1].target) != 0)
		fprintf(r->out, "%s:\n", claim->target);
	fprintf(r->out, "  %-6s  %s: %s [%s]\n", pmk_status_name(claim->verdict.status),
		claim->name, claim->what, claim->source);
	if (claim->spec)
		fprintf(r->out, "          answers: %s\n", claim->spec);
	if (*claim->verdict.reason)
		fprintf(r->out, "          why: %s\n", claim->verdict.reason);
	if (*claim->verdict.remedy)
		fprintf(r->out, "          what helps: %s\n", claim->verdict.remedy);
}

static void pretty_end(const struct pmk_claim_report *r)
{
	const size_t *counts = r->counts;

	pmk_outcome_print_coverage(r->out, r->list, r->n, r->n);
	fprintf(r->out, "%zu claims: %zu PASS, %zu FAIL, %zu SKIP, %zu BROKEN", r->n,
		counts[PMK_PASS], counts[PMK_FAIL], counts[PMK_SKIP], counts[PMK_BROKEN]);
	if (counts[PMK_NOT_RUN])
		fprintf(r->out, ", %zu not run", counts[PMK_NOT_RUN]);
	fputc('\n', r->out);
}

static void jsonl_one(const struct pmk_claim_report *r, const struct pmk_outcome *claim,
		      bool not_run)
{
	json_t *line = pmk_claim_line(claim, not_run);

	json_dumpf(line, r->out, JSON_COMPACT | JSON_REAL_PRECISION(6));
	fputc('\n', r->out);
	json_decref(line);
}

static const struct pmk_claim_format formats[] = {
	{ .name = "pretty", .one = pretty_one, .end = pretty_end },
	{ .name = "ktap", .outcome = &pmk_outcome_ktap },
	{ .name = "tap13", .outcome = &pmk_outcome_tap13 },
	{ .name = "junit", .outcome = &pmk_outcome_junit },
	{ .name = "jsonl", .one = jsonl_one },
};

static struct pmk_outcomes outcomes_of(const struct pmk_claim_report *r)
{
	return (struct pmk_outcomes){ .out = r->out, .list = r->list, .n = r->n };
}

int pmk_claim_report_open(struct pmk_claim_report *report, const char *format, FILE *out)
{
	*report = (struct pmk_claim_report){ .out = out };
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (!strcmp(formats[i].name, format))
			report->format = &formats[i];
	return report->format ? 0 : -EINVAL;
}

void pmk_claim_report_begin(struct pmk_claim_report *report, struct pmk_outcome *list, size_t n)
{
	const struct pmk_outcome_format *outcome = report->format->outcome;
	struct pmk_outcomes outcomes;

	report->list = list;
	report->n = n;
	outcomes = outcomes_of(report);
	if (outcome && outcome->begin)
		outcome->begin(&outcomes);
}

void pmk_claim_report_one(struct pmk_claim_report *report, const struct pmk_outcome *claim,
			  bool not_run)
{
	const struct pmk_outcome_format *outcome = report->format->outcome;
	struct pmk_outcomes outcomes = outcomes_of(report);

	report->counts[not_run ? PMK_NOT_RUN : claim->verdict.status]++;
	report->list[report->printed] = *claim;
	if (outcome && outcome->one)
		outcome->one(&outcomes, report->printed);
	if (report->format->one)
		report->format->one(report, claim, not_run);
	report->printed++;
	fflush(report->out);
}

int pmk_claim_report_end(struct pmk_claim_report *report)
{
	const struct pmk_outcome_format *outcome = report->format->outcome;
	struct pmk_outcomes outcomes = outcomes_of(report);

	if (outcome && outcome->end)
		outcome->end(&outcomes);
	if (report->format->end)
		report->format->end(report);
	free(report->list);
	report->list = NULL;
	return fflush(report->out) || ferror(report->out) ? -EIO : 0;
}

bool pmk_claim_report_sums_up(const struct pmk_claim_report *report)
{
	return report->format->end == pretty_end;
}
