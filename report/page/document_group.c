// SPDX-License-Identifier: GPL-2.0-only
/* A group in the report's document: its answer in words, its plot, its table. */
#include <string.h>

#include "answer/answer.h"
#include "record/point_words.h"
#include "report.h"
#include "text/format.h"
#include "text/json.h"
#include "text/text.h"

#define BRIEF_ROWS 4 /* of values in the short table */
#define WIDE	   4 /* contenders that still stand beside each other on half a sheet of paper */
#define MANY	   6 /* the same on a screen */

static void say_events(struct pmk_words *w, const struct pmk_rec_point *point)
{
	char latency[8 * PMK_FORMAT_BYTES];

	for (size_t i = 0; i < point->n_counters; i++) {
		const struct pmk_rec_counter *counter = &point->counters[i];
		double median = pmk_stats_median(counter->samples.values, counter->samples.n);
		struct pmk_text per_fault = pmk_format_per_fault(point, counter);

		pmk_say(w, "%s%s %s%s%s", i ? "; " : "", counter->name,
			counter->samples.n ? pmk_format_cost(median, counter->unit).text
					   : counter->state,
			*per_fault.text ? ", " : "", per_fault.text);
	}
	pmk_format_latency(latency, sizeof(latency), point);
	pmk_say(w, "%s%s", point->n_counters && *latency ? "; " : "", latency);
}

/* What was measured: empty without samples. */
static json_t *describe_cost(const struct pmk_group *group, const struct pmk_row *row, size_t c)
{
	const struct pmk_cell *cell = &row->cells[c];
	const char *unit = group->target->clock->unit;
	struct pmk_text ratio = { "" };

	if (!cell->cost.n)
		return json_object();
	if ((int)c != group->baseline)
		ratio = pmk_cell_to_baseline(group, row, c);
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:I}", "cost",
			 pmk_format_cost(cell->cost.estimate, unit).text, "lo",
			 pmk_format_cost(cell->cost.lo, unit).text, "hi",
			 pmk_format_cost(cell->cost.hi, unit).text, "ratio", ratio.text, "rate",
			 pmk_format_rate(cell->cost.estimate, cell->point->bytes_per_op, unit).text,
			 "loop", pmk_format_loop(cell->point).text, "n", (json_int_t)cell->cost.n);
}

/* An empty object where there is no such point. */
static json_t *describe_cell(const struct pmk_group *group, const struct pmk_row *row, size_t c)
{
	const struct pmk_rec_point *point = row->cells[c].point;
	json_t *cell = point ? describe_cost(group, row, c) : json_object(), *more;

	if (!point)
		return cell;
	more = json_pack("{s:s, s:s, s:b, s:b, s:b, s:b, s:b, s:b}", "name", group->contenders[c],
			 "status", pmk_status_name(point->verdict.status), "passed",
			 point->verdict.status == PMK_PASS, "skipped",
			 point->verdict.status == PMK_SKIP, "ranked", row->cells[c].ranked, "leads",
			 row->leaders >> c & 1, "runs", group->by_run, "unsteady", point->unsteady);
	json_object_update(cell, more);
	json_decref(more);
	return cell;
}

static json_t *describe_rows(const struct pmk_group *group)
{
	json_t *rows = json_array();

	for (size_t r = 0; r < group->n_rows; r++) {
		json_t *cells = json_array();

		for (size_t c = 0; c < group->n_contenders; c++)
			json_array_append_new(cells, describe_cell(group, &group->rows[r], c));
		pmk_json_append(rows, "{s:s, s:o}", "label", group->rows[r].label, "cells", cells);
	}
	return rows;
}

/* What else was counted of each point, in sentences. */
static json_t *describe_events(const struct pmk_group *group)
{
	json_t *all = json_array();

	for (size_t i = 0; i < group->n_rows * group->n_contenders; i++) {
		const struct pmk_row *row = &group->rows[i / group->n_contenders];
		const struct pmk_rec_point *point = row->cells[i % group->n_contenders].point;
		char text[PMK_ANSWER_BYTES];
		struct pmk_words w = { .text = text, .size_bytes = sizeof(text) };

		if (!point || (!point->n_counters && !(point->latency.n > 0)))
			continue;
		pmk_say(&w, "%s%s%s: ", point->contender, *row->label ? ", " : "", row->label);
		say_events(&w, point);
		json_array_append_new(all, pmk_text_json(text));
	}
	return all;
}

static json_t *describe_contenders(const struct pmk_group *group)
{
	json_t *contenders = json_array();

	for (size_t c = 0; c < group->n_contenders; c++) {
		const struct pmk_rec_point *point = NULL;

		for (size_t r = 0; r < group->n_rows && !point; r++)
			point = group->rows[r].cells[c].point;
		pmk_json_append(contenders, "{s:s, s:b, s:s*}", "name", group->contenders[c],
				"baseline", (int)c == group->baseline, "what",
				point ? point->what : NULL);
	}
	return contenders;
}

/*
 * A table for narrow places, a line for each contender: first row, last, and what lies evenly
 * between.
 */
static json_t *describe_brief(const struct pmk_group *group, const json_t *rows)
{
	size_t n = group->n_rows < BRIEF_ROWS ? group->n_rows : BRIEF_ROWS;
	json_t *labels = json_array(), *lines = json_array();

	for (size_t c = 0; c < group->n_contenders; c++) {
		json_t *cells = json_array();

		for (size_t i = 0; i < n; i++) {
			const json_t *row = json_array_get(
				rows, n == 1 ? 0 : i * (group->n_rows - 1) / (n - 1));

			if (!c)
				json_array_append(labels, json_object_get(row, "label"));
			json_array_append(cells, json_array_get(json_object_get(row, "cells"), c));
		}
		pmk_json_append(lines, "{s:s, s:o}", "name", group->contenders[c], "cells", cells);
	}
	return json_pack("{s:o, s:o}", "labels", labels, "lines", lines);
}

/* One of the texts that answer.h makes. */
static json_t *words(const struct pmk_group *group,
		     void (*say)(const struct pmk_group *group, char text[PMK_ANSWER_BYTES]))
{
	char text[PMK_ANSWER_BYTES];

	say(group, text);
	return pmk_text_json(text);
}

/* "access/file_read on host, memory high", or "on host in new.jsonl, memory high". */
static json_t *title(const struct pmk_group *group, const char *of_runs)
{
	return json_sprintf("%s on %s%s%s%s%s", group->comparison, group->target->name,
			    *of_runs ? " in " : "", of_runs, *group->side ? ", " : "", group->side);
}

/* How many times as much as the cheapest another costs, at most; empty where none leads. */
static struct pmk_text most(const struct pmk_group *group)
{
	struct pmk_text none = { "" };
	double times = 0;

	for (size_t i = 0; i < group->n_rows * group->n_contenders; i++) {
		const struct pmk_row *row = &group->rows[i / group->n_contenders];
		const struct pmk_cell *cell = &row->cells[i % group->n_contenders];

		if (cell->beaten && !row->differences && cell->to_best.estimate > times)
			times = cell->to_best.estimate;
	}
	return times > 0 ? pmk_format_ratio(times) : none;
}

json_t *pmk_document_group(const struct pmk_report *report, size_t index)
{
	const struct pmk_group *group = &report->groups.groups[index];
	const char *stem = report->stems[index];
	json_t *rows = describe_rows(group), *runs = pmk_document_runs(report, group->rec);
	json_t *object = json_pack(
		"{s:I, s:b, s:b, s:o, s:b, s:s, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s*, "
		"s:o*, s:o, s:o, s:o, s:o, s:o, s:o, s:s}",
		"index", (json_int_t)index, "wide", group->n_contenders > WIDE, "many",
		group->n_contenders > MANY, "title", title(group, json_string_value(runs)), "insn",
		group->target->clock->insn, "clock", group->target->clock->words, "by_run",
		group->by_run, "answer", words(group, pmk_answer), "pairs",
		words(group, pmk_answer_pairs), "counted", words(group, pmk_answer_counted),
		"caveat", words(group, pmk_answer_caveat), "next", words(group, pmk_answer_next),
		"left_out", words(group, pmk_answer_left_out), "growth",
		words(group, pmk_answer_growth), "stem", stem, "svg",
		stem ? pmk_document_svg(report, stem) : NULL, "contenders",
		describe_contenders(group), "events", describe_events(group), "brief",
		describe_brief(group, rows), "rows", rows, "why", pmk_document_why(report, group),
		"short", words(group, pmk_answer_brief), "most", most(group).text);

	if (report->dir)
		pmk_document_data(group, object);
	json_decref(runs);
	return object;
}
