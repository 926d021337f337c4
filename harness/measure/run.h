/* SPDX-License-Identifier: GPL-2.0-only */
/* One run: its options, its record, and the two kinds of target that it visits. */
#ifndef PAGEMARK_RUN_H
#define PAGEMARK_RUN_H

#include <limits.h>

#include "batch.h"
#include "claims/claim_report.h"
#include "coverage.h"
#include "expect/expect.h"
#include "machine/survey.h"
#include "plan.h"
#include "record/record.h"
#include "system/clock.h"
#include "topology/place.h"

#define PMK_RUN_ID_BYTES 64 /* as a history holds them, and the terminator */

/**
 * struct pmk_live_run - a run that is being made, and how it is going
 * @id: of the run, the same in every `run` line
 * @as: the name under which the host target appears; a guest's own run is told its guest's name
 * @accelerator: as QEMU's -accel has it; NULL on the host
 * @clock: of the host target
 * @rounds: how often every point is visited
 * @precision: of --precision, as a part of the median; 0 if it was not given
 * @max_rounds: how many rounds may be taken to reach it
 * @budget_s: of --time-budget, in seconds; 0 if it was not given
 * @reps: timed batches in a sample
 * @min_time: of --min-time
 * @limit_s: for one sample or claim, in seconds
 * @silence_s: a guest that says nothing for so long is ended
 * @seed: of the order of points, and of a guest's random numbers where instructions are counted
 * @set_run: which run of --runs this is, from 1 up; 0 if it is none of several
 * @set_of: of --runs; 0 if it was not given
 * @resumed: times at which it was resumed, an array; NULL if it was not
 * @quick: --quick was given
 * @quiet: --quiet was given: of what is fine, only the record's path is printed
 * @profile: --profile was given
 * @caches: of --caches: a file that describes those to model; NULL for those of this machine
 * @place: where the host target shall run; zeroed for the default
 * @placed: --place was given: what it asks for is granted, or there is no run
 * @placed_files: --dir was given
 * @filesystem: of --filesystem, or NULL
 * @accept_hazards: --accept-hazards was given: severe hazards mark the run instead of ending it
 * @labels: of --label, an object, or NULL
 * @serial: --serial was given: serial numbers may be recorded
 * @survey: opened when the run began, for its load
 * @survey_own_s: processor time that we had used by then, in seconds
 * @hazards: of the host target, once pmk_run_prepare() surveyed it
 * @events: of --counters
 * @require: of --require; what it means is known once the run is planned
 * @expect: of --expect; NULL if it was not given
 * @asked: of --target, NULL-terminated
 * @command: the command line, NULL-terminated
 * @patterns: the patterns of the command line, NULL-terminated
 * @output_base: the record's path without ".jsonl"; a guest's console log is kept beside it
 * @on_stdout: the record is on standard output, and a console log in /tmp; it is kept where
 *	something is BROKEN
 * @rec: the record
 * @guest_trouble: a guest ended badly: the run is BROKEN whatever the points say
 * @started_s: pmk_when_monotonic_s() at the start
 * @report: of `pagemark check`, which runs claims alone: how they are printed as they come. There
 *	is no record then. NULL for `pagemark run`
 * @with_break: of --break: claims are run with their deliberate breaks
 * @progress: shows how far the target is; may be NULL
 */
struct pmk_live_run {
	char id[PMK_RUN_ID_BYTES];
	const char *as;
	const char *accelerator;
	const struct pmk_clock *clock;
	unsigned int rounds;
	double precision;
	unsigned int max_rounds;
	double budget_s;
	unsigned int reps;
	struct pmk_min_time min_time;
	unsigned int limit_s;
	unsigned int silence_s;
	uint64_t seed;
	unsigned int set_run, set_of;
	json_t *resumed;
	bool quick;
	bool quiet;
	bool profile;
	const char *caches;
	struct pmk_place place;
	bool placed, placed_files;
	const char *filesystem;
	bool accept_hazards;
	json_t *labels;
	bool serial;
	struct pmk_survey survey;
	double survey_own_s;
	json_t *hazards;
	const char *events;
	struct pmk_require require;
	const struct pmk_expect *expect;
	const char *const *asked;
	char **command;
	const char **patterns;
	char output_base[PATH_MAX - 256];
	bool on_stdout;
	struct pmk_record rec;
	bool guest_trouble;
	double started_s;
	struct pmk_claim_report *report;
	bool with_break;
	void (*progress)(const char *target, const char *kind, const char *what, size_t done,
			 size_t total);
};

/* The shortest batch on a clock: what --min-time asked for, or the clock's own. */
double pmk_run_min_batch(const struct pmk_live_run *run, const struct pmk_clock *clock);

/* The run line's member "set": {"run": 2, "of": 5}, or null. */
json_t *pmk_run_set_json(const struct pmk_live_run *run);

/*
 * The run line's member "resumed": when, and how many points and claims of the target are from
 * before; or null.
 */
json_t *pmk_run_resumed_json(const struct pmk_live_run *run, const struct pmk_target *t);

/* Records what of the target was taken from before, behind its run line; 0 or a negative errno. */
int pmk_run_write_taken(struct pmk_live_run *run, struct pmk_target *t);

/*
 * What the run line of any target says of the machine that we are on and of what was asked:
 * {started, host, load, command}.
 */
json_t *pmk_run_line_host(const struct pmk_live_run *run);

/* The record's `load`: from the beginning of the run until now. */
json_t *pmk_run_load(const struct pmk_live_run *run);

/*
 * The run line of this machine, or NULL without memory. @placement: what was granted; @pus: of
 * struct pmk_grant, NULL where nothing was bound.
 */
json_t *pmk_run_line_here(const struct pmk_live_run *run, const char *placement, const char *pus);

/*
 * The run line of a target that never came to write its own: what only it could tell is null.
 * @guest, the line's member, is taken over.
 */
json_t *pmk_run_line_unseen(const struct pmk_live_run *run, const char *target,
			    const struct pmk_clock *clock, json_t *guest);

/**
 * pmk_run_prepare() - see whether the host can be measured as asked, before anything is written
 * @run: the run; its hazards are filled in, surveyed where it will run
 * @why: out: what the machine lacks, for people
 * @size: room there
 *
 * Return: 0, or the negative errno with which --place was refused.
 */
int pmk_run_prepare(struct pmk_live_run *run, char *why, size_t size);

/* The verdict on the next claim of the report is final. */
void pmk_run_report(struct pmk_live_run *run, const struct pmk_result *claim, const char *target);

/* Whether severe hazards keep the host from being measured. */
bool pmk_run_refused(const struct pmk_live_run *run);

/**
 * pmk_run_host() - measure here
 * @run: the run
 * @t: what to do; results and claims are filled in
 *
 * Return: 0, or the negative errno with which writing the record failed.
 */
int pmk_run_host(struct pmk_live_run *run, struct pmk_target *t);

/**
 * pmk_run_guest() - measure in a guest and relay its lines
 * @run: the run; of its fields only `rec` and `guest_trouble` change
 * @t: what to do; what the guest did not bring back is BROKEN
 *
 * Context: any thread; the guest dies with it.
 * Return: as pmk_run_host().
 */
int pmk_run_guest(struct pmk_live_run *run, struct pmk_target *t);

/* Where claims are reported: those of a guest that pmk_run_guest() checked. */
void pmk_run_guest_report(struct pmk_live_run *run, const struct pmk_target *t);

#endif
