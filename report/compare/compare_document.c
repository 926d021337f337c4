// SPDX-License-Identifier: GPL-2.0-only
/* A comparison as one JSON object; report/compare/compare.schema.json is its schema. */
#include <math.h>
#include <string.h>

#include "compare_parts.h"
#include "judge/judge.h"
#include "record/record_document.h"
#include "text/format.h"
#include "text/json.h"
#include "text/text.h"

json_t *pmk_compare_too_few(const struct pmk_compare *c)
{
	const struct pmk_judge_family *f = &c->family;

	if (!f->too_few)
		return json_null();
	return json_sprintf("inconclusive: n=%zu %s cannot show anything over %s at alpha "
			    "%g; at least %zu are needed",
			    f->fewest, c->options.rules.paired ? "pairs" : "samples in a run",
			    pmk_format_count(f->tests, "point").text, c->options.rules.alpha,
			    f->needed);
}

/*
 * Of contenders, what `report` calls clear: it answers for each point by itself, and a gate for all
 * of them at once. NULL where that is not the reason.
 */
static json_t *clear_alone(const struct pmk_compare *c, const struct pmk_judged *j,
			   const char *seen)
{
	bool clear = c->options.rules.paired && (j->ratio.lo > 1 || j->ratio.hi < 1);

	if (!clear || (j->doubt != PMK_DOUBT_TOO_FEW && j->doubt != PMK_DOUBT_NOISE))
		return NULL;
	return json_sprintf("by itself it differs clearly, which is what 'report' tells; over %s "
			    "that may be chance: %s",
			    pmk_format_count(c->family.tests, "point").text, seen);
}

/* "needs a change of 2.3 % or more": why a point is inconclusive. */
static json_t *why(const struct pmk_compare *c, const struct pmk_judged *j)
{
	char seen[64];
	json_t *alone;

	snprintf(seen, sizeof(seen),
		 isnan(j->mde) ? "no change, however large, could be seen"
			       : "a change of %s could have been seen",
		 pmk_format_part(j->mde).text);
	alone = clear_alone(c, j, seen);
	if (alone)
		return alone;
	switch (j->doubt) {
	case PMK_DOUBT_TOO_FEW:
		return json_sprintf("too few samples: %s", seen);
	case PMK_DOUBT_SMALL:
		return json_sprintf("it differs, but perhaps by less than %g %%: %s",
				    100 * j->margin, seen);
	case PMK_DOUBT_PLACEMENT:
		return json_sprintf("it differs, but not by more than the %s that the places of "
				    "its code in two programs explain: %s",
				    pmk_format_part(j->placement).text, seen);
	case PMK_DOUBT_OVERLAP:
		return json_sprintf("the two sides are not %s insn apart: %s",
				    pmk_format_exact(j->tolerance).text, seen);
	case PMK_DOUBT_MIXED:
		return json_sprintf("the medians agree, the samples one by one do not: %s", seen);
	case PMK_DOUBT_BOOTS:
		return json_sprintf("the samples agree, but boots of it scatter: one a side shows "
				    "nothing of less than %s insn; take more boots (run --runs): "
				    "%s",
				    pmk_format_exact(j->tolerance).text, seen);
	case PMK_DOUBT_NOISE:
		return json_sprintf("not to be told from %s: %s",
				    c->options.rules.paired ? "noise" : "the luck of a run", seen);
	default:
		return json_null();
	}
}

static json_t *point(const struct pmk_compare *c, size_t i)
{
	const struct pmk_match *match = &c->matches[i];
	const struct pmk_rec_point *new = match->point[PMK_NEW];
	const struct pmk_judged *j = &c->judged[i];
	/* What is no number is null. */
	const double tested = j->insn ? (double)NAN : 1, exact = j->insn ? 1 : (double)NAN;

	return json_pack(
		"{s:s, s:s, s:s, s:o, s:s, s:s, s:I, s:I, s:I, s:I, s:f, s:f, s:o, s:o, s:o, s:o, "
		"s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:o, s:o, s:o}",
		"target", match->target, "name", new->name, "base_name",
		match->point[PMK_BASE]->name, "params", pmk_document_params(new), "unit", new->unit,
		"direction", j->more_is_better ? "higher" : "lower", "n_base",
		(json_int_t)j->n_base, "n_new", (json_int_t)j->n_new, "runs_base",
		(json_int_t)j->n_base_runs, "runs_new", (json_int_t)j->n_new_runs, "median_base",
		j->median_base, "median_new", j->median_new, "u", pmk_document_number(j->u), "p",
		pmk_document_number(j->p), "p_holm", pmk_document_number(j->p_holm), "p_bh",
		pmk_document_number(j->p_bh), "p_family", pmk_document_number(tested * j->p_family),
		"ratio", pmk_document_number(j->ratio.estimate), "lo",
		pmk_document_number(j->ratio.lo), "hi", pmk_document_number(j->ratio.hi),
		"coverage", pmk_document_number(tested * j->ratio.coverage), "margin",
		pmk_document_number(j->margin), "difference",
		pmk_document_number(exact * j->difference), "tolerance",
		pmk_document_number(exact * j->tolerance), "loop_base",
		pmk_document_number(exact * j->loop_base), "loop_new",
		pmk_document_number(exact * j->loop_new), "answer", pmk_change_name(j->answer),
		"why", why(c, j), "mde", pmk_document_number(j->mde), "functions",
		pmk_compare_why(c, i));
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

		pmk_json_append(all, "{s:s, s:s, s:s, s:s, s:o, s:s?}", "kind",
				pmk_gate_kind(n->kind)->name, "type", n->claim ? "claim" : "bench",
				"target", n->target, "name", n->name, "why", pmk_text_json(n->why),
				"remedy", n->remedy);
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
		pmk_json_append(
			all, "{s:s, s:o, s:I, s:s?, s:o, s:o}", "target",
			pmk_compare_target(c, pair, PMK_NEW), "file", pmk_text_json(noise->path),
			"runs", (json_int_t)noise->runs, "made", noise->made, "age_days",
			pmk_document_number(noise->runs ? pmk_noise_age_days(noise) : (double)NAN),
			"error", *noise->error ? pmk_text_json(noise->error) : json_null());
	}
	return all;
}

json_t *pmk_compare_document(const struct pmk_compare *c)
{
	double effect = c->options.rules.min_effect;
	json_t *points = json_array();

	for (size_t i = 0; i < c->n; i++)
		json_array_append_new(points, point(c, i));
	return json_pack(
		"{s:i, s:o, s:o, s:b, s:b, s:b, s:f, s:o, s:I, s:I, s:o, s:o, s:o, s:O, s:o, s:o, "
		"s:o, s:i}",
		"schema", 1, "base", side(c->rec[PMK_BASE]), "new", side(c->rec[PMK_NEW]), "across",
		c->options.across, "allow_missing", c->options.allow_missing, "paired",
		c->options.rules.paired, "alpha", c->options.rules.alpha, "min_effect",
		pmk_document_number(effect >= 0 ? effect : (double)NAN), "tests",
		(json_int_t)c->family.tests, "n_needed", (json_int_t)c->family.needed, "too_few",
		pmk_compare_too_few(c), "unit", unit(c), "knowledge", knowledge(c), "circumstances",
		c->circumstances, "summary", summary(c), "points", points, "notices", notices(c),
		"status", pmk_compare_status(c));
}

void pmk_compare_json(FILE *to, const struct pmk_compare *c)
{
	json_t *all = pmk_compare_document(c);

	json_dumpf(all, to, JSON_INDENT(1) | JSON_REAL_PRECISION(15));
	fputc('\n', to);
	json_decref(all);
}
