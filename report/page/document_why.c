// SPDX-License-Identifier: GPL-2.0-only
/* Why a kernel-side answer is as it is: the functions of each contender as a bar, and classes. */
#include <math.h>
#include <string.h>

#include "report.h"
#include "text/format.h"
#include "text/json.h"

#define ALIKE	    0.01 /* two rows whose dearest contenders differ by less are one */
#define NAMED_LEAST 0.01 /* part of a contender that a function with a colour has */
#define LEAST_REST  0.05 /* instructions an op of functions without a colour that are told */
#define COLOURS	    8	 /* functions with a colour of their own, f0 to f7 of page.css */

/* A row of a group: the profile of each contender, and the functions that get a colour. */
struct why {
	const struct pmk_profiled *profiles[PMK_GROUP_CONTENDERS_MAX];
	size_t n_profiles, n_named;
	const struct pmk_profiled_function *named[COLOURS];
	double named_part[COLOURS], most;
};

static bool is_one(const struct pmk_profiled_function *a, const struct pmk_profiled_function *b)
{
	return !strcmp(a->name, b->name) && !strcmp(a->in, b->in);
}

/* Functions of all contenders together, each by the largest part that it has of one. */
static void name_function(struct why *why, const struct pmk_profiled_function *function,
			  double part)
{
	size_t at = 0;

	if (part < NAMED_LEAST)
		return;
	while (at < why->n_named && !is_one(why->named[at], function))
		at++;
	if (at == why->n_named && at < COLOURS)
		why->n_named++;
	else if (at == COLOURS && part > why->named_part[COLOURS - 1])
		at = COLOURS - 1;
	else if (at == COLOURS || part <= why->named_part[at])
		return;
	for (; at && why->named_part[at - 1] < part; at--) {
		why->named[at] = why->named[at - 1];
		why->named_part[at] = why->named_part[at - 1];
	}
	why->named[at] = function;
	why->named_part[at] = part;
}

static void look_at(struct why *why, const struct pmk_report *report, const struct pmk_group *group,
		    const struct pmk_row *row)
{
	const struct pmk_profiled_set *set = &report->profiles[group->rec - report->recs];

	*why = (struct why){ 0 };
	for (size_t c = 0; c < group->n_contenders; c++) {
		const struct pmk_rec_point *point = row->cells[c].point;
		const struct pmk_profiled *p =
			point ? pmk_profiled_set_find(set, group->target->name, point->name) : NULL;

		why->profiles[c] = p;
		if (!p || p->reason)
			continue;
		why->n_profiles++;
		if (pmk_profiled_cost(p) > why->most)
			why->most = pmk_profiled_cost(p);
		for (size_t i = 0; i < p->n_functions && pmk_profiled_cost(p) > 0; i++)
			name_function(why, &p->functions[i],
				      pmk_profiled_per_op(p, p->functions[i].insn) /
					      pmk_profiled_cost(p));
	}
}

/* @colour: f0 and so on, "rest" for what has none. */
static void add_segment(json_t *segments, const struct why *why, const char *colour,
			const char *name, double insn)
{
	if (insn > 0 && why->most > 0)
		pmk_json_append(segments, "{s:s, s:s, s:s, s:o}", "colour", colour, "name", name,
				"insn", pmk_format_cost(insn, "insn").text, "width",
				json_sprintf("%.2f", 100 * insn / why->most));
}

/* One scale for all contenders. @rest: out: what is in none of the functions that have a colour. */
static json_t *segments(const struct why *why, const struct pmk_profiled *p, double *rest)
{
	json_t *all = json_array();
	char colour[24]; /* of any size_t */

	*rest = pmk_profiled_cost(p);
	for (size_t k = 0; k < why->n_named; k++) {
		double insn = 0;

		for (size_t i = 0; i < p->n_functions; i++)
			if (is_one(&p->functions[i], why->named[k]))
				insn += pmk_profiled_per_op(p, p->functions[i].insn);
		snprintf(colour, sizeof(colour), "f%zu", k);
		add_segment(all, why, colour, why->named[k]->name, insn);
		*rest -= insn;
	}
	add_segment(all, why, "rest", "other functions", *rest);
	return all;
}

static json_t *classes(const struct pmk_profiled *p)
{
	json_t *all = json_array();

	for (enum pmk_profiled_class c = 0; c < PMK_PROFILED_CLASSES; c++)
		if (pmk_profiled_per_op(p, p->classes[c]) > PMK_PROFILED_RARE)
			pmk_json_append(
				all, "{s:s, s:s}", "count",
				pmk_format_exact(pmk_profiled_per_op(p, p->classes[c])).text,
				"what", pmk_profiled_class_words(c));
	return all;
}

static json_t *bar(const struct why *why, const char *name, const struct pmk_profiled *p)
{
	double rest;
	json_t *all = segments(why, p, &rest);

	return json_pack("{s:s, s:s, s:o, s:s*, s:o}", "name", name, "total",
			 pmk_format_cost(pmk_profiled_cost(p), "insn").text, "segments", all,
			 "rest", rest >= LEAST_REST ? pmk_format_cost(rest, "insn").text : NULL,
			 "classes", classes(p));
}

/* A contender without a profile says why, if its record does. */
static json_t *bars(const struct why *why, const struct pmk_group *group)
{
	json_t *all = json_array();

	for (size_t c = 0; c < group->n_contenders; c++) {
		const struct pmk_profiled *p = why->profiles[c];

		if (p && !p->reason)
			json_array_append_new(all, bar(why, group->contenders[c], p));
		else if (p)
			pmk_json_append(all, "{s:s, s:s, s:s?}", "name", group->contenders[c],
					"reason", p->reason, "remedy", p->remedy);
	}
	return all;
}

static json_t *legend(const struct why *why)
{
	json_t *all = json_array();

	for (size_t k = 0; k < why->n_named; k++)
		pmk_json_append(all, "{s:o, s:s}", "colour", json_sprintf("f%zu", k), "name",
				why->named[k]->name);
	return all;
}

/*
 * Two rows tell what is paid once and what by size: the first and the last that have profiles of
 * the most contenders; the first alone if the dearest costs the same in both.
 */
json_t *pmk_document_why(const struct pmk_report *report, const struct pmk_group *group)
{
	size_t most = 0, first = 0, last = 0;
	json_t *all = json_array();
	struct why why;
	double cost = 0;

	for (size_t r = 0; r < group->n_rows; r++) {
		look_at(&why, report, group, &group->rows[r]);
		if (why.n_profiles > most)
			first = r;
		if (why.n_profiles && why.n_profiles >= most)
			last = r;
		most = why.n_profiles > most ? why.n_profiles : most;
	}
	for (size_t r = first; most && r <= last; r += r < last ? last - r : 1) {
		look_at(&why, report, group, &group->rows[r]);
		if (fabs(why.most - cost) < ALIKE * cost)
			break;
		cost = why.most;
		pmk_json_append(all, "{s:s, s:o, s:o}", "label", group->rows[r].label, "bars",
				bars(&why, group), "legend", legend(&why));
	}
	return all;
}
