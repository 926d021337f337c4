/* SPDX-License-Identifier: GPL-2.0-only */
/* Counting what one operation of a point costs in events, in batches of its own. */
#ifndef PAGEMARK_COUNTING_H
#define PAGEMARK_COUNTING_H

#include <jansson.h>

#include "counters.h"

#define PMK_COUNTED_BATCHES 3

/**
 * struct pmk_work - something that can be done n times
 * @run: does it
 * @arg: for @run, and for @in_each
 * @n: operations in a batch, in each thread
 * @turns: of the loop around them, in this program; 0 where the kernel does the turning
 * @threads: how many do it together, 1 at least where @in_each is set
 * @in_each: calls fn(fn_arg, thread, that thread's argument for @run) in each of them at the same
 *	time and returns when all are done; NULL for the calling thread alone
 */
struct pmk_work {
	void (*run)(void *arg, uint64_t n);
	void *arg;
	uint64_t n;
	uint64_t turns;
	unsigned int threads;
	void (*in_each)(void *arg, void (*fn)(void *fn_arg, unsigned int thread, void *of_thread),
			void *fn_arg);
};

/**
 * pmk_counting_take() - the events of one operation
 * @backend: how they are counted
 * @list: as pmk_events_parse() takes it
 * @work: what is counted
 *
 * PMK_COUNTED_BATCHES batches for each pass over a few events, then as many of nothing, whose count
 * is subtracted. Every thread has counters of its own, switched by itself around its part of a
 * batch, so that waiting for the others is not counted; they are added up, and what is returned is
 * per operation of one thread.
 *
 * Return: a new object: for each event {unit, state}, with value (per operation) and ratio if there
 * is one, else with reason and remedy; empty if the list is no list. NULL without memory.
 */
json_t *pmk_counting_take(const struct pmk_perf_backend *backend, const char *list,
			  const struct pmk_work *work);

#endif
