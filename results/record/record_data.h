/* SPDX-License-Identifier: GPL-2.0-only */
/* A record in memory: targets, points and claims, and small questions to them. */
#ifndef PAGEMARK_RECORD_DATA_H
#define PAGEMARK_RECORD_DATA_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "record.h"
#include "series.h"
#include "text/clock.h"
#include "verdict.h"

#define PMK_REC_NAME_BYTES_MAX 128  /* of a target, of subject/comparison, and of the contender */
#define PMK_REC_TARGETS_MAX    64   /* of one file */
#define PMK_REC_NUMBER_MAX     1e18 /* of any number: 31 years in ns, an exabyte */
#define PMK_REC_ERROR_BYTES    512

/**
 * struct pmk_rec_target - one `run` line
 * @name: "host" or the guest's name
 * @clock: of its numbers
 * @run: the whole line, for pmk_rec_text() and its like
 */
struct pmk_rec_target {
	const char *name;
	const struct pmk_clock *clock;
	json_t *run;
};

/**
 * struct pmk_rec_param - one parameter of a point
 * @name: of the axis
 * @word: its value if that is a word, else NULL
 * @number: its value if @word is NULL
 */
struct pmk_rec_param {
	const char *name, *word;
	double number;
};

struct pmk_rec_counter {
	const char *name, *unit, *state;
	struct pmk_rec_series samples;
};

/**
 * struct pmk_rec_latency - operations timed one by one
 * @n: how many; 0 where none were, and then nothing else is valid
 * @p50: not exceeded by half of them, in their unit; NAN, as the others, where n is too small
 * @p90: by 90 %
 * @p99: by 99 %
 * @p999: by 99.9 %
 * @max: by none
 */
struct pmk_rec_latency {
	double n, p50, p90, p99, p999, max;
};

/*
 * What is kept of a `bench` line as it stands there, a row a field: its member of struct
 * pmk_rec_point, its key, and what it must be (enum kind in record_parse.c). Who needs one more
 * adds its row.
 *
 * unit, what: of the samples, "ns" or "insn"; what is measured, or NULL
 * more_is_better: a larger sample is a better one
 * n_per_batch: operations in a batch
 * bytes_per_op, items_per_op: 0 if the work has no bytes, or items are not told
 * baseline: whether its contender is the comparison's baseline
 * unsteady: its samples or their repetitions never settled
 * seconds: that all its samples took, or a claim; 0 if the record does not say
 * device: behind its DMA mappings, an object as docs/record.md has it; NULL if there is none
 */
#define PMK_POINT_FIELDS(FIELD)                                    \
	FIELD(const char *, unit, "unit", TEXT)                    \
	FIELD(const char *, what, "what", TEXT_IF_ANY)             \
	FIELD(bool, more_is_better, "direction", IS_HIGHER)        \
	FIELD(double, n_per_batch, "n", NUMBER_IF_ANY)             \
	FIELD(double, bytes_per_op, "bytes_per_op", NUMBER_IF_ANY) \
	FIELD(double, items_per_op, "items_per_op", NUMBER_IF_ANY) \
	FIELD(bool, baseline, "baseline", IS_TRUE)                 \
	FIELD(bool, unsteady, "steady", IS_FALSE)                  \
	FIELD(double, seconds, "seconds", NUMBER_IF_ANY)           \
	FIELD(const json_t *, device, "device", OBJECT_IF_ANY)

#define PMK_POINT_MEMBER(type, member, key, kind) type member;

/**
 * struct pmk_rec_point - a `bench` line, what the journal tells of a point that has none, or a
 * `claim` line
 * @target: index into the targets
 * @name: whole
 * @comparison: "subject/comparison", also a key for grouping; empty, as all that a point measured,
 *	for a claim
 * @contender: third part of the name
 * @source: where a claim is promised, whose statement is @what; NULL for a point
 * @spec: the rules that a claim answers, "; " between them; NULL if it names none
 * @n_params: how many parameters
 * @params: in the order of the axes
 * @samples: per operation, with their rounds
 * @overhead: what of it is the loop around the operation; 0 where that was not measured
 * @n_counters: how many counters
 * @counters: second figures of the same work
 * @latency: of single operations
 * @verdict: how it ended
 */
struct pmk_rec_point {
	size_t target;
	const char *name;
	char comparison[PMK_REC_NAME_BYTES_MAX];
	char contender[PMK_REC_NAME_BYTES_MAX];
	PMK_POINT_FIELDS(PMK_POINT_MEMBER)
	const char *source;
	const char *spec;
	size_t n_params;
	struct pmk_rec_param *params;
	struct pmk_rec_series samples;
	double overhead;
	size_t n_counters;
	struct pmk_rec_counter *counters;
	struct pmk_rec_latency latency;
	struct pmk_verdict verdict;
};

/* A line that another room makes something of, and its number in the file, from 1. */
struct pmk_rec_line {
	const json_t *line;
	size_t number;
};

/**
 * struct pmk_rec - one file
 * @path: as given
 * @id: of the run
 * @complete: its last line is an `end` without interruption
 * @why_incomplete: in words, if it is not
 * @untrusted: why the run itself says that it is not to be trusted; NULL if it does not
 * @n_unknown: lines whose type this version does not know; they are left out
 * @n_targets: how many targets
 * @n_points: how many points
 * @n_all: how many points and claims
 * @targets: in the order of the file
 * @points: in the order of the file, and behind them the claims, so too
 * @n_profiles: how many
 * @profiles: lines for results/profile, in the order of the file
 * @lines: owns every string that the others point to
 */
struct pmk_rec {
	char *path;
	const char *id;
	bool complete;
	char why_incomplete[PMK_REC_ERROR_BYTES];
	const char *untrusted;
	size_t n_unknown;
	size_t n_targets, n_points, n_all, n_profiles;
	struct pmk_rec_target *targets;
	struct pmk_rec_point *points;
	struct pmk_rec_line *profiles;
	json_t *lines;
};

void pmk_rec_free(struct pmk_rec *rec);
void pmk_rec_point_free(struct pmk_rec_point *point);

/* Where the points and claims that were collected in any order get theirs; 0 or -ENOMEM. */
int pmk_rec_claims_last(struct pmk_rec *rec);

/* The point or claim of that name on the target of that name; NULL if there is none. */
const struct pmk_rec_point *pmk_rec_find(const struct pmk_rec *rec, const char *target,
					 const char *name);

/* How many points and claims of the file have this status. */
size_t pmk_rec_count(const struct pmk_rec *rec, enum pmk_status status);

/* What stands at a dotted path ("kernel.release") of a run line; NULL if nothing does. */
const json_t *pmk_rec_value(const json_t *line, const char *path);

/* The string there; NULL if there is none. */
const char *pmk_rec_text(const json_t *line, const char *path);

/* The number there; 0 if there is none. */
double pmk_rec_number(const json_t *line, const char *path);

/* The `run` line of the target of that name; NULL if the run has none. */
const json_t *pmk_rec_run_line(const struct pmk_rec *rec, const char *target);

/* When a run started, as its record has it; "" where its targets never came up to say so. */
const char *pmk_rec_started(const struct pmk_rec *rec);

/* Whether a point is of the A/A pair, which is compared with nothing. */
bool pmk_rec_selfcheck(const char *name);

/* What of an operation is the loop around it; 0 where that is not known, or no tenth of it. */
double pmk_rec_loop(const struct pmk_rec_point *point);

/* The parameter of that name; NULL if the point has none. */
const struct pmk_rec_param *pmk_rec_param(const struct pmk_rec_point *point, const char *name);

#endif
