// SPDX-License-Identifier: GPL-2.0-only
/* Tracked series and their changes as JSON, and the series as a sketch. */
#include <math.h>
#include <string.h>

#include "text/format.h"
#include "text/json.h"
#include "track.h"

#define COLUMNS 64
#define ROWS	6

/* Medians of the runs that fall into each column, as a mark in the row of each. */
static json_t *sketch(const struct pmk_tracked *series, const char *unit)
{
	size_t columns = series->n < COLUMNS ? series->n : COLUMNS;
	char rows[ROWS][COLUMNS + 1], marks[COLUMNS + 1];
	double value[COLUMNS], lo = INFINITY, hi = 0;
	json_t *lines = json_array();

	memset(rows, ' ', sizeof(rows));
	memset(marks, ' ', sizeof(marks));
	for (size_t c = 0; c < columns; c++) {
		size_t from = c * series->n / columns, to = (c + 1) * series->n / columns;

		value[c] = pmk_stats_median(series->values + from, to - from);
		lo = fmin(lo, value[c]);
		hi = fmax(hi, value[c]);
	}
	for (size_t c = 0; c < columns; c++) {
		double up = hi > lo ? (value[c] - lo) / (hi - lo) * ROWS : 0;

		rows[up < ROWS ? (size_t)up : ROWS - 1][c] = 'o';
	}
	for (size_t i = 0; columns && i < series->changes.n; i++)
		marks[((series->changes.all[i].at + 1) * columns - 1) / series->n] =
			series->changes.all[i].sure ? '^' : '?';
	for (size_t r = ROWS; r-- > 0;)
		json_array_append_new(lines,
				      json_sprintf("  %12s |%.*s",
						   r == ROWS - 1 ? pmk_format_cost(hi, unit).text
						   : r == 0	 ? pmk_format_cost(lo, unit).text
								 : "",
						   (int)columns, rows[r]));
	json_array_append_new(lines, json_sprintf("  %12s  %.*s", "", (int)columns, marks));
	return lines;
}

static json_t *describe_run(const struct pmk_track *track, const struct pmk_tracked *series,
			    size_t at)
{
	size_t run = series->points[at]->run;

	return json_pack("{s:s, s:s, s:s?, s:s?}", "id", pmk_past_run(track->past, run, "id"),
			 "started", pmk_past_run(track->past, run, "started"), "commit",
			 pmk_past_run(track->past, run, "commit"), "kernel",
			 pmk_rec_text(pmk_past_target(track->past, series->past->where, run),
				      "kernel"));
}

static void add_news(json_t *news, const char *what, const json_t *before, const json_t *after,
		     const char *key)
{
	json_t *old = json_object_get(before, key), *now = json_object_get(after, key);

	if (json_is_string(old) && json_is_string(now) && !json_equal(old, now))
		pmk_json_append(news, "{s:s, s:O, s:O}", "what", what, "old", old, "now", now);
}

/* What differs between a run and the one before it. */
static json_t *describe_news(const struct pmk_track *track, const struct pmk_tracked *series,
			     size_t at)
{
	const json_t *run[2], *target[2];
	json_t *news = json_array(), *facts[2], *text;
	const char *what;

	for (size_t i = 0; i < 2; i++) {
		size_t number = series->points[at - 1 + i]->run;

		run[i] = json_array_get(track->past->runs, number);
		target[i] = pmk_past_target(track->past, series->past->where, number);
		facts[i] = pmk_past_facts(track->past, series->past->where,
					  pmk_rec_text(run[i], "id"));
	}
	add_news(news, "hazards", target[0], target[1], "hazards");
	if (facts[0] && facts[1]) {
		json_object_foreach(facts[1], what, text)
			add_news(news, what, facts[0], facts[1], what);
		return news;
	}
	add_news(news, "kernel", target[0], target[1], "kernel");
	add_news(news, "kernel's configuration", target[0], target[1], "config_sha256");
	add_news(news, "pagemark's commit", run[0], run[1], "commit");
	add_news(news, "compiler", run[0], run[1], "compiler");
	return news;
}

static json_t *change_words(const struct pmk_track *track, const struct pmk_tracked *series,
			    size_t i)
{
	const struct pmk_change *change = &series->changes.all[i];
	const char *unit = pmk_rec_text(series->past->where, "unit");

	return json_pack("{s:o, s:s, s:s, s:s, s:s, s:o, s:s, s:s, s:o, s:b, s:o}", "title",
			 pmk_track_title(series), "words", pmk_track_words(series, i), "size",
			 pmk_format_ratio(change->size.estimate).text, "size_lo",
			 pmk_format_ratio(change->size.lo).text, "size_hi",
			 pmk_format_ratio(change->size.hi).text, "percent",
			 json_sprintf("%.0f", 100 * change->size.coverage), "cost_before",
			 pmk_format_cost(pmk_track_level(series, i, false), unit).text,
			 "cost_after", pmk_format_cost(pmk_track_level(series, i, true), unit).text,
			 "probability",
			 change->p > 0 ? json_sprintf("%.2g", change->p) : json_string(""),
			 "spread", change->first != change->last, "news",
			 describe_news(track, series, change->at));
}

static json_t *describe_change(const struct pmk_track *track, const struct pmk_tracked *series,
			       size_t i)
{
	const struct pmk_change *change = &series->changes.all[i];

	return json_pack("{s:s, s:b, s:b, s:f, s:f, s:f, s:f, s:f, s:f, s:f, s:o, s:o, s:o}",
			 "answer", pmk_track_worse(series, i) ? "regressed" : "improved", "sure",
			 change->sure, "new", pmk_track_alarm(track, series, i), "p", change->p,
			 "ratio", change->size.estimate, "lo", change->size.lo, "hi",
			 change->size.hi, "coverage", change->size.coverage, "median_before",
			 pmk_track_level(series, i, false), "median_after",
			 pmk_track_level(series, i, true), "first_after",
			 describe_run(track, series, change->at), "after",
			 describe_run(track, series, change->first - 1), "up_to",
			 describe_run(track, series, change->last));
}

static json_t *describe_series(const struct pmk_track *track, const struct pmk_tracked *series,
			       bool words)
{
	const json_t *where = series->past->where;
	json_t *changes = json_array(), *object;

	for (size_t i = 0; i < series->changes.n; i++) {
		json_t *change = describe_change(track, series, i);

		if (words)
			json_object_update_new(change, change_words(track, series, i));
		json_array_append_new(changes, change);
	}
	object = json_pack("{s:s}", "name", series->past->name);
	json_object_update(object, (json_t *)where);
	json_object_del(object, "placement");
	pmk_json_extend(object, "{s:I, s:o}", "runs", (json_int_t)series->n, "changes", changes);
	if (words && series->changes.n)
		pmk_json_extend(object, "{s:o, s:o}", "title", pmk_track_title(series), "sketch",
				sketch(series, pmk_rec_text(where, "unit")));
	return object;
}

/* The elements of @from that have something to act upon, then the others. */
static json_t *new_first(const json_t *from, const char *flag)
{
	json_t *sorted = json_array(), *element;
	size_t i;

	for (int wanted = 1; wanted >= 0; wanted--)
		json_array_foreach(from, i, element)
			if (json_is_true(json_object_get(element, flag)) == wanted)
				json_array_append(sorted, element);
	return sorted;
}

/* All together: how many, and in which order they are told. */
static json_t *all_words(const struct pmk_track *track, const json_t *all)
{
	size_t counts[2][2] = { { 0 } }; /* sure, worse */
	json_t *series, *change, *changed = json_array(), *told = json_array(), *words;
	size_t i, j;

	json_array_foreach(all, i, series) {
		bool alarm = false;

		json_array_foreach(json_object_get(series, "changes"), j, change) {
			bool new = json_is_true(json_object_get(change, "new"));

			alarm |= new;
			counts[track->all[i].changes.all[j].sure]
			      [pmk_track_worse(&track->all[i], j)]++;
			json_array_append(told, change);
		}
		json_object_set_new(series, "alarm", json_boolean(alarm));
		if (j)
			json_array_append(changed, series);
	}
	words = json_pack("{s:o, s:o, s:I, s:s, s:s, s:I, s:o, s:I, s:s}", "changed",
			  new_first(changed, "alarm"), "told", new_first(told, "new"), "n_series",
			  (json_int_t)track->n, "regressed",
			  pmk_format_count(counts[1][1], "time").text, "improved",
			  pmk_format_count(counts[1][0], "time").text, "doubtful",
			  (json_int_t)counts[0][0] + (json_int_t)counts[0][1], "rate_percent",
			  json_sprintf("%.3g", 100 * track->options->rate), "fewest_runs",
			  2 * (json_int_t)track->options->persist, "regressions_counted",
			  pmk_format_count(pmk_track_alarms(track), "regression").text);
	json_decref(changed);
	json_decref(told);
	return words;
}

json_t *pmk_track_document(const struct pmk_track *track, enum pmk_history_reader reader)
{
	bool words = reader != PMK_FOR_PROGRAMS;
	json_t *all = json_array(), *document;

	for (size_t i = 0; i < track->n; i++)
		json_array_append_new(all, describe_series(track, &track->all[i], words));
	document =
		json_pack("{s:I, s:I, s:I, s:I, s:f, s:I, s:o}", "runs",
			  (json_int_t)json_array_size(track->past->runs), "untrusted_left_out",
			  (json_int_t)track->n_untrusted, "too_short", (json_int_t)track->n_short,
			  "last", (json_int_t)track->options->last, "rate", track->options->rate,
			  "regressions", (json_int_t)pmk_track_alarms(track), "series", all);
	if (words)
		json_object_update_new(document, all_words(track, all));
	return document;
}
