// SPDX-License-Identifier: GPL-2.0-only
/* A comparison as one JSON object; report/compare/compare.schema.json is its schema. */
#include <math.h>
#include <string.h>

#include "compare_print.h"
#include "compare_words.h"
#include "judge/judge.h"
#include "record/record_document.h"
#include "text/text.h"

static json_t *point(const struct pmk_compare *c, size_t i)
{
	const struct pmk_match *match = &c->matches[i];
	const struct pmk_judged *j = &c->judged[i];
	char doubt[PMK_COMPARE_WHY_BYTES];
	json_t *all = json_pack("{s:s, s:s, s:s, s:o, s:s, s:s, s:I, s:I, s:I, s:I, s:f, s:f}",
				"target", match->target, "name", match->point[PMK_NEW]->name,
				"base_name", match->point[PMK_BASE]->name, "params",
				pmk_document_params(match->point[PMK_NEW]), "unit",
				match->point[PMK_NEW]->unit, "direction",
				j->more_is_better ? "higher" : "lower", "n_base",
				(json_int_t)j->n_base, "n_new", (json_int_t)j->n_new, "runs_base",
				(json_int_t)j->n_base_runs, "runs_new", (json_int_t)j->n_new_runs,
				"median_base", j->median_base, "median_new", j->median_new);

	json_object_set_new(all, "u", pmk_document_number(j->u));
	json_object_set_new(all, "p", pmk_document_number(j->p));
	json_object_set_new(all, "p_holm", pmk_document_number(j->p_holm));
	json_object_set_new(all, "p_bh", pmk_document_number(j->p_bh));
	json_object_set_new(all, "p_family",
			    pmk_document_number(j->insn ? (double)NAN : j->p_family));
	json_object_set_new(all, "ratio", pmk_document_number(j->ratio.estimate));
	json_object_set_new(all, "lo", pmk_document_number(j->ratio.lo));
	json_object_set_new(all, "hi", pmk_document_number(j->ratio.hi));
	json_object_set_new(all, "coverage",
			    j->insn ? json_null() : pmk_document_number(j->ratio.coverage));
	json_object_set_new(all, "margin", pmk_document_number(j->margin));
	json_object_set_new(all, "difference",
			    j->insn ? pmk_document_number(j->difference) : json_null());
	json_object_set_new(all, "tolerance",
			    j->insn ? pmk_document_number(j->tolerance) : json_null());
	json_object_set_new(all, "loop_base",
			    j->insn ? pmk_document_number(j->loop_base) : json_null());
	json_object_set_new(all, "loop_new",
			    j->insn ? pmk_document_number(j->loop_new) : json_null());
	json_object_set_new(all, "answer", json_string(pmk_change_name(j->answer)));
	pmk_compare_doubt(c, j, doubt, sizeof(doubt));
	json_object_set_new(all, "why", *doubt ? pmk_text_json(doubt) : json_null());
	json_object_set_new(all, "mde", pmk_document_number(j->mde));
	return all;
}

static json_t *side(const struct pmk_rec *rec)
{
	return json_pack("{s:o, s:s, s:b, s:o, s:s?}", "file", pmk_text_json(rec->path), "id",
			 rec->id, "complete", rec->complete, "why_incomplete",
			 rec->complete ? json_null() : pmk_text_json(rec->why_incomplete),
			 "untrusted", rec->untrusted);
}

static json_t *notices(const struct pmk_compare *c)
{
	json_t *all = json_array();

	for (size_t i = 0; i < c->n_notices; i++) {
		const struct pmk_notice *n = &c->notices[i];

		json_array_append_new(all, json_pack("{s:s, s:s, s:s, s:s, s:o, s:s?}", "kind",
						     pmk_gate_kind(n->kind)->name, "type",
						     n->claim ? "claim" : "bench", "target",
						     n->target, "name", n->name, "why",
						     pmk_text_json(n->why), "remedy", n->remedy));
	}
	return all;
}

static json_t *circumstances(const struct pmk_compare *c)
{
	json_t *all = json_array();

	for (size_t i = 0; i < c->n_circumstances; i++) {
		const struct pmk_circumstance *one = &c->circumstances[i];

		json_array_append_new(
			all, json_pack("{s:s, s:s, s:o, s:o, s:b}", "target", one->target, "what",
				       one->what, "base", pmk_text_json(one->text[PMK_BASE]), "new",
				       pmk_text_json(one->text[PMK_NEW]), "refuses", one->refuses));
	}
	return all;
}

static json_t *summary(const struct pmk_compare *c)
{
	json_t *all = json_object();

	for (enum pmk_change answer = 0; answer < PMK_CHANGES; answer++)
		json_object_set_new(all, pmk_change_name(answer),
				    json_integer((json_int_t)pmk_compare_count(c, answer)));
	return all;
}

/* What points on the wall clock were judged by; null where there are none. */
static json_t *unit(const struct pmk_compare *c)
{
	const struct pmk_judge_family *f = &c->family;

	if (!f->tests)
		return json_null();
	return json_pack("{s:s, s:I, s:I, s:o, s:o, s:o, s:b}", "by", pmk_judge_by_name(f->by),
			 "runs_base", (json_int_t)c->merged[PMK_BASE].set.n, "runs_new",
			 (json_int_t)c->merged[PMK_NEW].set.n, "mde_half",
			 pmk_document_number(f->mde_half), "mde_most",
			 pmk_document_number(f->mde_most), "common",
			 pmk_document_number(exp(f->common)), "sequential",
			 pmk_compare_sequential(c));
}

/* What aa has learned of each target, as far as there is anything. */
static json_t *knowledge(const struct pmk_compare *c)
{
	json_t *all = json_array();

	for (size_t pair = 0; pair < c->n_targets; pair++) {
		const struct pmk_noise *noise = &c->noise[pair];

		if (!noise->runs && !*noise->error)
			continue;
		json_array_append_new(
			all, json_pack("{s:s, s:o, s:I, s:s?, s:o, s:o}", "target",
				       pmk_compare_target(c, pair, PMK_NEW), "file",
				       pmk_text_json(noise->path), "runs", (json_int_t)noise->runs,
				       "made", noise->made, "age_days",
				       noise->runs ? pmk_document_number(pmk_noise_age_days(noise))
						   : json_null(),
				       "error",
				       *noise->error ? pmk_text_json(noise->error) : json_null()));
	}
	return all;
}

json_t *pmk_compare_document(const struct pmk_compare *c)
{
	char too_few[PMK_COMPARE_WHY_BYTES];
	json_t *points = json_array();

	for (size_t i = 0; i < c->n; i++)
		json_array_append_new(points, point(c, i));
	pmk_compare_too_few(c, too_few, sizeof(too_few));
	return json_pack(
		"{s:i, s:o, s:o, s:b, s:b, s:b, s:f, s:o, s:I, s:I, s:s?, s:o, s:o, s:o, s:o, s:o, "
		"s:o, s:i}",
		"schema", 1, "base", side(c->rec[PMK_BASE]), "new", side(c->rec[PMK_NEW]), "across",
		c->options.across, "allow_missing", c->options.allow_missing, "paired",
		c->options.rules.paired, "alpha", c->options.rules.alpha, "min_effect",
		c->options.rules.min_effect >= 0 ? json_real(c->options.rules.min_effect)
						 : json_null(),
		"tests", (json_int_t)c->family.tests, "n_needed", (json_int_t)c->family.needed,
		"too_few", *too_few ? too_few : NULL, "unit", unit(c), "knowledge", knowledge(c),
		"circumstances", circumstances(c), "summary", summary(c), "points", points,
		"notices", notices(c), "status", pmk_compare_status(c));
}

void pmk_compare_json(FILE *to, const struct pmk_compare *c)
{
	json_t *all = pmk_compare_document(c);

	json_dumpf(all, to, JSON_INDENT(1) | JSON_REAL_PRECISION(15));
	fputc('\n', to);
	json_decref(all);
}
