// SPDX-License-Identifier: GPL-2.0-only
/* Runs and series of a history as JSON. */
#include <string.h>

#include "text/format.h"
#include "text/json.h"
#include "track.h"

/* Whether other circumstances of that target have another, which is why there are several. */
static bool tells_apart(const struct pmk_past *past, const json_t *one, const char *what,
			const json_t *text)
{
	const json_t *other;
	size_t i;

	json_array_foreach(past->circumstances, i, other) {
		const json_t *its = json_object_get(pmk_past_facts(past, other, ""), what);

		if (its && !json_equal(its, text) &&
		    json_equal(json_object_get(other, "target"), json_object_get(one, "target")))
			return true;
	}
	return false;
}

static json_t *describe_circumstances(const struct pmk_past *past)
{
	json_t *all = json_array(), *one, *text;
	const char *what;
	size_t i;

	json_array_foreach(past->circumstances, i, one) {
		json_t *told = json_array(), *facts = pmk_past_facts(past, one, ""),
		       *copy = json_copy(one);

		json_object_foreach(facts, what, text)
			if (tells_apart(past, one, what, text))
				pmk_json_append(told, "{s:s, s:O}", "what", what, "text", text);
		pmk_json_extend(copy, "{s:o, s:b, s:b}", "facts", told, "older", !facts, "insn",
				pmk_clock_find(pmk_rec_text(one, "clock")) == &pmk_clock_insn);
		json_array_append_new(all, copy);
	}
	return all;
}

/* The points of a series; what did not pass has no numbers, and is for tables only. */
static json_t *describe_points(const struct pmk_past *past, const struct pmk_past_series *series,
			       bool tables)
{
	json_t *points = json_array();

	for (size_t i = 0; i < series->n; i++) {
		const struct pmk_past_point *point = &series->points[i];
		json_t *object =
			json_pack("{s:s, s:I}", "run", pmk_past_run(past, point->run, "id"), "n",
				  (json_int_t)point->n);

		if (point->passed)
			pmk_json_extend(object, "{s:f, s:f, s:f}", "median", point->median, "lo",
					point->lo, "hi", point->hi);
		if (tables)
			pmk_json_extend(object, "{s:s, s:b}", "started",
					pmk_past_run(past, point->run, "started"), "passed",
					point->passed);
		if (tables || point->passed)
			json_array_append(points, object);
		json_decref(object);
	}
	return points;
}

/* What people are told of a series instead of its points. */
static json_t *sum_up(const struct pmk_past *past, const struct pmk_past_series *series)
{
	const char *first = pmk_past_run(past, series->points[0].run, "started"),
		   *last = pmk_past_run(past, series->points[series->n - 1].run, "started");
	struct pmk_text newest = { "" };

	for (size_t i = series->n; i-- > 0 && !*newest.text;)
		if (series->points[i].passed)
			newest = pmk_format_cost(series->points[i].median,
						 pmk_rec_text(series->where, "unit"));
	return json_pack("{s:I, s:o, s:o, s:s}", "in_runs", (json_int_t)series->n, "first_day",
			 json_sprintf("%.10s", first), "last_day", json_sprintf("%.10s", last),
			 "newest", newest.text);
}

static json_t *describe_series(const struct pmk_past *past, const struct pmk_past_series *series,
			       enum pmk_history_reader reader)
{
	json_t *object = json_pack("{s:s}", "name", series->name),
	       *facts = pmk_past_facts(past, series->where, "");

	json_object_update(object, (json_t *)series->where);
	json_object_set_new(object, "facts", facts ? json_incref(facts) : json_object());
	if (reader == PMK_FOR_PEOPLE)
		json_object_update_new(object, sum_up(past, series));
	else
		json_object_set_new(object, "points",
				    describe_points(past, series, reader == PMK_FOR_TABLES));
	return object;
}

bool pmk_history_lists_series(const struct pmk_track_options *options)
{
	return options->n_patterns || options->circumstances;
}

json_t *pmk_history_document(const struct pmk_past *past, const struct pmk_track_options *options,
			     enum pmk_history_reader reader)
{
	bool series = pmk_history_lists_series(options);
	json_t *all = series ? json_array() : json_incref(past->runs), *document;

	for (size_t i = 0; i < past->n_series && series; i++)
		if (pmk_track_wants(options, &past->series[i]))
			json_array_append_new(all, describe_series(past, &past->series[i], reader));
	document = json_pack("{s:o}", series ? "series" : "runs", all);
	if (reader == PMK_FOR_PEOPLE && !series)
		pmk_json_extend(document, "{s:o, s:{s:I, s:I}}", "all_circumstances",
				describe_circumstances(past), "counts", "n_runs",
				(json_int_t)json_array_size(past->runs), "n_series",
				(json_int_t)past->n_series);
	return document;
}
