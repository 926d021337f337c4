/* SPDX-License-Identifier: GPL-2.0-only */
/* The history: many runs in one database, and the series that they make. */
#ifndef PAGEMARK_HISTORY_H
#define PAGEMARK_HISTORY_H

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
 * struct pmk_past_run - one run of a history
 * @id: in the database
 * @run_id: the record's
 * @started: ISO 8601, UTC
 * @commit: of the tool; NULL if it is not known, as for the next two
 * @version: of the tool
 * @compiler: that built it
 * @untrusted: why the run said that it is not to be trusted, or NULL
 * @accepted_hazards: it was measured in spite of severe hazards
 * @n_points: how many points it has, of all targets
 */
struct pmk_past_run {
	long id;
	const char *run_id, *started, *commit, *version, *compiler, *untrusted;
	bool accepted_hazards;
	size_t n_points;
};

/* One circumstance by its name, in words. */
struct pmk_past_fact {
	const char *what, *text;
};

/**
 * struct pmk_past_target - one target of one run
 * @circumstances: index into those of the past
 * @run: index into the runs
 * @kernel: release; NULL if not known, as the next
 * @config: SHA-256 of the kernel's configuration
 * @hazards: names and severities, "steal (severe), load (moderate)"; empty for none
 * @facts: what else may change along a series, such as "load", "BIOS"
 * @n_facts: how many; 0 for runs that were added before schema 2
 */
struct pmk_past_target {
	size_t circumstances, run;
	const char *kernel, *config, *hazards;
	struct pmk_past_fact *facts;
	size_t n_facts;
};

/**
 * struct pmk_circumstances - what is the same along a series
 * @id: in the database; how a user names them
 * @target: "host" or a guest
 * @clock: "wall" or "insn"
 * @unit: "ns" or "insn"
 * @accelerator: QEMU's, or NULL
 * @cpu: of the machine, or NULL
 * @placement: what was asked for, "default" if nothing was, or NULL; what was granted in
 *	circumstances from before schema 2
 * @insn: the clock is exact
 * @facts: all that makes them
 * @n_facts: how many; 0 for circumstances from before schema 2
 */
struct pmk_circumstances {
	long id;
	const char *target, *clock, *unit, *accelerator, *cpu, *placement;
	bool insn;
	struct pmk_past_fact *facts;
	size_t n_facts;
};

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
 * @circumstances: index
 * @more_is_better: a larger value is a better one; costs are better if they are smaller
 * @n: how many runs have it
 * @points: in the order of runs
 */
struct pmk_past_series {
	long id;
	const char *name;
	size_t circumstances;
	bool more_is_better;
	size_t n;
	struct pmk_past_point *points;
};

/**
 * struct pmk_past - a history in memory
 * @n_runs: how many runs
 * @n_targets: how many targets of runs
 * @n_circumstances: how many circumstances
 * @n_series: how many series
 * @runs: by the time at which they started
 * @targets: by circumstances and run
 * @circumstances: by id
 * @series: by name and circumstances
 * @texts: owns every string
 */
struct pmk_past {
	size_t n_runs, n_targets, n_circumstances, n_series;
	struct pmk_past_run *runs;
	struct pmk_past_target *targets;
	struct pmk_circumstances *circumstances;
	struct pmk_past_series *series;
	struct pmk_past_texts *texts;
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

/* The text of one of @n facts; NULL if it is not among them. */
const char *pmk_past_fact(const struct pmk_past_fact *facts, size_t n, const char *what);

/* The target of a run under some circumstances; NULL if that run has none there. */
const struct pmk_past_target *pmk_past_target(const struct pmk_past *past, size_t circumstances,
					      size_t run);

#endif
