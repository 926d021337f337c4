/* SPDX-License-Identifier: GPL-2.0-only */
/* The two clocks: what a number counts, and what differences in it mean; and the date. */
#ifndef PAGEMARK_TEXT_CLOCK_H
#define PAGEMARK_TEXT_CLOCK_H

#include <stdbool.h>
#include <time.h>

/**
 * struct pmk_clock - what the numbers of a target count, and every threshold that depends on it
 * @name: "wall" or "insn"
 * @unit: "ns" or "insn"
 * @words: what it counts, for people
 * @source: which kernel clock it is read from
 * @caveat: what this clock cannot see; NULL for nothing in particular
 * @insn: it counts instructions, which repeat: compared exactly, without a test
 * @min_batch: a batch shorter than this is not timed, in units of the clock
 * @precision: what a run aims for: half the interval of a point's median, as a part of it. A trend
 *	below it is not told
 * @effect: the least difference that matters, as a part: between contenders, between two runs,
 *	along a history. The A/A pair of a trusted run differs by no more
 * @tiny: below such a cost whole units decide, because a part of it is no unit; 0 for none
 * @whole: what shows as a whole unit: a little less than one, because each batch reads the clock
 */
struct pmk_clock {
	const char *name;
	const char *unit;
	const char *words;
	const char *source;
	const char *caveat;
	bool insn;
	double min_batch;
	double precision;
	double effect;
	double tiny, whole;
};

extern const struct pmk_clock pmk_clock_wall, pmk_clock_insn;

/* The clock of that name; NULL for any other text, and for NULL. */
const struct pmk_clock *pmk_clock_find(const char *name);

#define PMK_WHEN_BYTES 32

/* "2026-01-02T03:04:05Z": now, in UTC. */
void pmk_when_now(char text[PMK_WHEN_BYTES]);

/* The time that such a text means; false for any other text, NULL included. */
bool pmk_when_parse(const char *text, time_t *when);

/* Seconds of CLOCK_MONOTONIC, for how long something took. */
double pmk_when_monotonic_s(void);

#endif
