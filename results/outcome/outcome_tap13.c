// SPDX-License-Identifier: GPL-2.0-only
/* Outcomes as TAP 13: one line each, with a YAML block that says why. */
#include <jansson.h>
#include <stdbool.h>

#include "outcome.h"
#include "text/format.h"

static void begin(const struct pmk_outcomes *o)
{
	fprintf(o->out, "TAP version 13\n1..%zu\n", o->n);
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

static void one(const struct pmk_outcomes *o, size_t i)
{
	const struct pmk_outcome *outcome = &o->list[i];
	bool skip = outcome->verdict.status == PMK_SKIP;

	fprintf(o->out, "%s %zu - ", skip || outcome->verdict.status == PMK_PASS ? "ok" : "not ok",
		i + 1);
	pmk_outcome_print_name(o->out, outcome->target);
	putc('/', o->out);
	pmk_outcome_print_name(o->out, outcome->name);
	if (skip) {
		fputs(" # SKIP ", o->out);
		pmk_print_text(o->out, outcome->verdict.reason);
	}
	if (outcome->waived) {
		fputs(" # TODO ", o->out);
		pmk_print_text(o->out, outcome->waived);
	}
	fputs("\n  ---\n", o->out);
	yaml_text(o->out, outcome->source ? "claim" : "what", outcome->what);
	if (outcome->source)
		yaml_text(o->out, "source", outcome->source);
	if (outcome->spec)
		yaml_text(o->out, "spec", outcome->spec);
	yaml_text(o->out, "status", pmk_status_name(outcome->verdict.status));
	if (*outcome->figure)
		yaml_text(o->out, "measured", outcome->figure);
	if (*outcome->expected)
		yaml_text(o->out, "expected", outcome->expected);
	if (*outcome->verdict.reason)
		yaml_text(o->out, "message", outcome->verdict.reason);
	if (*outcome->verdict.remedy)
		yaml_text(o->out, "remedy", outcome->verdict.remedy);
	if (outcome->seconds >= 0)
		fprintf(o->out, "  duration_ms: %.0f\n", outcome->seconds * 1000);
	fputs("  ...\n", o->out);
}

const struct pmk_outcome_format pmk_outcome_tap13 = { begin, one, NULL };
