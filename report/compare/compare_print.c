// SPDX-License-Identifier: GPL-2.0-only
/* A comparison for people and for a pull request: what the templates lay out. */
#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "compare_print.h"
#include "compare_words.h"
#include "judge/judge.h"
#include "record/point_words.h"
#include "text/embed.h"
#include "text/format.h"
#include "text/template.h"
#include "text/text.h"

PMK_EMBED(compare_template, "report/compare/compare.mustache");
PMK_EMBED(markdown_template, "report/compare/compare_markdown.mustache");

/**
 * struct compare_notation - what a document is written in
 * @template: of the document
 * @escape: of its notation
 * @most: rows of a section; JSON has all
 * @most_folded: of a section that asks for no action
 * @by_size: the largest change comes first
 */
struct compare_notation {
	const char *template;
	enum pmk_escape escape;
	size_t most, most_folded;
	bool by_size;
};

/* "1.053x (1.047 .. 1.060)"; small changes need their third digit, and so do small ratios. */
static void print_ratio(FILE *to, const struct pmk_judged *j)
{
	int digits = j->ratio.estimate < 0.1			      ? 5
		     : j->insn || fabs(log(j->ratio.estimate)) < 0.01 ? 4
								      : 3;

	fprintf(to, "  %.*fx (%.*f .. %.*f)", digits, j->ratio.estimate, digits, j->ratio.lo,
		digits, j->ratio.hi);
}

/* What decided: the exchange of runs, or a test of one point with Holm over all. */
static void print_test(FILE *to, const struct pmk_compare *c, const struct pmk_judged *j)
{
	bool paired = c->options.rules.paired;

	print_ratio(to, j);
	if (c->family.by == PMK_BY_RUNS)
		fprintf(to, "  p %.2g over all points", j->p_family);
	else
		fprintf(to, "  p %.2g, Holm %.2g, BH %.2g", j->p, j->p_holm, j->p_bh);
	fprintf(to, ", %s=%zu and %zu", paired ? "n" : "runs", paired ? j->n_base : j->n_base_runs,
		paired ? j->n_new : j->n_new_runs);
}

/* Instructions: the difference; the ratio too, unless much of both costs is the loop. */
static void print_exact(FILE *to, const struct pmk_judged *j)
{
	char tolerance[PMK_COMPARE_WHY_BYTES];

	if (!(j->loop_base > 0))
		print_ratio(to, j);
	pmk_compare_tolerance(j, tolerance, sizeof(tolerance));
	fprintf(to, "  %s, exact, n=%zu and %zu%s%s",
		pmk_format_difference(j->difference, j->median_base, "insn").text, j->n_base,
		j->n_new, *tolerance ? "; " : "", tolerance);
}

/* What follows the two costs. */
static void print_change(FILE *to, const struct pmk_compare *c, size_t i)
{
	const struct pmk_text base = pmk_format_loop(c->matches[i].point[PMK_BASE]),
			      new = pmk_format_loop(c->matches[i].point[PMK_NEW]);

	if (*base.text && *new.text)
		fprintf(to, ", of which loop %s%s%s", base.text,
			strcmp(base.text, new.text) ? " -> " : "",
			strcmp(base.text, new.text) ? new.text : "");
	if (c->judged[i].insn)
		print_exact(to, &c->judged[i]);
	else
		print_test(to, c, &c->judged[i]);
}

static json_t *point(const struct pmk_compare *c, size_t i)
{
	const struct pmk_judged *j = &c->judged[i];
	const struct pmk_match *match = &c->matches[i];
	const char *unit = match->point[PMK_NEW]->unit;
	char doubt[PMK_COMPARE_WHY_BYTES], tolerance[PMK_COMPARE_WHY_BYTES], p[80],
		bh[32] = "", ratio[96], *change = NULL;
	size_t size;
	FILE *memory = open_memstream(&change, &size);
	json_t *all;

	if (!memory)
		return NULL;
	print_change(memory, c, i);
	fclose(memory);
	if (j->insn) {
		snprintf(p, sizeof(p), "%s, exact",
			 pmk_format_difference(j->difference, j->median_base, unit).text);
	} else {
		snprintf(p, sizeof(p), "%.2g", j->p_family);
		snprintf(bh, sizeof(bh), "%.2g", j->p_bh);
	}
	snprintf(ratio, sizeof(ratio), "%.4f (%.4f .. %.4f)", j->ratio.estimate, j->ratio.lo,
		 j->ratio.hi);
	pmk_compare_doubt(c, j, doubt, sizeof(doubt));
	pmk_compare_tolerance(j, tolerance, sizeof(tolerance));
	all = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "name",
			match->point[PMK_NEW]->name, "target", match->target, "base",
			pmk_format_cost(j->median_base, unit).text, "new",
			pmk_format_cost(j->median_new, unit).text, "change", change, "ratio", ratio,
			"p", p, "p_bh", bh, "doubt", doubt, "tolerance", tolerance, "and",
			*doubt && *tolerance ? "; " : "");
	free(change);
	return all;
}

/* Adds a section, if anything is in it; one of @points and @notices is NULL. */
static void add_section(json_t *sections, const char *title, bool folded, size_t n, json_t *points,
			json_t *notices)
{
	size_t shown = json_array_size(points) + json_array_size(notices);
	char heading[64];

	snprintf(heading, sizeof(heading), "%s: %zu%s%s", title, n, points ? " point" : "",
		 points && n != 1 ? "s" : "");
	for (char *at = heading; points && *at != ':'; at++)
		*at = (char)toupper((unsigned char)*at);
	if (n)
		json_array_append_new(
			sections, json_pack("{s:s, s:s, s:b, s:I, s:I, s:b, s:O?, s:O?}", "title",
					    title, "heading", heading, "folded", folded, "n",
					    (json_int_t)n, "more", (json_int_t)(n - shown), "table",
					    points != NULL, "points", points, "notices", notices));
	json_decref(points);
	json_decref(notices);
}

static void add_answer(json_t *sections, const struct pmk_compare *c,
		       const struct compare_notation *in, enum pmk_change answer, const char *title)
{
	bool folded = answer == PMK_CHANGE_EQUIVALENT || answer == PMK_CHANGE_INCONCLUSIVE;
	size_t *order = malloc((c->n + 1) * sizeof(*order)), n = 0;
	double *size = malloc((c->n + 1) * sizeof(*size));
	json_t *rows = json_array();

	for (size_t i = 0; i < c->n && size; i++)
		size[i] = in->by_size ? -fabs(log(c->judged[i].ratio.estimate)) : 0;
	if (order && size)
		pmk_stats_order(size, c->n, order);
	for (size_t k = 0; k < c->n && order && size; k++)
		if (c->judged[order[k]].answer == answer &&
		    n++ < (folded ? in->most_folded : in->most))
			json_array_append_new(rows, point(c, order[k]));
	free(size);
	free(order);
	add_section(sections, title, folded, n, rows, NULL);
}

/* @all: of the document. */
static void add_notices(json_t *sections, const struct pmk_compare *c,
			const struct compare_notation *in, enum pmk_notice_kind kind,
			const json_t *all)
{
	const struct pmk_gate_kind *told = pmk_gate_kind(kind);
	json_t *rows = json_array();
	size_t n = 0;

	for (size_t i = 0; i < c->n_notices; i++) {
		json_t *row = json_array_get(all, i);

		if (c->notices[i].kind != kind ||
		    n++ >= (told->folded ? in->most_folded : in->most))
			continue;
		json_object_set_new(row, "claim", json_boolean(c->notices[i].claim));
		json_array_append(rows, row);
	}
	add_section(sections, told->title, told->folded, n, NULL, rows);
}

/* In the order in which they ask for action. */
static json_t *sections(const struct pmk_compare *c, const struct compare_notation *in,
			const json_t *all)
{
	json_t *list = json_array();
	enum pmk_notice_kind kind = 0;

	for (; kind < PMK_NOTICE_FIXED; kind++)
		add_notices(list, c, in, kind, all);
	add_answer(list, c, in, PMK_CHANGE_REGRESSED, "Regressed");
	add_answer(list, c, in, PMK_CHANGE_IMPROVED, "Improved");
	for (; kind < PMK_NOTICE_GAINED; kind++)
		add_notices(list, c, in, kind, all);
	add_answer(list, c, in, PMK_CHANGE_EQUIVALENT, "Equivalent");
	add_answer(list, c, in, PMK_CHANGE_INCONCLUSIVE, "Inconclusive");
	for (; kind < PMK_NOTICES; kind++)
		add_notices(list, c, in, kind, all);
	return list;
}

/* What one of the words that are text already prints, a string for each line. */
static json_t *lines(const struct pmk_compare *c,
		     void (*print)(FILE *to, const struct pmk_compare *c))
{
	json_t *all = json_array();
	char *text = NULL, *rest;
	size_t size;
	FILE *memory = open_memstream(&text, &size);

	if (!memory)
		return all;
	print(memory, c);
	fclose(memory);
	rest = text;
	for (const char *line; (line = strsep(&rest, "\n")) && rest;)
		json_array_append_new(all, pmk_text_json(line));
	free(text);
	return all;
}

static json_t *side(const struct pmk_compare *c, enum pmk_side side)
{
	static const char *const names[] = { "BASE", "NEW" }, *const words[] = { "Base", "New" };
	bool paired = c->options.rules.paired;
	const struct pmk_merged *merged = &c->merged[side];
	const struct pmk_rec *rec = &merged->rec;
	const char *name = paired ? "RUN" : names[side];
	char column[8];

	snprintf(column, sizeof(column), "%-4s", name);
	return json_pack("{s:s, s:s, s:s, s:o, s:I, s:s, s:o, s:s?, s:b}", "side", name, "word",
			 paired ? "Run" : words[side], "column", column, "path",
			 pmk_text_json(rec->path), "runs",
			 (json_int_t)(merged->set.n > 1 ? merged->set.n : 0), "id", rec->id,
			 "incomplete",
			 rec->complete ? json_null() : pmk_text_json(rec->why_incomplete),
			 "untrusted", rec->untrusted, "doubtful", pmk_merged_doubtful(merged));
}

static json_t *contenders(const struct pmk_compare *c)
{
	if (!c->options.rules.paired)
		return json_null();
	return json_pack("{s:s, s:o, s:o}", "by", c->merged[PMK_BASE].set.n > 1 ? "run" : "round",
			 "base", pmk_text_json(c->options.contenders[PMK_BASE]), "new",
			 pmk_text_json(c->options.contenders[PMK_NEW]));
}

static void print(FILE *to, const struct pmk_compare *c, const struct compare_notation *in)
{
	json_t *all = pmk_compare_document(c), *told = json_object();

	for (enum pmk_notice_kind kind = 0; kind < PMK_NOTICES; kind++)
		json_object_set_new(told, pmk_gate_kind(kind)->name,
				    json_integer((json_int_t)pmk_compare_notices(c, kind)));
	json_object_set_new(all, "told", told);
	json_object_set_new(all, "n_points", json_integer((json_int_t)c->n));
	json_object_set_new(all, "one_point", json_boolean(c->n == 1));
	json_object_set_new(all, "sides", json_pack("[o]", side(c, PMK_BASE)));
	if (!c->options.rules.paired)
		json_array_append_new(json_object_get(all, "sides"), side(c, PMK_NEW));
	json_object_set_new(all, "differ", json_boolean(c->n_circumstances));
	json_object_set_new(all, "contenders", contenders(c));
	json_object_set_new(all, "basis", lines(c, pmk_compare_print_basis));
	json_object_set_new(all, "differing", lines(c, pmk_compare_print_circumstances));
	json_object_set_new(all, "gate", lines(c, pmk_compare_print_status));
	json_object_set_new(all, "sections", sections(c, in, json_object_get(all, "notices")));
	pmk_template(to, in->template, all, in->escape);
	json_decref(all);
}

void pmk_compare_pretty(FILE *to, const struct pmk_compare *c)
{
	print(to, c,
	      &(struct compare_notation){ .template = compare_template,
					  .escape = PMK_ESCAPE_TERMINAL,
					  .most = SIZE_MAX,
					  .most_folded = 20,
					  .by_size = true });
}

void pmk_compare_markdown(FILE *to, const struct pmk_compare *c)
{
	/* Comments of a pull request have a size limit. */
	print(to, c,
	      &(struct compare_notation){ .template = markdown_template,
					  .escape = PMK_ESCAPE_MARKDOWN,
					  .most = 200,
					  .most_folded = 200 });
}
