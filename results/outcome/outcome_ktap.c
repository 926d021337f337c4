// SPDX-License-Identifier: GPL-2.0-only
/* Outcomes as KTAP: a test per target and subject, a subtest per claim or point. */
#include <stdbool.h>

#include "outcome.h"
#include "text/format.h"

static bool is_ok(enum pmk_status status)
{
	return status == PMK_PASS || status == PMK_SKIP;
}

static void begin(const struct pmk_outcomes *o)
{
	size_t groups = 0;

	for (size_t i = 0; i < o->n; i += pmk_outcome_group(o, i))
		groups++;
	fprintf(o->out, "KTAP version 1\n1..%zu\n", groups);
}

/* The line that closes the group of outcomes [first, first + n). */
static void group_end(const struct pmk_outcomes *o, size_t first, size_t n)
{
	size_t counts[PMK_STATUSES], number = 1;
	char name[PMK_OUTCOME_GROUP_BYTES];

	for (size_t i = 0; i < first; i += pmk_outcome_group(o, i))
		number++;
	pmk_outcome_count(&o->list[first], n, counts);
	for (size_t i = first; i < first + n; i++)
		counts[PMK_FAIL] -= o->list[i].waived && o->list[i].verdict.status == PMK_FAIL;
	pmk_outcome_group_name(&o->list[first], name);
	fprintf(o->out, "%s %zu ", counts[PMK_FAIL] + counts[PMK_BROKEN] ? "not ok" : "ok", number);
	pmk_outcome_print_name(o->out, name);
	fprintf(o->out, "%s\n", counts[PMK_SKIP] == n ? " # SKIP nothing in it can run here" : "");
}

static void group_begin(const struct pmk_outcomes *o, size_t first, size_t n)
{
	char name[PMK_OUTCOME_GROUP_BYTES];

	pmk_outcome_group_name(&o->list[first], name);
	fputs("  KTAP version 1\n  # Subtest: ", o->out);
	pmk_outcome_print_name(o->out, name);
	fprintf(o->out, "\n  1..%zu\n", n);
}

/* A line for people: "# IDENT: LABEL text". */
static void diagnostic(FILE *out, const struct pmk_outcome *outcome, const char *label,
		       const char *text)
{
	fputs("  # ", out);
	pmk_outcome_print_name(out, pmk_outcome_ident(outcome));
	fprintf(out, ": %s", label);
	pmk_print_line(out, text);
}

static void describe(FILE *out, const struct pmk_outcome *outcome)
{
	fputs("  # ", out);
	pmk_outcome_print_name(out, pmk_outcome_ident(outcome));
	fputs(": ", out);
	pmk_print_text(out, outcome->what);
	if (outcome->source) {
		fputs(" [", out);
		pmk_print_text(out, outcome->source);
		putc(']', out);
		if (outcome->spec) {
			fputs(" answers: ", out);
			pmk_print_text(out, outcome->spec);
		}
	}
	putc('\n', out);
	if (*outcome->figure)
		diagnostic(out, outcome, "", outcome->figure);
	if (*outcome->expected)
		diagnostic(out, outcome, "", outcome->expected);
	if (!is_ok(outcome->verdict.status)) {
		bool failed = outcome->verdict.status == PMK_FAIL;

		diagnostic(out, outcome, failed ? "FAIL: " : "BROKEN: ", outcome->verdict.reason);
	}
	if (*outcome->verdict.remedy)
		diagnostic(out, outcome, "what helps: ", outcome->verdict.remedy);
}

static void one(const struct pmk_outcomes *o, size_t i)
{
	const struct pmk_outcome *outcome = &o->list[i];
	size_t first = i, n;

	while (first && pmk_outcome_alike(&o->list[first - 1], outcome))
		first--;
	n = pmk_outcome_group(o, first);
	if (i == first)
		group_begin(o, first, n);
	describe(o->out, outcome);
	fprintf(o->out, "  %s %zu ", is_ok(outcome->verdict.status) ? "ok" : "not ok",
		i - first + 1);
	pmk_outcome_print_name(o->out, pmk_outcome_ident(outcome));
	if (outcome->verdict.status == PMK_SKIP) {
		fputs(" # SKIP ", o->out);
		pmk_print_text(o->out, outcome->verdict.reason);
	}
	if (outcome->waived) {
		fputs(" # XFAIL ", o->out);
		pmk_print_text(o->out, outcome->waived);
	}
	putc('\n', o->out);
	if (i == first + n - 1)
		group_end(o, first, n);
}

const struct pmk_outcome_format pmk_outcome_ktap = { begin, one, NULL };
