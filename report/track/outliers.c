// SPDX-License-Identifier: GPL-2.0-only
/* The machines of a history as classes of peers, and which of them is different. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/outliers.h"
#include "text/array.h"
#include "text/format.h"
#include "text/json.h"
#include "track.h"

/*
 * What a series is of, as objects: classes by their key, in each the machines and the points by
 * theirs, in the order in which they came; and of each value where it goes.
 */
struct value {
	size_t machine, point, run;
	double log_cost;
};

struct peers {
	json_t *described, *machines, *points;
	size_t n;
	struct value *values;
};

struct gathering {
	const struct pmk_past *past;
	const struct pmk_track_options *options;
	json_t *keys, *alike; /* index of a class by its key; what circumstances share, by theirs */
	size_t n;
	struct peers *all;
	int err;
};

/* The index of a key, given when it first comes. */
static size_t index_of(json_t *keys, const char *key)
{
	const json_t *known = json_object_get(keys, key);
	size_t index = known ? (size_t)json_integer_value(known) : json_object_size(keys);

	if (!known)
		json_object_set_new(keys, key, json_integer((json_int_t)index));
	return index;
}

/* What a machine's point shares with that of a peer: everything but the machine and its memory. */
static size_t alike(struct gathering *fleet, const json_t *facts)
{
	json_t *shared = json_copy((json_t *)facts);
	char *key;
	size_t index;

	json_object_del(shared, "machine");
	json_object_del(shared, "memory");
	key = json_dumps(shared, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(shared);
	if (!key)
		fleet->err = -ENOMEM;
	index = key ? index_of(fleet->alike, key) : 0;
	free(key);
	return index;
}

/* The class of a run's machine: processor, board and labels. */
static struct peers *class_of(struct gathering *fleet, const struct pmk_past_series *series,
			      const json_t *facts, size_t run)
{
	const json_t *more =
		pmk_past_facts(fleet->past, series->where, pmk_past_run(fleet->past, run, "id"));
	const char *board = pmk_rec_text(more, "board"), *labels = pmk_rec_text(more, "labels");
	json_t *described =
		json_pack("{s:s?, s:s, s:s}", "processor", pmk_rec_text(facts, "processor"),
			  "board", board ? board : "unknown", "labels", labels ? labels : "{}");
	char *key = json_dumps(described, JSON_COMPACT);
	size_t index = key ? index_of(fleet->keys, key) : 0;
	struct peers *class = NULL;

	if (key && index < fleet->n)
		class = &fleet->all[index];
	else if (key)
		class = pmk_array_grow(&fleet->all, fleet->n, sizeof(*class));
	if (class && index == fleet->n) {
		*class = (struct peers){ json_incref(described), json_object(), json_object(), 0,
					 NULL };
		fleet->n++;
	}
	free(key);
	json_decref(described);
	return class;
}

/* The newest run in which a series passed and that is trusted. */
static const struct pmk_past_point *newest(const struct gathering *fleet,
					   const struct pmk_past_series *series)
{
	for (size_t i = series->n; i-- > 0;)
		if (series->points[i].passed &&
		    !pmk_past_run(fleet->past, series->points[i].run, "untrusted"))
			return &series->points[i];
	return NULL;
}

static void gather(struct gathering *fleet, const struct pmk_past_series *series)
{
	const struct pmk_past_point *point = newest(fleet, series);
	const json_t *facts = pmk_past_facts(fleet->past, series->where, "");
	const char *machine = pmk_rec_text(facts, "machine");
	struct peers *class;
	struct value *value;
	json_t *key;

	if (series->insn || !point || !machine || !strcmp(machine, "unknown"))
		return;
	class = class_of(fleet, series, facts, point->run);
	value = class ? pmk_array_grow(&class->values, class->n, sizeof(*value)) : NULL;
	key = json_sprintf("%zu %d %s %s", alike(fleet, facts), series->more_is_better,
			   pmk_rec_text(series->where, "target"), series->name);
	if (!value || !key) {
		fleet->err = -ENOMEM;
	} else {
		class->n++;
		*value = (struct value){ index_of(class->machines, machine),
					 index_of(class->points, json_string_value(key)),
					 point->run, log(point->median) };
		if (series->more_is_better)
			value->log_cost = -value->log_cost;
	}
	json_decref(key);
}

static json_t *describe_machine(const struct pmk_past *past, const char *name,
				const struct pmk_outlier *one, size_t run)
{
	json_t *machine =
		json_pack("{s:s, s:I, s:s, s:b, s:b}", "machine", name, "points",
			  (json_int_t)one->points, "newest", pmk_past_run(past, run, "started"),
			  "judged", one->judged, "different", one->different);

	if (one->judged)
		pmk_json_extend(machine, "{s:f, s:b, s:s}", "slower", expm1(one->score),
				"is_slower", one->score > 0, "part",
				pmk_format_part(fabs(expm1(one->score))).text);
	if (one->judged && !isnan(one->z))
		pmk_json_extend(machine, "{s:f, s:o}", "z", one->z, "mads",
				json_sprintf("%.1f", fabs(one->z)));
	return machine;
}

/* One class; its values become a matrix, the newest where a machine has two. */
static json_t *judge_class(const struct gathering *fleet, const struct peers *class)
{
	size_t n_machines = json_object_size(class->machines), m = 0,
	       n_points = json_object_size(class->points), n = n_machines * n_points;
	double *logs = calloc(n, sizeof(*logs));
	size_t *runs = calloc(n, sizeof(*runs)), *last = calloc(n_machines, sizeof(*last));
	struct pmk_outlier *found = calloc(n_machines, sizeof(*found));
	json_t *document = NULL, *machines = json_array();
	const char *name;
	json_t *index;
	long judged;

	if (!logs || !runs || !last || !found)
		goto out;
	for (size_t i = 0; i < n; i++)
		logs[i] = (double)NAN;
	for (size_t i = 0; i < class->n; i++) {
		const struct value *value = &class->values[i];
		size_t at = value->machine * n_points + value->point;

		if (isnan(logs[at]) || value->run >= runs[at]) {
			logs[at] = value->log_cost;
			runs[at] = value->run;
		}
		if (value->run > last[value->machine])
			last[value->machine] = value->run;
	}
	judged = pmk_outliers(logs, n_machines, n_points, fleet->options->effect, found);
	if (judged < 0)
		goto out;
	json_object_foreach(class->machines, name, index) {
		m = (size_t)json_integer_value(index);
		json_array_append_new(machines,
				      describe_machine(fleet->past, name, &found[m], last[m]));
	}
	document = json_copy(class->described);
	pmk_json_extend(document, "{s:I, s:I, s:I, s:O}", "peers", (json_int_t)judged, "machines_n",
			(json_int_t)n_machines, "points", (json_int_t)n_points, "machines",
			machines);
out:
	free(logs);
	free(runs);
	free(last);
	free(found);
	json_decref(machines);
	return document;
}

json_t *pmk_outliers_document(const struct pmk_past *past, const struct pmk_track_options *options,
			      size_t *different)
{
	struct gathering fleet = {
		.past = past, .options = options, .keys = json_object(), .alike = json_object()
	};
	json_t *classes = json_array(), *class, *machine;
	size_t i, k;

	for (i = 0; i < past->n_series && !fleet.err; i++)
		if (pmk_track_wants(options, &past->series[i]) &&
		    !pmk_rec_selfcheck(past->series[i].name))
			gather(&fleet, &past->series[i]);
	*different = 0;
	for (i = 0; i < fleet.n; i++) {
		class = fleet.err ? NULL : judge_class(&fleet, &fleet.all[i]);
		if (class)
			json_array_append_new(classes, class);
		else
			fleet.err = -ENOMEM;
		json_decref(fleet.all[i].described);
		json_decref(fleet.all[i].machines);
		json_decref(fleet.all[i].points);
		free(fleet.all[i].values);
	}
	json_array_foreach(classes, i, class)
		json_array_foreach(json_object_get(class, "machines"), k, machine)
			*different += json_is_true(json_object_get(machine, "different"));
	free(fleet.all);
	json_decref(fleet.keys);
	json_decref(fleet.alike);
	if (fleet.err) {
		json_decref(classes);
		return NULL;
	}
	return json_pack("{s:o, s:I, s:i}", "classes", classes, "different", (json_int_t)*different,
			 "fewest", PMK_OUTLIERS_PEERS);
}
