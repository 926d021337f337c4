/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory that is made ready and then used for the first time: the time and the faults of both. */
#ifndef PAGEMARK_FIRST_USE_H
#define PAGEMARK_FIRST_USE_H

#include <stdint.h>
#include <sys/resource.h>

#include "pagemark.h"

/* Minor and major page faults so far. @who: RUSAGE_SELF or RUSAGE_THREAD. */
static inline uint64_t page_faults(int who)
{
	struct rusage usage;

	getrusage(who, &usage);
	return (uint64_t)usage.ru_minflt + (uint64_t)usage.ru_majflt;
}

/**
 * struct first_use - one operation, by pmk_part_begin() and pmk_part_end()
 * @start: before the memory was made ready
 * @ready: after that
 * @used_from: before its first use; page faults are counted between the two
 * @used: after that
 * @faults: page faults of the use
 */
struct first_use {
	uint64_t start, ready, used_from, used, faults;
};

/* Adds both times, without what reading the clock costs, and each of them as a counter. */
static inline void first_use_add(struct pmk_case *c, const struct first_use *t, double clock_cost)
{
	double ready = (double)(t->ready - t->start) - clock_cost;
	double use = (double)(t->used - t->used_from) - clock_cost;

	pmk_counter_add(c, "ready", "clock", ready);
	pmk_counter_add(c, "use", "clock", use);
	pmk_counter_add(c, "faults", "1", (double)t->faults);
	pmk_time_add(c, ready + use);
}

#endif
