// SPDX-License-Identifier: GPL-2.0-only
/* The two clocks and their thresholds; the date as records have it, and seconds that pass. */
#include <stddef.h>
#include <string.h>

#include "clock.h"

const struct pmk_clock pmk_clock_wall = {
	.name = "wall",
	.unit = "ns",
	.words = "wall time",
	.source = "clock_gettime(CLOCK_MONOTONIC_RAW)",
	.min_batch = 500e3, /* 10^4 clock costs, and short against a time slice */
	.precision = 0.02,
	.effect = 0.01,
};

const struct pmk_clock pmk_clock_insn = {
	.name = "insn",
	.unit = "insn",
	.words = "instructions, not time",
	.source = "clock_gettime(CLOCK_MONOTONIC_RAW) under -icount shift=0",
	.caveat =
		"instructions retired, not time: caches, TLB misses, memory attributes and the "
		"bus are not visible on this clock, and a repeated string instruction counts once "
		"per element",
	.insn = true,
	.min_batch = 500e3, /* to 1e6, a quarter of the 4 ms tick: most hold none */
	.precision = 0.001,
	.effect = 0.001, /* ten times what the same point differs by between boots */
	.tiny = 100,
	.whole = 0.95,
};

const struct pmk_clock *pmk_clock_find(const char *name)
{
	const struct pmk_clock *const clocks[] = { &pmk_clock_wall, &pmk_clock_insn };

	for (size_t i = 0; name && i < sizeof(clocks) / sizeof(clocks[0]); i++)
		if (!strcmp(clocks[i]->name, name))
			return clocks[i];
	return NULL;
}

/* ISO 8601, UTC, whole seconds. */
#define FORMAT "%Y-%m-%dT%H:%M:%SZ"

void pmk_when_now(char text[PMK_WHEN_BYTES])
{
	time_t now = time(NULL);
	struct tm tm;

	gmtime_r(&now, &tm);
	strftime(text, PMK_WHEN_BYTES, FORMAT, &tm);
}

bool pmk_when_parse(const char *text, time_t *when)
{
	char again[PMK_WHEN_BYTES];
	struct tm tm = { 0 };

	if (!text || !strptime(text, FORMAT, &tm))
		return false;
	/*
	 * It takes blanks, single digits and a 31st of every month too, but runs are put in order
	 * by these texts.
	 */
	*when = timegm(&tm);
	strftime(again, sizeof(again), FORMAT, &tm);
	return !strcmp(again, text);
}

double pmk_when_monotonic_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}
