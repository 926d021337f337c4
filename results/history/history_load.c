// SPDX-License-Identifier: GPL-2.0-only
/* The whole history into memory: runs in order of time, series with their points in that order. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "history_inner.h"
#include "text/array.h"

void pmk_past_free(struct pmk_past *past)
{
	for (size_t i = 0; i < past->n_series; i++) {
		free(past->series[i].name);
		free(past->series[i].points);
	}
	free(past->series);
	json_decref(past->runs);
	json_decref(past->circumstances);
	json_decref(past->facts);
	memset(past, 0, sizeof(*past));
}

const char *pmk_past_run(const struct pmk_past *past, size_t run, const char *what)
{
	return pmk_rec_text(json_array_get(past->runs, run), what);
}

const json_t *pmk_past_target(const struct pmk_past *past, const json_t *where, size_t run)
{
	const json_t *targets = json_object_get(json_array_get(past->runs, run), "targets"),
		     *target;
	size_t i;

	json_array_foreach(targets, i, target)
		if (json_equal(json_object_get(target, "circumstances"),
			       json_object_get(where, "circumstances")))
			return target;
	return NULL;
}

json_t *pmk_past_facts(const struct pmk_past *past, const json_t *where, const char *run_id)
{
	char key[128];

	snprintf(key, sizeof(key), "%.0f %.64s", pmk_rec_number(where, "circumstances"), run_id);
	return json_object_get(past->facts, key);
}

#ifndef PMK_NO_SQLITE

/* Where the row of an id went, which is not where the database had it. */
struct key {
	long id;
	size_t index;
};

struct keys {
	size_t n;
	struct key *all;
};

struct loading {
	struct pmk_db *db;
	struct pmk_past *past;
	struct keys runs, circumstances, series;
	json_int_t *n_points; /* of each run */
	int err;
};

/* One more element, zeroed and counted; NULL after an error. */
static void *more(struct loading *load, void *array, size_t *n, size_t size)
{
	void *element = load->err ? NULL : pmk_array_grow(array, *n, size);

	if (element)
		++*n;
	else if (!load->err)
		load->err = -ENOMEM;
	return element;
}

static int by_id(const void *a, const void *b)
{
	const struct key *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

static void add_key(struct loading *load, struct keys *keys, long id)
{
	size_t index = keys->n;
	struct key *key = more(load, &keys->all, &keys->n, sizeof(*key));

	if (key)
		*key = (struct key){ id, index };
}

/* The index of an id; a reference to nothing is damage. */
static size_t find(struct loading *load, const struct keys *keys, long id)
{
	const struct key wanted = { id, 0 };
	const struct key *found =
		keys->n ? bsearch(&wanted, keys->all, keys->n, sizeof(wanted), by_id) : NULL;

	if (!found)
		load->err = -EBADMSG;
	return found ? found->index : 0;
}

static void sort_keys(struct keys *keys)
{
	if (keys->n)
		qsort(keys->all, keys->n, sizeof(*keys->all), by_id);
}

/* Calls row() for each row until there is an error. */
static void each_row(struct loading *load, const char *sql,
		     void (*row)(struct loading *load, struct pmk_statement *row))
{
	struct pmk_statement *ask = pmk_db_prepare(load->db, sql);

	while (!load->err && pmk_db_step(load->db, ask))
		row(load, ask);
	pmk_db_finish(ask);
	if (load->db->err)
		load->err = load->db->err;
}

static void add_run(struct loading *load, struct pmk_statement *row)
{
	json_t *run = pmk_db_row(row, 1);
	bool accepted = json_integer_value(json_object_get(run, "accepted_hazards"));

	json_object_set_new(run, "accepted_hazards", json_boolean(accepted));
	json_object_set_new(run, "targets", json_array());
	json_array_append_new(load->past->runs, run);
	add_key(load, &load->runs, pmk_db_column_integer(row, 0));
}

static void add_circumstances(struct loading *load, struct pmk_statement *row)
{
	json_array_append_new(load->past->circumstances, pmk_db_row(row, 1));
	add_key(load, &load->circumstances, pmk_db_column_integer(row, 0));
}

static void add_target(struct loading *load, struct pmk_statement *row)
{
	size_t run = find(load, &load->runs, pmk_db_column_integer(row, 0));

	find(load, &load->circumstances, pmk_db_column_integer(row, 1));
	json_array_append_new(json_object_get(json_array_get(load->past->runs, run), "targets"),
			      pmk_db_row(row, 2));
}

static void add_series(struct loading *load, struct pmk_statement *row)
{
	struct pmk_past *past = load->past;
	size_t where = find(load, &load->circumstances, pmk_db_column_integer(row, 1));
	struct pmk_past_series *one = more(load, &past->series, &past->n_series, sizeof(*one));
	const char *name = pmk_db_column_text(row, 2);

	if (!one)
		return;
	*one = (struct pmk_past_series){
		.id = pmk_db_column_integer(row, 0),
		.name = strdup(name ? name : ""),
		.where = json_array_get(past->circumstances, where),
		.more_is_better = pmk_db_column_integer(row, 3),
	};
	one->insn = pmk_clock_find(pmk_rec_text(one->where, "clock")) == &pmk_clock_insn;
	if (!one->name)
		load->err = -ENOMEM;
	add_key(load, &load->series, one->id);
}

static void add_point(struct loading *load, struct pmk_statement *row)
{
	size_t at = find(load, &load->series, pmk_db_column_integer(row, 0));
	size_t run = find(load, &load->runs, pmk_db_column_integer(row, 1));
	const char *status = pmk_db_column_text(row, 2);
	struct pmk_past_series *series = &load->past->series[at];
	struct pmk_past_point *point =
		load->err ? NULL : more(load, &series->points, &series->n, sizeof(*point));

	if (!point)
		return;
	*point = (struct pmk_past_point){
		.run = run,
		.passed = status && !strcmp(status, "PASS"),
		.n = (size_t)pmk_db_column_integer(row, 3),
		.median = pmk_db_column_number(row, 4),
		.lo = pmk_db_column_number(row, 5),
		.hi = pmk_db_column_number(row, 6),
	};
	if (point->passed && !(point->median > 0))
		load->err = -EBADMSG; /* PASS has samples, and they are above 0 */
	load->n_points[run]++;
}

static int by_run(const void *a, const void *b)
{
	const struct pmk_past_point *x = a, *y = b;

	return (x->run > y->run) - (x->run < y->run);
}

static void add_fact(struct loading *load, struct pmk_statement *row)
{
	json_t *all = load->past->facts, *of;
	const char *key = pmk_db_column_text(row, 0), *text = pmk_db_column_text(row, 2);

	of = json_object_get(all, key);
	if (key && !of) {
		of = json_object();
		json_object_set_new(all, key, of);
	}
	if (!key || json_object_set_new(of, pmk_db_column_text(row, 1), json_string(text)))
		load->err = -EBADMSG;
}

/* By whom pmk_past_facts() asks for them; without a key where a fact refers to nothing. */
#define SELECT_FACTS                                                                        \
	"SELECT c.id || ' ', what, text FROM circumstance_facts f "                         \
	"LEFT JOIN circumstances c ON c.id = f.circumstances "                              \
	"UNION ALL SELECT t.circumstances || ' ' || r.run_id, what, text FROM run_facts f " \
	"LEFT JOIN run_targets t ON t.run = f.run AND t.circumstances = f.circumstances "   \
	"LEFT JOIN runs r ON r.id = f.run"

/* Objects have the columns' names, in their order: they are what `history list` shows. */
static void load_all(struct loading *load)
{
	struct pmk_past *past = load->past;

	each_row(load,
		 "SELECT id, run_id AS id, started, tool_version AS version, tool_commit AS "
		 "\"commit\", compiler, untrusted, accepted_hazards, 0 AS points FROM runs "
		 "ORDER BY started, runs.id",
		 add_run);
	each_row(load,
		 "SELECT id, target, id AS circumstances, clock, unit, accelerator, cpu, placement "
		 "FROM circumstances ORDER BY id",
		 add_circumstances);
	sort_keys(&load->runs);
	sort_keys(&load->circumstances);
	each_row(load,
		 "SELECT run, circumstances, target, circumstances, kernel_release AS kernel, "
		 "config_sha256, hazards FROM run_targets LEFT JOIN circumstances ON "
		 "id = circumstances ORDER BY circumstances, run",
		 add_target);
	each_row(load,
		 "SELECT id, circumstances, name, direction = 'higher' FROM series "
		 "ORDER BY name, circumstances, id",
		 add_series);
	sort_keys(&load->series);
	load->n_points = calloc(load->runs.n + 1, sizeof(*load->n_points));
	if (!load->n_points)
		load->err = -ENOMEM;
	/* Unordered: half a million rows are sorted faster here, a series at a time. */
	each_row(load, "SELECT series, run, status, n, median, lo, hi FROM measurements",
		 add_point);
	for (size_t i = 0; i < past->n_series; i++)
		if (past->series[i].n)
			qsort(past->series[i].points, past->series[i].n,
			      sizeof(*past->series[i].points), by_run);
	for (size_t run = 0; !load->err && run < load->runs.n; run++)
		json_object_set_new(json_array_get(past->runs, run), "points",
				    json_integer(load->n_points[run]));
}

int pmk_history_load(struct pmk_history *history, struct pmk_past *past,
		     char error[PMK_HISTORY_ERROR_BYTES])
{
	struct loading load = { .db = &history->db, .past = past };

	*past = (struct pmk_past){ .runs = json_array(),
				   .circumstances = json_array(),
				   .facts = json_object() };
	/* One transaction: what another process adds meanwhile is seen whole or not at all. */
	load.err = pmk_db_run(load.db, "BEGIN");
	if (!load.err)
		load_all(&load);
	if (!load.err && history->version >= 2)
		each_row(&load, SELECT_FACTS, add_fact);
	pmk_db_cancel(load.db);
	free(load.runs.all);
	free(load.circumstances.all);
	free(load.series.all);
	free(load.n_points);
	if (!load.err)
		return 0;
	pmk_past_free(past);
	if (!load.db->err)
		pmk_db_set_error(load.db, load.err,
				 load.err == -ENOMEM ? "no memory"
						     : "damaged: a row refers to none, or holds no "
						       "cost");
	return pmk_history_error(history, error);
}
#endif
