// SPDX-License-Identifier: GPL-2.0-only
/* An explanation for people, a pull request and a commit message: what the templates lay out. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare/compare_parts.h"
#include "explain.h"
#include "explain_rows.h"
#include "text/embed.h"
#include "text/json.h"
#include "text/template.h"
#include "text/text.h"

PMK_EMBED(explain_pretty, "report/explain/explain.mustache");
PMK_EMBED(explain_markdown, "report/explain/explain_markdown.mustache");
PMK_EMBED(explain_mail, "report/explain/explain_mail.mustache");

#define NAME_BYTES 58 /* of a point beside its figure, in a mail */

/**
 * struct explain_notation - what an explanation is written in
 * @template: of the document
 * @escape: of its notation
 * @points: how many get a table; the others are a line each
 * @lines: how many of these
 * @columns: where lines are broken; 0: nowhere
 */
struct explain_notation {
	const char *template;
	enum pmk_escape escape;
	size_t points, lines, columns;
};

/* "dma/cycle/map_each/size:4096 on x86_64-6.1, lazy -> strict" */
static json_t *heading(const struct pmk_explain *e, const struct pmk_explained *p)
{
	const char *name = p->point[PMK_NEW]->name;

	if (e->options.alone)
		return json_sprintf("%s on %s", name, p->target[PMK_NEW]);
	if (strcmp(name, p->point[PMK_BASE]->name) != 0)
		return json_sprintf("%s -> %s on %s", p->point[PMK_BASE]->name, name,
				    p->target[PMK_NEW]);
	if (strcmp(p->target[PMK_BASE], p->target[PMK_NEW]) != 0)
		return json_sprintf("%s on %s -> %s", name, p->target[PMK_BASE],
				    p->target[PMK_NEW]);
	return json_sprintf("%s on %s, %s -> %s", name, p->target[PMK_NEW], p->called[PMK_BASE],
			    p->called[PMK_NEW]);
}

static json_t *points(const struct pmk_explain *e, const struct explain_notation *in)
{
	json_t *all = json_array();

	for (size_t i = 0; i < e->n && i < in->points; i++) {
		const struct pmk_explained *p = &e->points[i];

		pmk_json_append(all, "{s:o, s:o, s:o, s:o, s:o, s:o, s:s?}", "heading",
				pmk_text_wrap(heading(e, p), in->columns), "sentence",
				pmk_text_wrap(pmk_explain_sentence(e, p), in->columns), "functions",
				pmk_explain_functions(e, p), "sections", pmk_explain_sections(p),
				"runs", pmk_explain_runs(p), "clock",
				pmk_text_wrap(pmk_explain_clock(p), in->columns), "flame",
				p->flame);
	}
	return all;
}

/* Points beyond those, a line each. */
static json_t *more_points(const struct pmk_explain *e, const struct explain_notation *in)
{
	json_t *all = json_array();

	for (size_t i = in->points; i < e->n && i < in->points + in->lines; i++) {
		const struct pmk_explained *p = &e->points[i];

		pmk_json_append(all, "{s:o, s:s, s:o, s:s}", "cost",
				pmk_explain_change(e->options.alone ? p->difference.cost[PMK_NEW]
								    : p->difference.difference,
						   !e->options.alone),
				"name", p->point[PMK_NEW]->name, "short",
				pmk_explain_short(p->point[PMK_NEW]->name, NAME_BYTES), "target",
				p->target[PMK_NEW]);
	}
	return all;
}

static bool same_why(const struct pmk_unexplained *a, const struct pmk_unexplained *b)
{
	return !strcmp(a->reason ? a->reason : "", b->reason ? b->reason : "") &&
	       !strcmp(a->remedy ? a->remedy : "", b->remedy ? b->remedy : "");
}

/* "NAME [TARGET] and 11 more: REASON; remedy: REMEDY" */
static json_t *say_unexplained(const struct pmk_unexplained *u, size_t alike)
{
	char more[32] = "";

	if (alike > 1)
		snprintf(more, sizeof(more), " and %zu more", alike - 1);
	return json_sprintf("%s [%s]%s: %s%s%s", u->name, u->target, more,
			    u->reason ? u->reason : "the record does not say why",
			    u->remedy ? "; remedy: " : "", u->remedy ? u->remedy : "");
}

/* A line for each reason. */
static json_t *unexplained(const struct pmk_explain *e, size_t columns)
{
	json_t *all = json_array();

	for (size_t i = 0; i < e->n_unexplained; i++) {
		const struct pmk_unexplained *u = &e->unexplained[i];
		size_t first = 0, n = 0;

		while (!same_why(&e->unexplained[first], u))
			first++;
		for (size_t k = i; first == i && k < e->n_unexplained; k++)
			n += same_why(&e->unexplained[k], u);
		if (n)
			pmk_json_append(all, "{s:o}", "lines",
					pmk_text_wrap(say_unexplained(u, n), columns));
	}
	return all;
}

static json_t *side(const struct pmk_explain *e, enum pmk_side side)
{
	static const char *const names[] = { "BASE", "NEW " };
	bool one = e->options.alone || !strcmp(e->compare.rec[0]->path, e->compare.rec[1]->path);
	const struct pmk_merged *merged = &e->compare.merged[side];
	const struct pmk_rec *rec = &merged->rec;

	return json_pack("{s:s, s:o, s:I, s:s, s:o, s:s?}", "side", one ? "RUN " : names[side],
			 "path", pmk_text_json(rec->path), "runs",
			 (json_int_t)(merged->set.n > 1 ? merged->set.n : 0), "id", rec->id,
			 "incomplete",
			 rec->complete ? json_null() : pmk_text_json(rec->why_incomplete),
			 "untrusted", rec->untrusted);
}

static json_t *sides(const struct pmk_explain *e)
{
	json_t *all = json_array();

	if (!e->options.alone && strcmp(e->compare.rec[0]->path, e->compare.rec[1]->path) != 0)
		json_array_append_new(all, side(e, PMK_BASE));
	json_array_append_new(all, side(e, PMK_NEW));
	return all;
}

/* "kernel: 6.1.0-41 -> 6.12.9", for each target that differs in something. */
static json_t *circumstances(const struct pmk_explain *e, size_t columns)
{
	json_t *all = json_array();
	const json_t *one;
	size_t i;

	json_array_foreach(e->options.alone ? NULL : e->compare.circumstances, i, one)
		pmk_json_append(all, "{s:o}", "lines",
				pmk_text_wrap(json_sprintf("%s: %s -> %s",
							   pmk_rec_text(one, "what"),
							   pmk_rec_text(one, "base"),
							   pmk_rec_text(one, "new")),
					      columns));
	return all;
}

static void print(FILE *to, const struct pmk_explain *e, const struct explain_notation *in)
{
	size_t told = in->points + in->lines;
	json_t *all =
		json_pack("{s:b, s:s?, s:s?, s:o, s:o, s:o, s:o, s:o, s:o, s:I}", "alone",
			  e->options.alone, "base_name", pmk_explain_called(e, PMK_BASE),
			  "new_name", pmk_explain_called(e, PMK_NEW), "sides", sides(e),
			  "circumstances", circumstances(e, in->columns), "over_all",
			  e->n > 1 && !e->options.alone ? pmk_explain_over_all(e) : json_null(),
			  "points", points(e, in), "more_points", more_points(e, in), "unexplained",
			  unexplained(e, in->columns), "left_out",
			  (json_int_t)(e->n > told ? e->n - told : 0));

	pmk_template(to, in->template, all, in->escape);
	json_decref(all);
}

void pmk_explain_pretty(FILE *to, const struct pmk_explain *e)
{
	print(to, e,
	      &(struct explain_notation){ .template = explain_pretty,
					  .escape = PMK_ESCAPE_TERMINAL,
					  .points = 10,
					  .lines = 200 });
}

void pmk_explain_markdown(FILE *to, const struct pmk_explain *e)
{
	print(to, e,
	      &(struct explain_notation){ .template = explain_markdown,
					  .escape = PMK_ESCAPE_MARKDOWN,
					  .points = 10,
					  .lines = 200 });
}

void pmk_explain_mail(FILE *to, const struct pmk_explain *e)
{
	print(to, e,
	      &(struct explain_notation){ .template = explain_mail,
					  .escape = PMK_ESCAPE_TERMINAL,
					  .points = 2,
					  .lines = 8,
					  .columns = 72 });
}
