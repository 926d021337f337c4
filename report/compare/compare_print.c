// SPDX-License-Identifier: GPL-2.0-only
/* A comparison for people and for a pull request: what the templates lay out. */
#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "compare_parts.h"
#include "judge/judge.h"
#include "record/point_words.h"
#include "text/embed.h"
#include "text/format.h"
#include "text/json.h"
#include "text/template.h"
#include "text/text.h"

PMK_EMBED(compare_template, "report/compare/compare.mustache");
PMK_EMBED(markdown_template, "report/compare/compare_markdown.mustache");
PMK_EMBED(mail_template, "report/compare/compare_mail.mustache");

/**
 * struct compare_notation - what a document is written in
 * @template: of the document
 * @escape: of its notation
 * @most: rows of a section; JSON has all
 * @most_folded: of a section that asks for no action
 * @by_size: the largest change comes first
 * @columns: where sentences are broken; 0: nowhere
 */
struct compare_notation {
	const char *template;
	enum pmk_escape escape;
	size_t most, most_folded;
	bool by_size;
	size_t columns;
};

/* "1.053x (1.047 .. 1.060)"; small changes need their third digit, and so do small ratios. */
static json_t *ratio(const struct pmk_judged *j)
{
	int digits = j->ratio.estimate < 0.1			      ? 5
		     : j->insn || fabs(log(j->ratio.estimate)) < 0.01 ? 4
								      : 3;

	/* Of instructions, the difference tells it if much of both costs is the loop. */
	if (j->insn && j->loop_base > 0)
		return json_null();
	return json_sprintf("%.*fx (%.*f .. %.*f)", digits, j->ratio.estimate, digits, j->ratio.lo,
			    digits, j->ratio.hi);
}

/* "120 ns", or "120 ns -> 130 ns" */
static json_t *loop(const struct pmk_match *match)
{
	const struct pmk_text base = pmk_format_loop(match->point[PMK_BASE]),
			      new = pmk_format_loop(match->point[PMK_NEW]);

	if (!*base.text || !*new.text)
		return json_null();
	return strcmp(base.text, new.text) ? json_sprintf("%s -> %s", base.text, new.text)
					   : json_string(base.text);
}

/* Of instructions: "tolerance 42 insn by the scatter of boots"; null where it is the margin. */
static json_t *tolerance(const struct pmk_judged *j)
{
	if (j->insn && j->tolerance_by == PMK_TOLERANCE_WHOLE)
		return json_string("whole instructions decide");
	if (j->insn && j->tolerance_by == PMK_TOLERANCE_BOOTS)
		return json_sprintf("tolerance %s insn by the scatter of boots",
				    pmk_format_exact(j->tolerance).text);
	return json_null();
}

/* "+30.5 %"; null where a side is nothing. */
static json_t *percent(const struct pmk_judged *j)
{
	return isfinite(j->ratio.estimate) && j->ratio.estimate > 0
		       ? json_sprintf("%+.1f %%", 100 * (j->ratio.estimate - 1))
		       : json_null();
}

/* What the row of a point has besides what is in the document for programs. */
static void add_words(json_t *row, const struct pmk_compare *c, size_t i)
{
	const struct pmk_judged *j = &c->judged[i];
	const char *unit = c->matches[i].point[PMK_NEW]->unit;

	pmk_json_extend(
		row, "{s:b, s:s, s:s, s:o, s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:o}", "insn",
		j->insn, "base", pmk_format_cost(j->median_base, unit).text, "new",
		pmk_format_cost(j->median_new, unit).text, "loop", loop(&c->matches[i]), "ratio",
		ratio(j), "percent", percent(j), "exact_ratio",
		json_sprintf("%.4f (%.4f .. %.4f)", j->ratio.estimate, j->ratio.lo, j->ratio.hi),
		"difference", pmk_format_difference(j->difference, j->median_base, unit).text, "p",
		json_sprintf("%.2g", j->p), "p_holm", json_sprintf("%.2g", j->p_holm), "p_bh",
		json_sprintf("%.2g", j->p_bh), "p_family", json_sprintf("%.2g", j->p_family),
		"tolerance", tolerance(j));
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
		pmk_json_append(sections, "{s:s, s:s, s:b, s:I, s:I, s:b, s:O?, s:O?}", "title",
				title, "heading", heading, "folded", folded, "n", (json_int_t)n,
				"more", (json_int_t)(n - shown), "table", points != NULL, "points",
				points, "notices", notices);
	json_decref(points);
	json_decref(notices);
}

/* @all: the document, as below. */
static void add_answer(json_t *sections, const struct pmk_compare *c,
		       const struct compare_notation *in, enum pmk_change answer, const json_t *all)
{
	static const char *const titles[] = { "Regressed", "Improved", "Equivalent",
					      "Inconclusive" };
	bool folded = answer == PMK_CHANGE_EQUIVALENT || answer == PMK_CHANGE_INCONCLUSIVE;
	size_t *order = malloc((c->n + 1) * sizeof(*order)), n = 0;
	double *size = malloc((c->n + 1) * sizeof(*size));
	json_t *rows = json_array();

	for (size_t i = 0; i < c->n && size; i++)
		size[i] = in->by_size ? -fabs(log(c->judged[i].ratio.estimate)) : 0;
	if (order && size)
		pmk_stats_order(size, c->n, order);
	for (size_t k = 0; k < c->n && order && size; k++) {
		json_t *row = json_array_get(json_object_get(all, "points"), order[k]);

		if (c->judged[order[k]].answer != answer ||
		    n++ >= (folded ? in->most_folded : in->most))
			continue;
		add_words(row, c, order[k]);
		json_array_append(rows, row);
	}
	free(size);
	free(order);
	add_section(sections, titles[answer], folded, n, rows, NULL);
}

static void add_notices(json_t *sections, const struct pmk_compare *c,
			const struct compare_notation *in, enum pmk_notice_kind kind,
			const json_t *all)
{
	const struct pmk_gate_kind *told = pmk_gate_kind(kind);
	json_t *rows = json_array();
	size_t n = 0;

	for (size_t i = 0; i < c->n_notices; i++) {
		json_t *row = json_array_get(json_object_get(all, "notices"), i);

		if (c->notices[i].kind != kind ||
		    n++ >= (told->folded ? in->most_folded : in->most))
			continue;
		pmk_json_extend(row, "{s:b, s:o}", "claim", c->notices[i].claim, "lines",
				pmk_text_wrap(json_sprintf("%s%s%s", c->notices[i].why,
							   c->notices[i].remedy ? "; remedy: " : "",
							   c->notices[i].remedy
								   ? c->notices[i].remedy
								   : ""),
					      in->columns));
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
	add_answer(list, c, in, PMK_CHANGE_REGRESSED, all);
	add_answer(list, c, in, PMK_CHANGE_IMPROVED, all);
	for (; kind < PMK_NOTICE_GAINED; kind++)
		add_notices(list, c, in, kind, all);
	add_answer(list, c, in, PMK_CHANGE_EQUIVALENT, all);
	add_answer(list, c, in, PMK_CHANGE_INCONCLUSIVE, all);
	for (; kind < PMK_NOTICES; kind++)
		add_notices(list, c, in, kind, all);
	return list;
}

/* What one of the words that are text already prints, a string for each line. */
static json_t *lines(const struct pmk_compare *c, size_t columns,
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
	for (const char *line; (line = strsep(&rest, "\n")) && rest;) {
		json_t *broken = pmk_text_wrap(pmk_text_json(line), columns);

		json_array_extend(all, broken);
		json_decref(broken);
	}
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
	pmk_json_extend(all, "{s:o, s:I, s:b, s:[o], s:b, s:b, s:o, s:o, s:o, s:o}", "told", told,
			"n_points", (json_int_t)c->n, "one_point", c->n == 1, "sides",
			side(c, PMK_BASE), "differ", json_array_size(c->circumstances) > 0,
			"by_runs", c->family.by == PMK_BY_RUNS, "contenders", contenders(c),
			"basis", lines(c, in->columns, pmk_compare_print_basis), "differing",
			lines(c, in->columns, pmk_compare_print_circumstances), "gate",
			lines(c, in->columns, pmk_compare_print_status));
	if (!c->options.rules.paired)
		json_array_append_new(json_object_get(all, "sides"), side(c, PMK_NEW));
	json_object_set_new(all, "sections", sections(c, in, all));
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

/* What changed, for a commit message; the whole is what one of the others prints. */
void pmk_compare_mail(FILE *to, const struct pmk_compare *c)
{
	print(to, c,
	      &(struct compare_notation){ .template = mail_template,
					  .escape = PMK_ESCAPE_TERMINAL,
					  .most = 40,
					  .by_size = true,
					  .columns = 68 });
}
