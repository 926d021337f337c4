// SPDX-License-Identifier: GPL-2.0-only
/* Batches: judges their length. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch.h"
#include "stats/random.h"

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

uint64_t pmk_batch_jitter(uint64_t n, uint64_t *state)
{
	return n + pmk_random(state) % (n / 16 + 1);
}

uint64_t pmk_batch_round(uint64_t n)
{
	uint64_t round = 1;

	while (round < n)
		round *= 2;
	return round;
}

int pmk_min_time_parse(const char *text, struct pmk_min_time *min)
{
	static const struct {
		const char *unit;
		double wall_ns, insn;
	} units[] = {
		{ "", 1, 1 },	  { "ns", 1, 0 },  { "us", 1e3, 0 },
		{ "ms", 1e6, 0 }, { "s", 1e9, 0 }, { "insn", 0, 1 },
	};
	char *end;
	double value = strtod(text, &end);

	/* Digits first: no blank, no sign, no infinity. */
	if (*text < '0' || *text > '9' || !isfinite(value) || value <= 0)
		return -EINVAL;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (strcmp(units[i].unit, end) != 0)
			continue;
		if (units[i].wall_ns > 0)
			min->wall_ns = value * units[i].wall_ns;
		if (units[i].insn > 0)
			min->insn = value * units[i].insn;
		return 0;
	}
	return -EINVAL;
}
