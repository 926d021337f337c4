/* SPDX-License-Identifier: GPL-2.0-only */
/* What is counted of reads of random blocks: faults, fetched bytes, reclaims, shootdowns. */
#ifndef PAGEMARK_ACCESS_RANDOM_COUNTS_H
#define PAGEMARK_ACCESS_RANDOM_COUNTS_H

#include "../interrupts.h"
#include "evict.h"

enum memory { ENOUGH, LIMITED };

/* What all threads of a point read. @direct_fd: past the page cache, or -1 */
struct file {
	int fd, direct_fd;
	uint8_t *map;
};

/**
 * struct counts - what the kernel counted until now
 * @faults: minor and major, of this thread
 * @fetched: bytes that devices were asked for on behalf of this thread
 * @limit_met: how often memory had to be reclaimed
 * @shootdowns: row TLB of /proc/interrupts, of the whole machine; -1 where there is none
 * @calls: row CAL
 */
struct counts {
	uint64_t faults, fetched, limit_met;
	long long shootdowns, calls;
};

/**
 * struct ctx - of each thread
 * @file: the file
 * @io_fd: /proc/thread-self/io
 * @buf: where pread(2) copies to
 * @state: of the generator of offsets
 * @before: counts at the beginning of the batch
 * @start: when it began
 * @sum: of all blocks consumed
 * @done: how many
 * @fetched: bytes, in all batches
 */
struct ctx {
	const struct file *file;
	int io_fd;
	uint8_t *buf;
	uint64_t state;
	struct counts before;
	uint64_t start;
	uint64_t sum, done, fetched;
};

static inline uint64_t first_state(const struct pmk_case *c)
{
	return 1 + pmk_thread(c);
}

/* Of all processors; -1 where the kernel does not count them. */
static inline long long interrupts(const char *row)
{
	uint64_t sum;

	return interrupts_sum(row, NULL, 0, &sum) ? (long long)sum : -1;
}

/* What is of the machine or of the whole process, the first thread counts for all. */
static inline void count(struct pmk_case *c, struct counts *now)
{
	const struct ctx *x = pmk_priv(c);

	now->faults = page_faults(RUSAGE_THREAD);
	now->fetched = io_fetched(c, x->io_fd);
	if (pmk_thread(c))
		return;
	now->limit_met = pmk_limit_met(c);
	now->shootdowns = interrupts("TLB:");
	now->calls = interrupts("CAL:");
}

static inline void random_begin(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	count(c, &x->before);
	x->start = pmk_part_begin(c);
}

static inline void random_end(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);
	uint64_t end = pmk_part_end(c);
	struct counts now = { 0 };

	pmk_time_add(c, (double)(end - x->start) - pmk_clock_cost(c));
	count(c, &now);
	x->done += n;
	x->fetched += now.fetched - x->before.fetched;
	pmk_counter_add(c, "faults", "1", (double)(now.faults - x->before.faults));
	pmk_counter_add(c, "fetched", "B", (double)(now.fetched - x->before.fetched));
	if (pmk_thread(c))
		return;
	if (pmk_arg(c, "memory") == LIMITED)
		pmk_counter_add(c, "limit_met", "1", (double)(now.limit_met - x->before.limit_met));
	if (now.shootdowns >= 0)
		pmk_counter_add(c, "shootdowns", "1",
				(double)(now.shootdowns - x->before.shootdowns));
	if (now.calls >= 0)
		pmk_counter_add(c, "calls", "1", (double)(now.calls - x->before.calls));
}

#endif
