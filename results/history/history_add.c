// SPDX-License-Identifier: GPL-2.0-only
/* A record becomes a run of the history, in one transaction. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "history_inner.h"
#include "record/circumstances.h"
#include "stats/stats.h"
#include "text/clock.h"
#include "text/text.h"

#ifndef PMK_NO_SQLITE

#define IDENTITY_BYTES 700 /* as the schema has it */

/* One run on its way in. */
struct import {
	struct pmk_db *db;
	const struct pmk_rec *rec;
	long run;
	long circumstances[PMK_HISTORY_TARGETS_MAX];
	char *error;
};

static int refuse(const struct import *in, const char *what)
{
	snprintf(in->error, PMK_HISTORY_ERROR_BYTES, "%.200s: %s", in->rec->path, what);
	return -EINVAL;
}

static int check(const struct import *in)
{
	const struct pmk_rec *rec = in->rec;
	char what[PMK_HISTORY_ERROR_BYTES / 2];
	time_t started;

	if (!rec->complete) {
		snprintf(what, sizeof(what),
			 "not added: the run is incomplete: %.200s; measure it again",
			 rec->why_incomplete);
		return refuse(in, what);
	}
	if (!pmk_when_parse(pmk_rec_text(rec->targets[0].run, "started"), &started))
		return refuse(in, "not added: expected \"started\" as 2026-01-02T03:04:05Z, by "
				  "which runs are put in order");
	if (!*rec->id || strlen(rec->id) > 64)
		return refuse(in, "not added: expected an id of the run of 1 to 64 bytes");
	if (rec->n_targets > PMK_HISTORY_TARGETS_MAX)
		return refuse(in, "not added: it has more targets than a history holds of a run");
	return 0;
}

static void add_run(struct import *in)
{
	const json_t *run = in->rec->targets[0].run;

	/* The database gives each row its number, so that no two writers choose the same. */
	pmk_db_insert(in->db,
		      "runs (run_id, started, tool_version, tool_commit, compiler, untrusted, "
		      "accepted_hazards)",
		      "tttttti", in->rec->id, pmk_rec_text(run, "started"),
		      pmk_rec_text(run, "tool.version"), pmk_rec_text(run, "tool.commit"),
		      pmk_rec_text(run, "tool.compiler"), in->rec->untrusted,
		      (long)json_is_true(json_object_get(run, "accepted_hazards")));
	in->run = pmk_db_ask(in->db, "SELECT id FROM runs WHERE run_id = ?", "t", in->rec->id);
}

static bool find_placement(const json_t *run, char text[PMK_FACT_BYTES])
{
	for (size_t i = 0; i < pmk_circumstances(); i++) {
		const char *what = pmk_circumstance_text(i, run, NULL, text);

		if (what && !strcmp(what, "placement"))
			return true;
	}
	return false;
}

/* The columns of circumstances for people, which also tell of those from before schema 2. */
static void add_columns(const struct import *in, const json_t *run, const char *identity)
{
	char placement[PMK_FACT_BYTES];

	pmk_db_insert(in->db,
		      "circumstances (identity, cpus, placement, target, clock, unit, "
		      "accelerator, arch, cpu, virtualization, guest_machine, guest_cpu, "
		      "filesystem, sanitizer)",
		      "titttttttttttt", identity, (long)pmk_rec_number(run, "machine.cpus"),
		      find_placement(run, placement) ? placement : NULL,
		      pmk_rec_text(run, "target"), pmk_rec_text(run, "clock.name"),
		      pmk_rec_text(run, "clock.unit"), pmk_rec_text(run, "accelerator"),
		      pmk_rec_text(run, "kernel.arch"), pmk_rec_text(run, "machine.cpu"),
		      pmk_rec_text(run, "machine.virtualization"),
		      pmk_rec_text(run, "guest.machine"), pmk_rec_text(run, "guest.cpu"),
		      pmk_rec_text(run, "filesystem.type"), pmk_rec_text(run, "tool.sanitizer"));
}

/* Those that make circumstances, or those that may change along them. */
static void add_facts(const struct import *in, const json_t *run, long circumstances, bool make)
{
	struct pmk_statement *add = pmk_db_prepare_insert(
		in->db, make ? "circumstance_facts (circumstances, what, text)"
			     : "run_facts (circumstances, what, text, run)");
	char text[PMK_FACT_BYTES];

	for (size_t i = 0; i < pmk_circumstances(); i++) {
		enum pmk_policy policy;
		const char *what = pmk_circumstance_text(i, run, &policy, text);

		if (what && (policy != PMK_SAYS) == make)
			pmk_db_put(in->db, add, make ? "itt" : "itti", circumstances, what, text,
				   in->run);
	}
	pmk_db_finish(add);
}

/*
 * What makes a machine's peers, with the processor (results/stats/outliers.h): its board, and its
 * labels without its name.
 */
static void add_class(const struct import *in, const json_t *run, long circumstances)
{
	const char *board = pmk_rec_text(run, "host.board");
	json_t *labels = json_copy((json_t *)pmk_rec_value(run, "host.labels"));
	char *all, text[PMK_FACT_BYTES];

	json_object_del(labels, "machine");
	all = json_dumps(labels, JSON_COMPACT | JSON_SORT_KEYS);
	pmk_text_utf8(text, sizeof(text), all ? all : "{}");
	pmk_db_insert(in->db, "run_facts (circumstances, what, text, run)", "itti", circumstances,
		      "board", board ? board : "unknown", in->run);
	pmk_db_insert(in->db, "run_facts (circumstances, what, text, run)", "itti", circumstances,
		      "labels", text, in->run);
	free(all);
	json_decref(labels);
}

/* Several may have one key: those of machines with another amount of memory. */
static long look_up_circumstances(const struct import *in, const char *key, const json_t *run,
				  size_t *n)
{
	double memory_bytes = pmk_rec_number(run, "machine.memory_bytes");
	struct pmk_statement *ask = pmk_db_prepare(
		in->db, "SELECT c.id, f.text FROM circumstances c JOIN circumstance_facts f "
			"ON f.circumstances = c.id AND f.what = 'memory' "
			"WHERE SUBSTR(c.identity, 1, 64) = ? AND c.target = ? ORDER BY c.id");
	long id = 0;

	pmk_db_bind(ask, "tt", key, pmk_rec_text(run, "target"));
	for (*n = 0; pmk_db_step(in->db, ask); ++*n) {
		double its_bytes = strtod(pmk_db_column_text(ask, 1), NULL);

		if (!id && pmk_circumstances_same_memory(memory_bytes, its_bytes))
			id = pmk_db_column_integer(ask, 0);
	}
	pmk_db_finish(ask);
	return id;
}

static long find_circumstances(const struct import *in, const json_t *run)
{
	char key[PMK_SHA256_HEX_BYTES], identity[IDENTITY_BYTES];
	size_t n;
	long id;

	pmk_circumstances_key(run, key);
	id = look_up_circumstances(in, key, run, &n);
	if (id)
		return id;
	snprintf(identity, sizeof(identity), "%s %s %zu", key, pmk_rec_text(run, "target"), n);
	add_columns(in, run, identity);
	id = pmk_db_ask(in->db, "SELECT id FROM circumstances WHERE identity = ?", "t", identity);
	add_facts(in, run, id, true);
	return id;
}

static void add_targets(struct import *in)
{
	for (size_t i = 0; i < in->rec->n_targets; i++) {
		const json_t *run = in->rec->targets[i].run;
		char hazards[512];

		in->circumstances[i] = find_circumstances(in, run);
		pmk_circumstances_hazards(run, NULL, hazards, sizeof(hazards));
		pmk_db_insert(in->db,
			      "run_targets (run, circumstances, kernel_release, kernel_version, "
			      "config_sha256, hazards)",
			      "iitttt", in->run, in->circumstances[i],
			      pmk_rec_text(run, "kernel.release"),
			      pmk_rec_text(run, "kernel.version"),
			      pmk_rec_text(run, "kernel.config_sha256"), hazards);
		add_facts(in, run, in->circumstances[i], false);
		add_class(in, run, in->circumstances[i]);
	}
}

/* The number of the series that this point belongs to; 0 after an error. */
static long find_series(const struct import *in, struct pmk_statement *ask,
			const struct pmk_rec_point *point)
{
	const char *direction = point->more_is_better ? "higher" : "lower";
	long circumstances = in->circumstances[point->target], id = 0;

	for (int tries = 0; tries < 2 && !id && !in->db->err; tries++) {
		if (tries)
			pmk_db_insert(in->db, "series (circumstances, name, direction)", "itt",
				      circumstances, point->name, direction);
		pmk_db_bind(ask, "itt", circumstances, point->name, direction);
		while (pmk_db_step(in->db, ask))
			id = pmk_db_column_integer(ask, 0);
	}
	return id;
}

static void add_points(struct import *in)
{
	struct pmk_statement *ask =
		pmk_db_prepare(in->db, "SELECT id FROM series WHERE circumstances = ? AND name = ? "
				       "AND direction = ?");
	struct pmk_statement *add = pmk_db_prepare_insert(
		in->db, "measurements (series, run, status, n, median, lo, hi, coverage)");

	for (size_t i = 0; i < in->rec->n_points && !in->db->err; i++) {
		const struct pmk_rec_point *point = &in->rec->points[i];
		struct pmk_interval cost =
			pmk_stats_median_interval(point->samples.values, point->samples.n);

		if (!cost.n)
			cost.estimate = cost.lo = cost.hi = cost.coverage = (double)NAN;
		pmk_db_put(in->db, add, "iitidddd", find_series(in, ask, point), in->run,
			   pmk_status_name(point->verdict.status), (long)cost.n, cost.estimate,
			   cost.lo, cost.hi, cost.coverage);
	}
	pmk_db_finish(add);
	pmk_db_finish(ask);
}

/*
 * Older ids have 24 random bits, so two runs of one second may share one. It is another run if one
 * of its points costs something else.
 */
static bool is_same_run(const struct import *in, long run)
{
	struct pmk_statement *ask =
		pmk_db_prepare(in->db, "SELECT m.n, m.median FROM measurements m "
				       "JOIN series s ON s.id = m.series "
				       "JOIN circumstances c ON c.id = s.circumstances "
				       "WHERE m.run = ? AND s.name = ? AND c.target = ?");
	bool same = true;

	for (size_t i = 0; i < in->rec->n_points && same && !in->db->err; i++) {
		const struct pmk_rec_point *point = &in->rec->points[i];
		struct pmk_interval cost =
			pmk_stats_median_interval(point->samples.values, point->samples.n);

		pmk_db_bind(ask, "itt", run, point->name, in->rec->targets[point->target].name);
		for (same = false; pmk_db_step(in->db, ask);)
			same |= pmk_db_column_integer(ask, 0) == (long)cost.n &&
				(!cost.n || pmk_db_column_number(ask, 1) == cost.estimate);
	}
	pmk_db_finish(ask);
	return same || in->db->err;
}

int pmk_history_add(struct pmk_history *history, const struct pmk_rec *rec,
		    char error[PMK_HISTORY_ERROR_BYTES])
{
	struct import in = { .db = &history->db, .rec = rec, .error = error };
	long known = 0;
	int err = check(&in);

	if (err)
		return err;
	if (!pmk_db_begin(in.db)) {
		known = pmk_db_ask(in.db, "SELECT id FROM runs WHERE run_id = ?", "t", rec->id);
		if (!known && !in.db->err) {
			add_run(&in);
			add_targets(&in);
			add_points(&in);
		}
		if (known && !is_same_run(&in, known))
			err = refuse(&in, "not added: another run of the same id is there already; "
					  "change the id in its run lines, or give another "
					  "database with --db");
		pmk_db_end(in.db);
	}
	if (in.db->err)
		return pmk_history_error(history, error);
	return err ? err : known != 0;
}
#endif
