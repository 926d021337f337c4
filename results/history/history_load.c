// SPDX-License-Identifier: GPL-2.0-only
/* The whole history into memory: runs in order of time, series with their points in that order. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "history_inner.h"
#include "text/array.h"

struct pmk_past_texts {
	size_t n;
	char **all;
};

void pmk_past_free(struct pmk_past *past)
{
	for (size_t i = 0; past->texts && i < past->texts->n; i++)
		free(past->texts->all[i]);
	if (past->texts)
		free(past->texts->all);
	free(past->texts);
	for (size_t i = 0; i < past->n_series; i++)
		free(past->series[i].points);
	for (size_t i = 0; i < past->n_targets; i++)
		free(past->targets[i].facts);
	for (size_t i = 0; i < past->n_circumstances; i++)
		free(past->circumstances[i].facts);
	free(past->runs);
	free(past->targets);
	free(past->circumstances);
	free(past->series);
	memset(past, 0, sizeof(*past));
}

const struct pmk_past_target *pmk_past_target(const struct pmk_past *past, size_t circumstances,
					      size_t run)
{
	for (size_t i = 0; i < past->n_targets; i++)
		if (past->targets[i].circumstances == circumstances && past->targets[i].run == run)
			return &past->targets[i];
	return NULL;
}

const char *pmk_past_fact(const struct pmk_past_fact *facts, size_t n, const char *what)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(facts[i].what, what))
			return facts[i].text;
	return NULL;
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

static const char *keep(struct loading *load, struct pmk_statement *row, int column)
{
	struct pmk_past_texts *texts = load->past->texts;
	const char *text = pmk_db_column_text(row, column);
	char **kept = text ? more(load, &texts->all, &texts->n, sizeof(*kept)) : NULL;

	if (!kept)
		return NULL;
	*kept = strdup(text);
	if (!*kept)
		load->err = -ENOMEM;
	return *kept;
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
	struct pmk_past *past = load->past;
	struct pmk_past_run *run = more(load, &past->runs, &past->n_runs, sizeof(*run));

	if (!run)
		return;
	*run = (struct pmk_past_run){
		.id = pmk_db_column_integer(row, 0),
		.run_id = keep(load, row, 1),
		.started = keep(load, row, 2),
		.version = keep(load, row, 3),
		.commit = keep(load, row, 4),
		.compiler = keep(load, row, 5),
		.untrusted = keep(load, row, 6),
		.accepted_hazards = pmk_db_column_integer(row, 7),
	};
	add_key(load, &load->runs, run->id);
}

static void add_circumstances(struct loading *load, struct pmk_statement *row)
{
	struct pmk_past *past = load->past;
	struct pmk_circumstances *one =
		more(load, &past->circumstances, &past->n_circumstances, sizeof(*one));

	if (!one)
		return;
	*one = (struct pmk_circumstances){
		.id = pmk_db_column_integer(row, 0),
		.target = keep(load, row, 1),
		.clock = keep(load, row, 2),
		.unit = keep(load, row, 3),
		.accelerator = keep(load, row, 4),
		.cpu = keep(load, row, 5),
		.placement = keep(load, row, 6),
	};
	one->insn = pmk_clock_find(one->clock) == &pmk_clock_insn;
	add_key(load, &load->circumstances, one->id);
}

static void add_target(struct loading *load, struct pmk_statement *row)
{
	struct pmk_past *past = load->past;
	struct pmk_past_target *target =
		more(load, &past->targets, &past->n_targets, sizeof(*target));

	if (target)
		*target = (struct pmk_past_target){
			.run = find(load, &load->runs, pmk_db_column_integer(row, 0)),
			.circumstances =
				find(load, &load->circumstances, pmk_db_column_integer(row, 1)),
			.kernel = keep(load, row, 2),
			.config = keep(load, row, 3),
			.hazards = keep(load, row, 4),
		};
}

static void add_series(struct loading *load, struct pmk_statement *row)
{
	struct pmk_past *past = load->past;
	struct pmk_past_series *one = more(load, &past->series, &past->n_series, sizeof(*one));
	const char *direction = pmk_db_column_text(row, 3);

	if (!one)
		return;
	*one = (struct pmk_past_series){
		.id = pmk_db_column_integer(row, 0),
		.circumstances = find(load, &load->circumstances, pmk_db_column_integer(row, 1)),
		.name = keep(load, row, 2),
		.more_is_better = direction && !strcmp(direction, "higher"),
	};
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
	load->past->runs[run].n_points++;
}

static int by_run(const void *a, const void *b)
{
	const struct pmk_past_point *x = a, *y = b;

	return (x->run > y->run) - (x->run < y->run);
}

static int by_circumstances(const void *a, const void *b)
{
	const struct pmk_past_target *x = a, *y = b;

	if (x->circumstances != y->circumstances)
		return x->circumstances < y->circumstances ? -1 : 1;
	return (x->run > y->run) - (x->run < y->run);
}

static void add_fact(struct loading *load, struct pmk_past_fact **facts, size_t *n,
		     struct pmk_statement *row)
{
	struct pmk_past_fact *fact = more(load, facts, n, sizeof(*fact));

	if (!fact)
		return;
	*fact = (struct pmk_past_fact){ keep(load, row, 2), keep(load, row, 3) };
	if (!load->err && (!fact->what || !fact->text))
		load->err = -EBADMSG;
}

static void add_circumstance_fact(struct loading *load, struct pmk_statement *row)
{
	size_t at = find(load, &load->circumstances, pmk_db_column_integer(row, 0));
	struct pmk_circumstances *one = &load->past->circumstances[at];

	if (!load->err)
		add_fact(load, &one->facts, &one->n_facts, row);
}

static void add_run_fact(struct loading *load, struct pmk_statement *row)
{
	const struct pmk_past_target wanted = {
		.run = find(load, &load->runs, pmk_db_column_integer(row, 1)),
		.circumstances = find(load, &load->circumstances, pmk_db_column_integer(row, 0)),
	};
	struct pmk_past_target *target =
		load->past->n_targets ? bsearch(&wanted, load->past->targets, load->past->n_targets,
						sizeof(wanted), by_circumstances)
				      : NULL;

	if (!target)
		load->err = -EBADMSG;
	if (!load->err)
		add_fact(load, &target->facts, &target->n_facts, row);
}

/* After the targets were sorted. */
static void load_facts(struct loading *load)
{
	each_row(load, "SELECT circumstances, NULL, what, text FROM circumstance_facts",
		 add_circumstance_fact);
	each_row(load, "SELECT circumstances, run, what, text FROM run_facts", add_run_fact);
}

static void load_all(struct loading *load)
{
	struct pmk_past *past = load->past;

	each_row(load,
		 "SELECT id, run_id, started, tool_version, tool_commit, compiler, untrusted, "
		 "accepted_hazards FROM runs ORDER BY started, id",
		 add_run);
	each_row(load,
		 "SELECT id, target, clock, unit, accelerator, cpu, placement FROM circumstances "
		 "ORDER BY id",
		 add_circumstances);
	sort_keys(&load->runs);
	sort_keys(&load->circumstances);
	each_row(load,
		 "SELECT run, circumstances, kernel_release, config_sha256, hazards "
		 "FROM run_targets",
		 add_target);
	each_row(load,
		 "SELECT id, circumstances, name, direction FROM series "
		 "ORDER BY name, circumstances, id",
		 add_series);
	sort_keys(&load->series);
	/* Unordered: half a million rows are sorted faster here, a series at a time. */
	each_row(load, "SELECT series, run, status, n, median, lo, hi FROM measurements",
		 add_point);
	for (size_t i = 0; i < past->n_series; i++)
		if (past->series[i].n)
			qsort(past->series[i].points, past->series[i].n,
			      sizeof(*past->series[i].points), by_run);
	if (past->n_targets)
		qsort(past->targets, past->n_targets, sizeof(*past->targets), by_circumstances);
}

int pmk_history_load(struct pmk_history *history, struct pmk_past *past,
		     char error[PMK_HISTORY_ERROR_BYTES])
{
	struct loading load = { .db = &history->db, .past = past };

	memset(past, 0, sizeof(*past));
	past->texts = calloc(1, sizeof(*past->texts));
	if (!past->texts)
		load.err = -ENOMEM;
	/* One transaction: what another process adds meanwhile is seen whole or not at all. */
	if (!load.err)
		load.err = pmk_db_run(load.db, "BEGIN");
	if (!load.err)
		load_all(&load);
	if (!load.err && history->version >= 2)
		load_facts(&load);
	pmk_db_cancel(load.db);
	free(load.runs.all);
	free(load.circumstances.all);
	free(load.series.all);
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
