// SPDX-License-Identifier: GPL-2.0-only
/* Runs and series of a history as JSON. */
#include <string.h>

#include "history_document.h"
#include "text/format.h"

static json_t *describe_run(const struct pmk_past *past, size_t run)
{
	const struct pmk_past_run *r = &past->runs[run];
	json_t *targets = json_array();

	for (size_t i = 0; i < past->n_targets; i++) {
		const struct pmk_past_target *target = &past->targets[i];
		const struct pmk_circumstances *where = &past->circumstances[target->circumstances];

		if (target->run == run)
			json_array_append_new(
				targets,
				json_pack("{s:s, s:I, s:s?, s:s?, s:s?}", "target", where->target,
					  "circumstances", (json_int_t)where->id, "kernel",
					  target->kernel, "config_sha256", target->config,
					  "hazards", target->hazards));
	}
	return json_pack("{s:s, s:s, s:s?, s:s?, s:s?, s:s?, s:b, s:I, s:o}", "id", r->run_id,
			 "started", r->started, "version", r->version, "commit", r->commit,
			 "compiler", r->compiler, "untrusted", r->untrusted, "accepted_hazards",
			 r->accepted_hazards, "points", (json_int_t)r->n_points, "targets",
			 targets);
}

/* Whether other circumstances of that target have another, which is why there are several. */
static bool tells_apart(const struct pmk_past *past, const struct pmk_circumstances *one, size_t i)
{
	for (size_t k = 0; k < past->n_circumstances; k++) {
		const struct pmk_circumstances *other = &past->circumstances[k];
		const char *mine = one->facts[i].text,
			   *its = pmk_past_fact(other->facts, other->n_facts, one->facts[i].what);

		if (!strcmp(other->target, one->target) && mine && its && strcmp(mine, its) != 0)
			return true;
	}
	return false;
}

static json_t *describe_circumstances(const struct pmk_past *past)
{
	json_t *all = json_array();

	for (size_t i = 0; i < past->n_circumstances; i++) {
		const struct pmk_circumstances *one = &past->circumstances[i];
		json_t *facts = json_array();

		for (size_t k = 0; k < one->n_facts; k++)
			if (tells_apart(past, one, k))
				json_array_append_new(facts, json_pack("{s:s, s:s}", "what",
								       one->facts[k].what, "text",
								       one->facts[k].text));
		json_array_append_new(
			all, json_pack("{s:I, s:s, s:s, s:b, s:s*, s:s*, s:s*, s:o, s:b}",
				       "circumstances", (json_int_t)one->id, "target", one->target,
				       "clock", one->clock, "insn", one->insn, "cpu", one->cpu,
				       "placement", one->placement, "accelerator", one->accelerator,
				       "facts", facts, "older", !one->n_facts));
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
		const struct pmk_past_run *run = &past->runs[point->run];
		json_t *object =
			json_pack("{s:s, s:I}", "run", run->run_id, "n", (json_int_t)point->n);

		if (point->passed)
			json_object_update_new(object,
					       json_pack("{s:f, s:f, s:f}", "median", point->median,
							 "lo", point->lo, "hi", point->hi));
		if (tables)
			json_object_update_new(object,
					       json_pack("{s:s, s:b}", "started", run->started,
							 "passed", point->passed));
		if (tables || point->passed)
			json_array_append(points, object);
		json_decref(object);
	}
	return points;
}

/* What people are told of a series instead of its points. */
static json_t *sum_up(const struct pmk_past *past, const struct pmk_past_series *series)
{
	const struct pmk_circumstances *where = &past->circumstances[series->circumstances];
	const char *first = past->runs[series->points[0].run].started,
		   *last = past->runs[series->points[series->n - 1].run].started;
	struct pmk_text newest = { "" };

	for (size_t i = series->n; i-- > 0 && !*newest.text;)
		if (series->points[i].passed)
			newest = pmk_format_cost(series->points[i].median, where->unit);
	return json_pack("{s:I, s:o, s:o, s:s}", "in_runs", (json_int_t)series->n, "first_day",
			 json_sprintf("%.10s", first), "last_day", json_sprintf("%.10s", last),
			 "newest", newest.text);
}

static json_t *describe_series(const struct pmk_past *past, const struct pmk_past_series *series,
			       enum pmk_history_reader reader)
{
	const struct pmk_circumstances *where = &past->circumstances[series->circumstances];
	json_t *facts = json_object(), *object;

	for (size_t i = 0; i < where->n_facts; i++)
		json_object_set_new(facts, where->facts[i].what, json_string(where->facts[i].text));
	object = json_pack("{s:s, s:s, s:I, s:s, s:s, s:s?, s:s?, s:s?, s:o}", "name", series->name,
			   "target", where->target, "circumstances", (json_int_t)where->id, "clock",
			   where->clock, "unit", where->unit, "accelerator", where->accelerator,
			   "cpu", where->cpu, "placement", where->placement, "facts", facts);
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
	json_t *all = json_array(), *document;

	for (size_t i = 0; i < past->n_runs && !series; i++)
		json_array_append_new(all, describe_run(past, i));
	for (size_t i = 0; i < past->n_series && series; i++)
		if (pmk_track_wants(past, options, &past->series[i]))
			json_array_append_new(all, describe_series(past, &past->series[i], reader));
	document = json_pack("{s:o}", series ? "series" : "runs", all);
	if (reader == PMK_FOR_PEOPLE && !series)
		json_object_update_new(document,
				       json_pack("{s:o, s:{s:I, s:I}}", "all_circumstances",
						 describe_circumstances(past), "counts", "n_runs",
						 (json_int_t)past->n_runs, "n_series",
						 (json_int_t)past->n_series));
	return document;
}
