// SPDX-License-Identifier: GPL-2.0-only
/* Prints results of claims as they come, for people and for programs. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "claim_report.h"
#include "measure/coverage.h"

/* What exports share with us is an outcome's format; else @one prints result @i. */
struct pmk_claim_format {
	const char *name;
	const struct pmk_outcome_format *outcome;
	void (*one)(const struct pmk_claim_report *r, size_t i);
	void (*end)(const struct pmk_claim_report *r);
};

void pmk_claim_count(const struct pmk_claim_result *results, size_t n, size_t *counts)
{
	memset(counts, 0, PMK_STATUSES * sizeof(*counts));
	for (size_t i = 0; i < n; i++)
		counts[results[i].status]++;
}

static void pretty_one(const struct pmk_claim_report *r, size_t i)
{
	const struct pmk_claim_result *res = &r->results[i];

	if (i == 0 || strcmp(res->target, r->results[i - 1].target) != 0)
		fprintf(r->out, "%s:\n", res->target);
	fprintf(r->out, "  %-6s  %s: %s [%s]\n", pmk_status_name(res->status), res->name,
		res->claim, res->source);
	if (*res->detail)
		fprintf(r->out, "          why: %s\n", res->detail);
	if (*res->remedy)
		fprintf(r->out, "          what helps: %s\n", res->remedy);
}

static void pretty_end(const struct pmk_claim_report *r)
{
	struct pmk_outcome *list = calloc(r->n + 1, sizeof(*list));
	size_t counts[PMK_STATUSES];

	for (size_t i = 0; list && i < r->n; i++)
		list[i] = pmk_claim_result_outcome(&r->results[i]);
	if (list)
		pmk_coverage_print(r->out, list, r->n, r->n);
	free(list);
	pmk_claim_count(r->results, r->n, counts);
	fprintf(r->out, "%zu claims: %zu PASS, %zu FAIL, %zu SKIP, %zu BROKEN", r->n,
		counts[PMK_PASS], counts[PMK_FAIL], counts[PMK_SKIP], counts[PMK_BROKEN]);
	if (counts[PMK_NOT_RUN])
		fprintf(r->out, ", %zu not run", counts[PMK_NOT_RUN]);
	fputc('\n', r->out);
}

static void jsonl_one(const struct pmk_claim_report *r, size_t i)
{
	json_t *line = pmk_claim_result_json(&r->results[i]);

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
	return (struct pmk_outcomes){ .out = r->out, .list = r->outcomes, .n = r->n };
}

int pmk_claim_report_open(struct pmk_claim_report *report, const char *format, FILE *out,
			  const struct pmk_claim_result *results, size_t n)
{
	struct pmk_outcomes outcomes;

	*report = (struct pmk_claim_report){ .out = out, .results = results, .n = n };
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (!strcmp(formats[i].name, format))
			report->format = &formats[i];
	if (!report->format)
		return -EINVAL;
	if (!report->format->outcome)
		return 0;
	report->outcomes = calloc(n + 1, sizeof(*report->outcomes));
	if (!report->outcomes)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		report->outcomes[i] = pmk_claim_result_outcome(&results[i]);
	outcomes = outcomes_of(report);
	if (report->format->outcome->begin)
		report->format->outcome->begin(&outcomes);
	return 0;
}

void pmk_claim_report_until(struct pmk_claim_report *report, size_t n)
{
	const struct pmk_outcome_format *outcome = report->format->outcome;
	struct pmk_outcomes outcomes = outcomes_of(report);

	for (; report->printed < n; report->printed++) {
		if (outcome)
			report->outcomes[report->printed] =
				pmk_claim_result_outcome(&report->results[report->printed]);
		if (outcome && outcome->one)
			outcome->one(&outcomes, report->printed);
		if (report->format->one)
			report->format->one(report, report->printed);
	}
	fflush(report->out);
}

int pmk_claim_report_close(struct pmk_claim_report *report)
{
	const struct pmk_outcome_format *outcome = report->format->outcome;
	struct pmk_outcomes outcomes = outcomes_of(report);

	pmk_claim_report_until(report, report->n);
	if (outcome && outcome->end)
		outcome->end(&outcomes);
	if (report->format->end)
		report->format->end(report);
	free(report->outcomes);
	report->outcomes = NULL;
	return fflush(report->out) || ferror(report->out) ? -EIO : 0;
}
