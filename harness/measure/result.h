/* SPDX-License-Identifier: GPL-2.0-only */
/* Results in the making: the samples of a point as they come, and its line in the record. */
#ifndef PAGEMARK_RESULT_H
#define PAGEMARK_RESULT_H

#include <jansson.h>

#include "case/histogram.h"
#include "case/point.h"
#include "counters/counter_math.h"
#include "outcome/outcome.h"
#include "record/series.h"
#include "record/verdict.h"
#include "text/clock.h"

/**
 * struct pmk_counted - one counter of a point, over all its samples
 * @name: of the counter; owned, as the next two
 * @unit: of its numbers
 * @covers: what of a batch an event counts; NULL for other counters
 * @state: the worst of its samples
 * @ratio: the least of the scaled ones; 0 if none was
 * @samples: empty unless all are good
 */
struct pmk_counted {
	char *name, *unit, *covers;
	enum pmk_counter_state state;
	double ratio;
	struct pmk_rec_series samples;
};

/**
 * struct pmk_result - a point of one target while it is measured, or a claim
 * @point: which, a copy
 * @ended: no further samples: it was skipped, failed or broke; or a claim that was checked
 * @seconds: that a claim took, or all samples of a point, with all that goes round them
 * @expected_s: that a sample took in an earlier record; 0 where none is known
 * @verdict: PASS until something else is said; it owns its texts
 * @n: operations in a batch, frozen by the first sample; 0 before it
 * @added: not asked for: half of the A/A pair
 * @taken: its line in the record that this run resumes; NULL where it is measured now
 * @rising: samples whose repetitions rose
 * @falling: samples whose repetitions fell
 * @samples: with their rounds
 * @latency: of operations timed singly; NULL where none were
 * @device: behind the DMA mappings, as its record has it; NULL if there is none
 * @facts: whatever else the latest sample said of the point; its record has it as it is
 * @overhead: the loop of short operations, beside each sample; empty if none was measured
 * @overhead_by: which loop that is; owned, NULL with it
 * @n_counters: how many counters
 * @counters: what was counted beside the samples
 */
struct pmk_result {
	struct pmk_point point;
	bool ended;
	struct pmk_verdict verdict;
	double seconds, expected_s;
	uint64_t n;
	bool added;
	json_t *taken;
	unsigned int rising;
	unsigned int falling;
	struct pmk_rec_series samples;
	struct pmk_rec_series overhead;
	char *overhead_by;
	size_t n_counters;
	struct pmk_counted *counters;
	json_t *device;
	json_t *facts;
	struct pmk_histogram *latency;
};

void pmk_result_init(struct pmk_result *r, const struct pmk_point *point);
void pmk_result_free(struct pmk_result *r);

/* Fills it in from @line, its whole line of the record that is resumed; 0, -EBADMSG or -ENOMEM. */
int pmk_result_take(struct pmk_result *r, json_t *line);

/* Ends it with a verdict; the samples stay. Texts are copied, either may be NULL. */
void pmk_result_end(struct pmk_result *r, enum pmk_status v, const char *reason,
		    const char *remedy);

/* The same where it has ended already: that verdict does not stand. */
void pmk_result_overrule(struct pmk_result *r, enum pmk_status v, const char *reason,
			 const char *remedy);

/**
 * pmk_result_add() - take a sample's answer
 * @r: the point
 * @round: of the sample
 * @answer: as pmk_sample_take() returned it; the reference stays with the caller
 */
void pmk_result_add(struct pmk_result *r, unsigned int round, const json_t *answer);

/* The `sample` line of the latest sample, or NULL if there is none. */
json_t *pmk_result_sample_line(const struct pmk_result *r, const char *target);

/**
 * pmk_result_steady() - whether the point settled
 * @r: the point, measured
 * @clock: of its samples
 *
 * It did not if its samples have a trend over the rounds (pmk_stats_trend()), or if the repetitions
 * of most of its samples have the same one.
 *
 * Return: a new true or false; null where fewer than PMK_TREND_MIN samples show nothing.
 */
json_t *pmk_result_steady(const struct pmk_result *r, const struct pmk_clock *clock);

/* For the last lines of a command, on that target; its texts are those of @r. */
struct pmk_outcome pmk_result_outcome(const struct pmk_result *r, const char *target);

/*
 * The `bench` line; a point that has neither samples nor a verdict of its own becomes BROKEN here.
 */
json_t *pmk_result_bench_line(struct pmk_result *r, const char *target,
			      const struct pmk_clock *clock);

/* The line of a point or of a claim. */
json_t *pmk_result_line(struct pmk_result *r, const char *target, const struct pmk_clock *clock);

#endif
