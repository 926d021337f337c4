/* SPDX-License-Identifier: GPL-2.0-only */
/* One sample: the child that measures one point once, and the call that asks for it. */
#ifndef PAGEMARK_SAMPLE_H
#define PAGEMARK_SAMPLE_H

#include <jansson.h>

#include "case/point.h"
#include "system/clock.h"

/**
 * struct pmk_sample_plan - how a sample is taken
 * @clock: the run's clock
 * @reps: timed batches in one process; their median is the sample
 * @limit_s: the process is killed after so many seconds
 * @min_batch: a batch is calibrated to be at least so long, in the clock's unit
 * @round: which of the run it belongs to, from 0
 * @seed: of the lengths of batches on the wall clock; pmk_rounds_run() sets it
 * @events: what is counted, as pmk_events_parse() takes it
 * @group: the control group that its process goes into, "" for none
 */
struct pmk_sample_plan {
	const struct pmk_clock *clock;
	unsigned int reps;
	unsigned int limit_s;
	double min_batch;
	unsigned int round;
	uint64_t seed;
	const char *events;
	const char *group;
};

/**
 * pmk_sample_take() - measure a point once, in a fresh process
 * @point: what
 * @plan: how
 * @n: operations in a batch, 0 to calibrate
 *
 * Return: the child's answer, never NULL unless memory is out: status, reason, remedy, and for PASS
 * value (per operation), trend (of its repetitions: 1, 0 or -1), n, reps, bytes_per_op,
 * items_per_op, counters, latency, overhead, device. What else it has goes into the point's record
 * as it is. A child that crashed, hung or said nothing is BROKEN; one that was interrupted has
 * status "interrupted".
 */
json_t *pmk_sample_take(const struct pmk_point *point, const struct pmk_sample_plan *plan,
			uint64_t n);

#endif
