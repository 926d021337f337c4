// SPDX-License-Identifier: GPL-2.0-only
/* The run's clock: reads it, and measures itself. */
#include <string.h>
#include <time.h>

#include "clock.h"
#include "stats/stats.h"
#include "sysfile.h"

#define SELF_BATCHES 31

const struct pmk_clock *pmk_clock_here(void)
{
	char text[4096], *name;

	pmk_sysfile_read("", "/proc/cmdline", text, sizeof(text));
	name = strstr(text, PMK_CLOCK_OPTION);
	if (!name)
		return &pmk_clock_wall;
	name += strlen(PMK_CLOCK_OPTION);
	name[strcspn(name, " ")] = '\0';
	return pmk_clock_find(name);
}

uint64_t pmk_clock_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_RAW, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

double pmk_clock_cost_measure(void)
{
	enum { READS = 32 };
	double cost[SELF_BATCHES];

	for (size_t b = 0; b < SELF_BATCHES; b++) {
		uint64_t start = pmk_clock_now(), end = start;

		for (size_t i = 0; i < READS; i++)
			end = pmk_clock_now();
		cost[b] = (double)(end - start) / READS;
	}
	return pmk_stats_median(cost, SELF_BATCHES);
}

void pmk_empty_run(struct pmk_case *c, uint64_t n)
{
	(void)c;
	for (uint64_t i = 0; i < n; i++)
		__asm__ volatile("" : : "r"(i)); /* as pmk_keep() */
}

double pmk_empty_op_measure(const struct pmk_clock *clock)
{
	/* Through a pointer that the compiler cannot see through, as contenders are called. */
	void (*volatile run)(struct pmk_case *, uint64_t) = pmk_empty_run;
	double cost[SELF_BATCHES];
	uint64_t n = (uint64_t)clock->min_batch;

	for (size_t b = 0; b < SELF_BATCHES; b++) {
		uint64_t start = pmk_clock_now();

		run(NULL, n);
		cost[b] = (double)(pmk_clock_now() - start) / (double)n;
	}
	return pmk_stats_median(cost, SELF_BATCHES);
}
