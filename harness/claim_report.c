// SPDX-License-Identifier: GPL-2.0-only
/* Prints results of claims as they come, for people and for programs; JUnit at the end. */
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "claim_report.h"

/* Each may be NULL. @one prints result @i and may look at its neighbours. */
struct pmk_claim_format {
	const char *name;
	void (*begin)(const struct pmk_claim_report *r);
	void (*one)(const struct pmk_claim_report *r, size_t i);
	void (*end)(const struct pmk_claim_report *r);
};

void pmk_claim_count(const struct pmk_claim_result *results, size_t n, size_t *counts)
{
	memset(counts, 0, PMK_VERDICTS * sizeof(*counts));
	for (size_t i = 0; i < n; i++)
		counts[results[i].status]++;
}

static bool same_group(const struct pmk_claim_result *a, const struct pmk_claim_result *b)
{
	size_t len = strcspn(a->name, "/");

	return !strcmp(a->target, b->target) && len == strcspn(b->name, "/") &&
	       !strncmp(a->name, b->name, len);
}

size_t pmk_claim_group(const struct pmk_claim_result *results, size_t n, size_t i)
{
	size_t end = i;

	while (end < n && same_group(&results[i], &results[end]))
		end++;
	return end - i;
}

void pmk_claim_group_name(const struct pmk_claim_result *res, char *name, size_t size_bytes)
{
	snprintf(name, size_bytes, "%s/%.*s", res->target, (int)strcspn(res->name, "/"), res->name);
}

const char *pmk_claim_ident(const struct pmk_claim_result *res)
{
	const char *slash = strrchr(res->name, '/');

	return slash ? slash + 1 : res->name;
}

static void pretty_one(const struct pmk_claim_report *r, size_t i)
{
	const struct pmk_claim_result *res = &r->results[i];

	if (i == 0 || strcmp(res->target, r->results[i - 1].target) != 0)
		fprintf(r->out, "%s:\n", res->target);
	fprintf(r->out, "  %-6s  %s: %s [%s]\n", pmk_verdict_name(res->status), res->name,
		res->claim, res->source);
	if (*res->detail)
		fprintf(r->out, "          why: %s\n", res->detail);
	if (*res->remedy)
		fprintf(r->out, "          what helps: %s\n", res->remedy);
}

static void pretty_end(const struct pmk_claim_report *r)
{
	size_t counts[PMK_VERDICTS];

	pmk_claim_count(r->results, r->n, counts);
	fprintf(r->out, "%zu claims: %zu PASS, %zu FAIL, %zu SKIP, %zu BROKEN\n", r->n,
		counts[PMK_PASS], counts[PMK_FAIL], counts[PMK_SKIP], counts[PMK_BROKEN]);
}

static bool is_ok(enum pmk_verdict status)
{
	return status == PMK_PASS || status == PMK_SKIP;
}

static void ktap_begin(const struct pmk_claim_report *r)
{
	size_t groups = 0;

	for (size_t i = 0; i < r->n; i += pmk_claim_group(r->results, r->n, i))
		groups++;
	fprintf(r->out, "KTAP version 1\n1..%zu\n", groups);
}

/* The line that closes the group of results [first, first + n). */
static void ktap_group_end(const struct pmk_claim_report *r, size_t first, size_t n)
{
	size_t counts[PMK_VERDICTS], number = 1;
	char name[128];

	for (size_t i = 0; i < first; i += pmk_claim_group(r->results, r->n, i))
		number++;
	pmk_claim_count(&r->results[first], n, counts);
	pmk_claim_group_name(&r->results[first], name, sizeof(name));
	fprintf(r->out, "%s %zu %s%s\n", counts[PMK_FAIL] + counts[PMK_BROKEN] ? "not ok" : "ok",
		number, name, counts[PMK_SKIP] == n ? " # SKIP nothing in it can run here" : "");
}

static void ktap_one(const struct pmk_claim_report *r, size_t i)
{
	const struct pmk_claim_result *res = &r->results[i];
	size_t first = i, n;
	char name[128];

	while (first && same_group(&r->results[first - 1], res))
		first--;
	n = pmk_claim_group(r->results, r->n, first);
	if (i == first) {
		pmk_claim_group_name(res, name, sizeof(name));
		fprintf(r->out, "  KTAP version 1\n  # Subtest: %s\n  1..%zu\n", name, n);
	}
	fprintf(r->out, "  # %s: %s [%s]\n", pmk_claim_ident(res), res->claim, res->source);
	if (!is_ok(res->status))
		fprintf(r->out, "  # %s: %s: %s\n", pmk_claim_ident(res),
			pmk_verdict_name(res->status), res->detail);
	if (*res->remedy)
		fprintf(r->out, "  # %s: what helps: %s\n", pmk_claim_ident(res), res->remedy);
	fprintf(r->out, "  %s %zu %s%s%s\n", is_ok(res->status) ? "ok" : "not ok", i - first + 1,
		pmk_claim_ident(res), res->status == PMK_SKIP ? " # SKIP " : "",
		res->status == PMK_SKIP ? res->detail : "");
	if (i == first + n - 1)
		ktap_group_end(r, first, n);
}

static void tap13_begin(const struct pmk_claim_report *r)
{
	fprintf(r->out, "TAP version 13\n1..%zu\n", r->n);
}

/* A JSON string is a YAML string. */
static void yaml_text(FILE *out, const char *key, const char *text)
{
	json_t *s = json_string(text);

	fprintf(out, "  %s: ", key);
	json_dumpf(s, out, JSON_ENCODE_ANY | JSON_ENSURE_ASCII);
	fputc('\n', out);
	json_decref(s);
}

static void tap13_one(const struct pmk_claim_report *r, size_t i)
{
	const struct pmk_claim_result *res = &r->results[i];
	bool skip = res->status == PMK_SKIP;

	fprintf(r->out, "%s %zu - %s/%s%s%s\n", is_ok(res->status) ? "ok" : "not ok", i + 1,
		res->target, res->name, skip ? " # SKIP " : "", skip ? res->detail : "");
	fputs("  ---\n", r->out);
	yaml_text(r->out, "claim", res->claim);
	yaml_text(r->out, "source", res->source);
	yaml_text(r->out, "status", pmk_verdict_name(res->status));
	if (*res->detail)
		yaml_text(r->out, "message", res->detail);
	if (*res->remedy)
		yaml_text(r->out, "remedy", res->remedy);
	fprintf(r->out, "  duration_ms: %.0f\n  ...\n", res->seconds * 1000);
}

static void junit_end(const struct pmk_claim_report *r)
{
	pmk_claim_junit(r->out, r->results, r->n);
}

static void jsonl_one(const struct pmk_claim_report *r, size_t i)
{
	json_t *line = pmk_claim_result_json(&r->results[i]);

	json_dumpf(line, r->out, JSON_COMPACT | JSON_REAL_PRECISION(6));
	fputc('\n', r->out);
	json_decref(line);
}

static const struct pmk_claim_format formats[] = {
	{ "pretty", NULL, pretty_one, pretty_end }, { "ktap", ktap_begin, ktap_one, NULL },
	{ "tap13", tap13_begin, tap13_one, NULL },  { "junit", NULL, NULL, junit_end },
	{ "jsonl", NULL, jsonl_one, NULL },
};

int pmk_claim_report_open(struct pmk_claim_report *report, const char *format, FILE *out,
			  const struct pmk_claim_result *results, size_t n)
{
	*report = (struct pmk_claim_report){ .out = out, .results = results, .n = n };
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (!strcmp(formats[i].name, format))
			report->format = &formats[i];
	if (!report->format)
		return -EINVAL;
	if (report->format->begin)
		report->format->begin(report);
	return 0;
}

void pmk_claim_report_until(struct pmk_claim_report *report, size_t n)
{
	for (; report->printed < n; report->printed++)
		if (report->format->one)
			report->format->one(report, report->printed);
	fflush(report->out);
}

int pmk_claim_report_close(struct pmk_claim_report *report)
{
	pmk_claim_report_until(report, report->n);
	if (report->format->end)
		report->format->end(report);
	return fflush(report->out) || ferror(report->out) ? -EIO : 0;
}
