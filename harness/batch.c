// SPDX-License-Identifier: GPL-2.0-only
/* Batches: judges their length. */
#include <inttypes.h>
#include <stdio.h>

#include "batch.h"

bool pmk_batch_short(double time, uint64_t n, double clock_cost, const char *unit, char *why,
		     size_t size)
{
	*why = '\0';
	if (time >= PMK_BATCH_CLOCK_COSTS * clock_cost)
		return false;
	snprintf(why, size,
		 "a batch of %" PRIu64 " operations took %.4g %s, expected at least %.4g %s: %d "
		 "times the %.4g %s that reading the clock costs",
		 n, time, unit, PMK_BATCH_CLOCK_COSTS * clock_cost, unit, PMK_BATCH_CLOCK_COSTS,
		 clock_cost, unit);
	return true;
}
