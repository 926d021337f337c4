// SPDX-License-Identifier: GPL-2.0-only
/* What of a short operation is not the operation: the same loop, with nothing in it. */
#include "overhead.h"
#include "case/crew.h"
#include "stats/stats.h"
#include "system/clock.h"

#define BATCHES 3

/* A batch of the module's, without its operation. False if the contender does not work that way. */
static bool take_in_kernel(struct pmk_case *c, uint64_t n, double *time)
{
	c->empty = c->in_module;
	if (c->empty)
		*time = pmk_batch_run(c, n);
	return c->empty;
}

static double take_loop(uint64_t n)
{
	/* Through a pointer that the compiler cannot see through, as contenders are called. */
	void (*volatile run)(struct pmk_case *, uint64_t) = pmk_empty_run;
	uint64_t start = pmk_clock_now();

	run(NULL, n);
	return (double)(pmk_clock_now() - start);
}

json_t *pmk_overhead_take(struct pmk_case *c, double per_op, uint64_t n)
{
	double time[BATCHES];
	bool in_kernel = true;

	if (per_op > PMK_OVERHEAD_OP_MAX || pmk_crew_threads(c) > 1)
		return json_null();
	for (size_t i = 0; i < BATCHES && in_kernel; i++)
		in_kernel = take_in_kernel(c, n, &time[i]);
	/* A module too old to leave out its operation gives no measure of its loop. */
	if (!in_kernel && c->in_module)
		return json_null();
	for (size_t i = 0; i < BATCHES && !in_kernel; i++)
		time[i] = take_loop(n);
	return json_pack("{s:f, s:s}", "value", pmk_stats_median(time, BATCHES) / (double)n, "by",
			 in_kernel ? "module" : "loop");
}
