// SPDX-License-Identifier: GPL-2.0-only
/* The results of claims as JUnit XML: testsuites > testsuite (target and subject) > testcase. */
#include "claim_report.h"

static void escaped(FILE *out, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '&':
			fputs("&amp;", out);
			break;
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '"':
			fputs("&quot;", out);
			break;
		default:
			fputc(*text, out);
		}
	}
}

static void attribute(FILE *out, const char *key, const char *value)
{
	fprintf(out, " %s=\"", key);
	escaped(out, value);
	fputc('"', out);
}

static void counts_and_time(FILE *out, const struct pmk_claim_result *results, size_t n)
{
	size_t counts[PMK_VERDICTS];
	double seconds = 0;

	pmk_claim_count(results, n, counts);
	for (size_t i = 0; i < n; i++)
		seconds += results[i].seconds;
	fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\" time=\"%.3f\"",
		n, counts[PMK_FAIL], counts[PMK_BROKEN], counts[PMK_SKIP], seconds);
}

static void testcase(FILE *out, const struct pmk_claim_result *res)
{
	static const char *const elements[PMK_VERDICTS] = {
		[PMK_FAIL] = "failure",
		[PMK_SKIP] = "skipped",
		[PMK_BROKEN] = "error",
	};
	const char *element = elements[res->status];
	char suite[128];

	pmk_claim_group_name(res, suite, sizeof(suite));
	fputs("    <testcase", out);
	attribute(out, "name", pmk_claim_ident(res));
	attribute(out, "classname", suite);
	fprintf(out, " time=\"%.3f\"", res->seconds);
	if (!element) {
		fputs("/>\n", out);
		return;
	}
	fprintf(out, ">\n      <%s", element);
	attribute(out, "message", res->detail);
	fputc('>', out);
	escaped(out, res->claim);
	fputs(" [", out);
	escaped(out, res->source);
	fputc(']', out);
	if (*res->remedy) {
		fputs("\nwhat helps: ", out);
		escaped(out, res->remedy);
	}
	fprintf(out, "</%s>\n    </testcase>\n", element);
}

void pmk_claim_junit(FILE *out, const struct pmk_claim_result *results, size_t n)
{
	char suite[128];

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"pagemark\"", out);
	counts_and_time(out, results, n);
	fputs(">\n", out);
	for (size_t i = 0, group; i < n; i += group) {
		group = pmk_claim_group(results, n, i);
		pmk_claim_group_name(&results[i], suite, sizeof(suite));
		fputs("  <testsuite", out);
		attribute(out, "name", suite);
		counts_and_time(out, &results[i], group);
		fputs(">\n", out);
		for (size_t j = i; j < i + group; j++)
			testcase(out, &results[j]);
		fputs("  </testsuite>\n", out);
	}
	fputs("</testsuites>\n", out);
}
