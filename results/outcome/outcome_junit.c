// SPDX-License-Identifier: GPL-2.0-only
/* Outcomes as JUnit XML: testsuites > testsuite (target and subject) > testcase. */
#include "outcome.h"
#include "text/escape.h"

static void escaped(FILE *out, const char *text)
{
	pmk_escape(out, PMK_ESCAPE_XML, text);
}

static void attribute(FILE *out, const char *key, const char *value)
{
	fprintf(out, " %s=\"", key);
	escaped(out, value);
	fputc('"', out);
}

/* JUnit knows no failure that is expected: a waived one is skipped, so that nobody stops. */
static enum pmk_status status_of(const struct pmk_outcome *outcome)
{
	return outcome->waived ? PMK_SKIP : outcome->verdict.status;
}

static void counts_and_time(FILE *out, const struct pmk_outcome *list, size_t n)
{
	size_t counts[PMK_STATUSES] = { 0 };
	double seconds = 0;

	for (size_t i = 0; i < n; i++) {
		counts[status_of(&list[i])]++;
		seconds += list[i].seconds > 0 ? list[i].seconds : 0;
	}
	fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\" time=\"%.3f\"",
		n, counts[PMK_FAIL], counts[PMK_BROKEN], counts[PMK_SKIP], seconds);
}

static void why(FILE *out, const char *element, const struct pmk_outcome *outcome)
{
	fprintf(out, "      <%s", element);
	attribute(out, "message", outcome->verdict.reason);
	fputc('>', out);
	escaped(out, outcome->what);
	if (outcome->source) {
		fputs(" [", out);
		escaped(out, outcome->source);
		fputc(']', out);
	}
	if (*outcome->verdict.remedy) {
		fputs("\nwhat helps: ", out);
		escaped(out, outcome->verdict.remedy);
	}
	if (outcome->waived) {
		fputs("\nFAIL, but ", out);
		escaped(out, outcome->waived);
	}
	fprintf(out, "</%s>\n", element);
}

static void testcase(FILE *out, const struct pmk_outcome *outcome)
{
	static const char *const elements[PMK_STATUSES] = {
		[PMK_FAIL] = "failure",
		[PMK_SKIP] = "skipped",
		[PMK_BROKEN] = "error",
	};
	const char *element = elements[status_of(outcome)];
	char suite[PMK_OUTCOME_GROUP_BYTES];

	pmk_outcome_group_name(outcome, suite);
	fputs("    <testcase", out);
	attribute(out, "name", pmk_outcome_ident(outcome));
	attribute(out, "classname", suite);
	if (outcome->seconds >= 0)
		fprintf(out, " time=\"%.3f\"", outcome->seconds);
	if (!element && !*outcome->figure && !*outcome->expected) {
		fputs("/>\n", out);
		return;
	}
	fputs(">\n", out);
	if (element)
		why(out, element, outcome);
	if (*outcome->figure || *outcome->expected) {
		fputs("      <system-out>", out);
		escaped(out, outcome->figure);
		fputs(*outcome->figure && *outcome->expected ? "\n" : "", out);
		escaped(out, outcome->expected);
		fputs("</system-out>\n", out);
	}
	fputs("    </testcase>\n", out);
}

static void end(const struct pmk_outcomes *o)
{
	char suite[PMK_OUTCOME_GROUP_BYTES];

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"pagemark\"", o->out);
	counts_and_time(o->out, o->list, o->n);
	fputs(">\n", o->out);
	for (size_t i = 0, group; i < o->n; i += group) {
		group = pmk_outcome_group(o, i);
		pmk_outcome_group_name(&o->list[i], suite);
		fputs("  <testsuite", o->out);
		attribute(o->out, "name", suite);
		counts_and_time(o->out, &o->list[i], group);
		fputs(">\n", o->out);
		for (size_t j = i; j < i + group; j++)
			testcase(o->out, &o->list[j]);
		fputs("  </testsuite>\n", o->out);
	}
	fputs("</testsuites>\n", o->out);
}

const struct pmk_outcome_format pmk_outcome_junit = { NULL, NULL, end };
