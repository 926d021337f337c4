/* SPDX-License-Identifier: GPL-2.0-only */
/* The history: many runs in one database, and the series that they make. */
#ifndef PAGEMARK_HISTORY_H
#define PAGEMARK_HISTORY_H

#include <stdio.h>

#include "record/record_read.h"

#define PMK_HISTORY_SCHEMA	2
#define PMK_HISTORY_ERROR_BYTES 512

struct pmk_history;

/**
 * pmk_history_open() - open a database, or make one
 * @path: the file
 * @write: to add runs; it is made if there is none, or if it is empty
 * @error: on failure, "path: what was expected, what was found, what to do"
 *
 * A file that is something else is left as it is. A history of an older schema is read as it is,
 * and brought up to this one when it is opened for writing.
 *
 * Return: the history; NULL and errno: ENOENT, EBADMSG (no history, or damaged), EPROTO (of another
 * schema version), EBUSY (another process held it for five seconds), ENOSYS (a program built
 * without SQLite, which those in guests are), EACCES, EROFS, ENOSPC, ENOMEM or EIO.
 */
struct pmk_history *pmk_history_open(const char *path, bool write,
				     char error[PMK_HISTORY_ERROR_BYTES]);
void pmk_history_close(struct pmk_history *history);

/**
 * pmk_history_add() - add a run, as a whole or not at all
 * @history: opened for writing
 * @rec: the run
 * @error: on failure, as for pmk_history_open()
 *
 * Return: 0; 1 if a run of that id is in it already, and then nothing was changed; -EINVAL for a
 * run that is incomplete, or lacks what a history needs, or has the id of another that is in it;
 * -EBUSY, -ENOSPC, -EBADMSG and the others of pmk_history_open(), negative.
 */
int pmk_history_add(struct pmk_history *history, const struct pmk_rec *rec,
		    char error[PMK_HISTORY_ERROR_BYTES]);

/**
 * struct pmk_past_point - one point of one run
 * @run: index into the runs
 * @passed: its verdict was PASS; else the numbers are not valid
 * @n: samples
 * @median: of them
 * @lo: of its interval
 * @hi: of its interval
 */
struct pmk_past_point {
	size_t run;
	bool passed;
	size_t n;
	double median, lo, hi;
};

/**
 * struct pmk_past_series - one point through all runs of the same circumstances
 * @id: in the database
 * @name: of the point
 * @where: its circumstances
 * @insn: their clock is exact
 * @more_is_better: a larger value is a better one; costs are better if they are smaller
 * @n: how many runs have it
 * @points: in the order of runs
 */
struct pmk_past_series {
	long id;
	char *name;
	const json_t *where;
	bool insn, more_is_better;
	size_t n;
	struct pmk_past_point *points;
};

/**
 * struct pmk_past - a history in memory; texts that are not known are null
 * @runs: by the time at which they started, as `history list --format json` shows them
 *	(docs/history.md), each with its targets
 * @circumstances: by id: target, circumstances (the id in the database, by which a user names
 *	them), clock, unit, accelerator, cpu, placement: what was asked for, "default" if nothing
 *	was, or null; what was granted in circumstances from before schema 2
 * @facts: see pmk_past_facts()
 * @n_series: how many series
 * @series: by name and circumstances
 */
struct pmk_past {
	json_t *runs, *circumstances, *facts;
	size_t n_series;
	struct pmk_past_series *series;
};

/**
 * pmk_history_load() - read everything
 * @history: an open one
 * @past: filled in; to be released with pmk_past_free() only after success
 * @error: on failure, as for pmk_history_open()
 *
 * Return: 0, or as pmk_history_add().
 */
int pmk_history_load(struct pmk_history *history, struct pmk_past *past,
		     char error[PMK_HISTORY_ERROR_BYTES]);
void pmk_past_free(struct pmk_past *past);

/**
 * pmk_history_sql() - write everything as SQL that SQLite and PostgreSQL take
 * @history: an open one
 * @out: where to
 * @error: on failure, as for pmk_history_open()
 *
 * The tables are those of history.sql, whose server numbers the rows. Each run is one transaction,
 * which adds nothing to a run that is there already; many writers may send theirs at once, because
 * each adds rows of a table in the same order.
 *
 * Return: 0, or as pmk_history_add(); -EPROTO for a history of an older schema, which lacks a part.
 * Whether @out took all of it, ferror(3) says.
 */
int pmk_history_sql(struct pmk_history *history, FILE *out, char error[PMK_HISTORY_ERROR_BYTES]);

/* A text of a run, "id" or "started"; NULL where it is not known. */
const char *pmk_past_run(const struct pmk_past *past, size_t run, const char *what);

/* The target of a run under some circumstances; NULL if that run has none there. */
const json_t *pmk_past_target(const struct pmk_past *past, const json_t *where, size_t run);

/*
 * What makes circumstances (@run_id: ""), or what else may change along a series, such as "load",
 * "BIOS", in a run: texts by name. NULL for what was added before schema 2.
 */
json_t *pmk_past_facts(const struct pmk_past *past, const json_t *where, const char *run_id);

#endif
