/* SPDX-License-Identifier: GPL-2.0-only */
/* A running point, as the harness sees it; cases know it only through pagemark.h. */
#ifndef PAGEMARK_CASE_H
#define PAGEMARK_CASE_H

#include <jansson.h>

#include "point.h"
#include "system/clock.h"

#define PMK_COUNTERS_MAX 8

/* A second figure, summed over the timed batches. */
struct pmk_counter {
	char name[32];
	char unit[16];
	double sum;
};

/**
 * struct pmk_case - one point in its own process
 * @point: which
 * @clock: the run's clock
 * @clock_cost: of one read, in the clock's unit
 * @min_batch: shortest batch, in the clock's unit
 * @round: which of the run, from 0
 * @seed: of the lengths of batches
 * @priv: the contender's zeroed memory
 * @bytes_per_op: 0 until set
 * @items_per_op: 1 until set
 * @batch_min: fewest operations of a batch, 0 until set
 * @time_added: what pmk_time_add() summed in this batch
 * @elapsed: of this batch, by the harness's own clock
 * @times_itself: pmk_time_add() was called
 * @counters: named figures, summed since the first timed batch
 * @n_counters: how many of them
 * @device: that the DMA API was asked about, for the record; NULL if it was not
 * @result_fd: where the verdict goes
 * @crew: the threads of the point, NULL where it has no such axis
 * @thread: which of them this case belongs to
 * @ended: when this thread was done with the batch
 * @singly: where pmk_module_run() stores what each operation took, PMK_LATENCY_MAX of them; or NULL
 * @n_singly: how many it stored
 * @in_module: pmk_module_run() was called
 * @group: the control group that limits its memory, NULL for none
 * @empty: it is to leave out the operation (overhead.h); false again if the module cannot
 */
struct pmk_case {
	const struct pmk_point *point;
	const struct pmk_clock *clock;
	double clock_cost;
	double min_batch;
	unsigned int round;
	uint64_t seed;
	void *priv;
	uint64_t bytes_per_op;
	uint64_t items_per_op;
	uint64_t batch_min;
	double time_added;
	double elapsed;
	bool times_itself;
	struct pmk_counter counters[PMK_COUNTERS_MAX];
	size_t n_counters;
	json_t *device;
	int result_fd;
	struct pmk_crew *crew;
	unsigned int thread;
	uint64_t ended;
	uint64_t *singly;
	size_t n_singly;
	bool in_module;
	const char *group;
	bool empty;
};

/* Ends this process with a verdict: "SKIP", "FAIL" or "BROKEN". @remedy may be NULL. */
_Noreturn void pmk_case_end(struct pmk_case *c, const char *status, const char *reason,
			    const char *remedy);

#endif
