// SPDX-License-Identifier: GPL-2.0-only
/* An empty contender, as the harness calls it: through its descriptor, between two clock reads. */
#include "ours.h"
#include "case/crew.h"
#include "system/clock.h"

double pmk_bench_empty(uint64_t n)
{
	static const struct pmk_bench bench = { .run = pmk_empty_run };
	static const struct pmk_entry entry = { .bench = &bench };
	static const struct pmk_point point = { .entry = &entry };
	struct pmk_case c = { .point = &point };

	return pmk_batch_run(&c, n) / (double)n;
}
