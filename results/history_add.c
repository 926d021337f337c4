// SPDX-License-Identifier: GPL-2.0-only
/* A record becomes a run of the history, in one transaction. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "history_inner.h"
#include "stats.h"

#ifndef PMK_NO_SQLITE

#define IDENTITY_BYTES 700 /* as the schema has it */

/* One run on its way in. */
struct import {
	struct pmk_history *history;
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

/* "2026-01-02T03:04:05Z": runs are put in order by these texts. */
static bool is_time(const char *text)
{
	static const char form[] = "dddd-dd-ddTdd:dd:ddZ";

	if (!text || strlen(text) != strlen(form))
		return false;
	for (size_t i = 0; form[i]; i++)
		if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
			return false;
	return true;
}

static int check(const struct import *in)
{
	const struct pmk_rec *rec = in->rec;
	char what[PMK_HISTORY_ERROR_BYTES / 2];

	if (!rec->complete) {
		snprintf(what, sizeof(what),
			 "not added: the run is incomplete: %.200s; measure it again",
			 rec->why_incomplete);
		return refuse(in, what);
	}
	if (!is_time(pmk_rec_text(rec->targets[0].run, "started")))
		return refuse(in, "not added: expected \"started\" as 2026-01-02T03:04:05Z, by "
				  "which runs are put in order");
	if (!*rec->id || strlen(rec->id) > 64)
		return refuse(in, "not added: expected an id of the run of 1 to 64 bytes");
	if (rec->n_targets > PMK_HISTORY_TARGETS_MAX)
		return refuse(in, "not added: it has more targets than a history holds of a run");
	return 0;
}

/* The number of a row by a text, or 0. */
static long look_up(struct pmk_db *db, const char *sql, const char *text)
{
	struct pmk_statement *ask = pmk_db_prepare(db, sql);
	long id = 0;

	pmk_db_text(ask, 1, text);
	if (pmk_db_step(db, ask))
		id = pmk_db_column_integer(ask, 0);
	pmk_db_finish(ask);
	return id;
}

/* Numbers are given here and not by the database, each of which has another way to. */
static long next_id(struct pmk_db *db, const char *sql)
{
	struct pmk_statement *ask = pmk_db_prepare(db, sql);
	long id = 0;

	if (pmk_db_step(db, ask))
		id = pmk_db_column_integer(ask, 0);
	pmk_db_finish(ask);
	return id + 1;
}

static void add_run(struct import *in)
{
	const json_t *run = in->rec->targets[0].run;
	struct pmk_statement *add;

	in->run = next_id(in->db, "SELECT MAX(id) FROM runs");
	add = pmk_db_prepare(in->db,
			     "INSERT INTO runs (id, run_id, started, tool_version, tool_commit, "
			     "compiler, untrusted, accepted_hazards) "
			     "VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
	pmk_db_integer(add, 1, in->run);
	pmk_db_text(add, 2, in->rec->id);
	pmk_db_text(add, 3, pmk_rec_text(run, "started"));
	pmk_db_text(add, 4, pmk_rec_text(run, "tool.version"));
	pmk_db_text(add, 5, pmk_rec_text(run, "tool.commit"));
	pmk_db_text(add, 6, pmk_rec_text(run, "tool.compiler"));
	pmk_db_text(add, 7, in->rec->untrusted);
	pmk_db_integer(add, 8, json_is_true(json_object_get(run, "accepted_hazards")));
	pmk_db_once(in->db, add);
	pmk_db_finish(add);
}

/* What makes circumstances, in the order of their columns; the first is the target's name. */
static const char *const traits[] = {
	"target",	  "clock.name",	 "clock.unit", "accelerator",
	"kernel.arch",	  "machine.cpu", NULL,	       "machine.virtualization",
	"guest.machine",  "guest.cpu",	 "placement",  "filesystem.type",
	"tool.sanitizer",
};

#define N_TRAITS (sizeof(traits) / sizeof(traits[0]))

static void add_circumstances(const struct import *in, long id, const json_t *run,
			      const char *identity)
{
	struct pmk_statement *add = pmk_db_prepare(
		in->db,
		"INSERT INTO circumstances (id, identity, target, clock, unit, accelerator, arch, "
		"cpu, cpus, virtualization, guest_machine, guest_cpu, placement, filesystem, "
		"sanitizer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

	pmk_db_integer(add, 1, id);
	pmk_db_text(add, 2, identity);
	for (size_t i = 0; i < N_TRAITS; i++)
		if (traits[i])
			pmk_db_text(add, 3 + (int)i, pmk_rec_text(run, traits[i]));
		else
			pmk_db_integer(add, 3 + (int)i, (long)pmk_rec_number(run, "machine.cpus"));
	pmk_db_once(in->db, add);
	pmk_db_finish(add);
}

static int find_circumstances(const struct import *in, const json_t *run, long *id)
{
	char identity[IDENTITY_BYTES] = "";
	size_t used = 0;

	for (size_t i = 0; i < N_TRAITS && used < sizeof(identity); i++) {
		const char *text = traits[i] ? pmk_rec_text(run, traits[i]) : NULL;

		used += (size_t)(traits[i] ? snprintf(identity + used, sizeof(identity) - used,
						      "%s%s", i ? " | " : "", text ? text : "-")
					   : snprintf(identity + used, sizeof(identity) - used,
						      " | %.0f cpus",
						      pmk_rec_number(run, "machine.cpus")));
	}
	if (used >= sizeof(identity))
		return refuse(in, "not added: what it says of its machine is longer than 700 "
				  "bytes");
	*id = look_up(in->db, "SELECT id FROM circumstances WHERE identity = ?", identity);
	if (*id)
		return 0;
	*id = next_id(in->db, "SELECT MAX(id) FROM circumstances");
	add_circumstances(in, *id, run, identity);
	return 0;
}

static void list_hazards(const json_t *run, char *text, size_t size)
{
	json_t *hazards = json_object_get(run, "hazards"), *hazard;
	size_t i, used = 0;

	*text = '\0';
	json_array_foreach(hazards, i, hazard) {
		const char *name = pmk_rec_text(hazard, "name");
		const char *severity = pmk_rec_text(hazard, "severity");

		if (name && severity && used < size)
			used += (size_t)snprintf(text + used, size - used, "%s%.60s (%.30s)",
						 used ? ", " : "", name, severity);
	}
}

static int add_targets(struct import *in)
{
	struct pmk_statement *add =
		pmk_db_prepare(in->db,
			       "INSERT INTO run_targets (run, circumstances, kernel_release, "
			       "kernel_version, config_sha256, hazards) VALUES (?, ?, ?, ?, ?, ?)");
	int err = 0;

	for (size_t i = 0; i < in->rec->n_targets && !err; i++) {
		const json_t *run = in->rec->targets[i].run;
		char hazards[512];

		err = find_circumstances(in, run, &in->circumstances[i]);
		list_hazards(run, hazards, sizeof(hazards));
		pmk_db_integer(add, 1, in->run);
		pmk_db_integer(add, 2, in->circumstances[i]);
		pmk_db_text(add, 3, pmk_rec_text(run, "kernel.release"));
		pmk_db_text(add, 4, pmk_rec_text(run, "kernel.version"));
		pmk_db_text(add, 5, pmk_rec_text(run, "kernel.config_sha256"));
		pmk_db_text(add, 6, hazards);
		if (!err)
			pmk_db_once(in->db, add);
	}
	pmk_db_finish(add);
	return err;
}

/* The numbers of the series that this point belongs to; 0 after an error. */
static long find_series(const struct import *in, struct pmk_statement *ask,
			const struct pmk_rec_point *point)
{
	const char *direction = point->more_is_better ? "higher" : "lower";
	struct pmk_statement *add;
	long id = 0;

	pmk_db_integer(ask, 1, in->circumstances[point->target]);
	pmk_db_text(ask, 2, point->name);
	pmk_db_text(ask, 3, direction);
	if (pmk_db_step(in->db, ask)) {
		id = pmk_db_column_integer(ask, 0);
		while (pmk_db_step(in->db, ask))
			;
		return id;
	}
	id = next_id(in->db, "SELECT MAX(id) FROM series");
	add = pmk_db_prepare(in->db, "INSERT INTO series (id, circumstances, name, direction) "
				     "VALUES (?, ?, ?, ?)");
	pmk_db_integer(add, 1, id);
	pmk_db_integer(add, 2, in->circumstances[point->target]);
	pmk_db_text(add, 3, point->name);
	pmk_db_text(add, 4, direction);
	pmk_db_once(in->db, add);
	pmk_db_finish(add);
	return id;
}

static void add_points(struct import *in)
{
	struct pmk_statement *ask =
		pmk_db_prepare(in->db, "SELECT id FROM series WHERE circumstances = ? AND name = ? "
				       "AND direction = ?");
	struct pmk_statement *add =
		pmk_db_prepare(in->db,
			       "INSERT INTO measurements (series, run, status, n, median, lo, hi, "
			       "coverage) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");

	for (size_t i = 0; i < in->rec->n_points && !in->db->err; i++) {
		const struct pmk_rec_point *point = &in->rec->points[i];
		struct pmk_interval cost =
			pmk_stats_median_interval(point->samples.values, point->samples.n);

		pmk_db_integer(add, 1, find_series(in, ask, point));
		pmk_db_integer(add, 2, in->run);
		pmk_db_text(add, 3, pmk_status_name(point->status));
		pmk_db_integer(add, 4, (long)cost.n);
		pmk_db_number(add, 5, cost.n ? cost.estimate : (double)NAN);
		pmk_db_number(add, 6, cost.n ? cost.lo : (double)NAN);
		pmk_db_number(add, 7, cost.n ? cost.hi : (double)NAN);
		pmk_db_number(add, 8, cost.n ? cost.coverage : (double)NAN);
		pmk_db_once(in->db, add);
	}
	pmk_db_finish(add);
	pmk_db_finish(ask);
}

int pmk_history_add(struct pmk_history *history, const struct pmk_rec *rec,
		    char error[PMK_HISTORY_ERROR_BYTES])
{
	struct import in = { .history = history, .db = &history->db, .rec = rec, .error = error };
	bool known = false;
	int err = check(&in);

	if (err)
		return err;
	if (!pmk_db_begin(in.db)) {
		known = look_up(in.db, "SELECT id FROM runs WHERE run_id = ?", rec->id);
		if (!known && !in.db->err) {
			add_run(&in);
			err = add_targets(&in);
		}
		if (!known && !err)
			add_points(&in);
		if (err)
			pmk_db_cancel(in.db);
		else
			pmk_db_end(in.db);
	}
	if (in.db->err)
		return pmk_history_error(history, error);
	return err ? err : known;
}
#endif
