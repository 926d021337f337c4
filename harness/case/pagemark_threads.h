/* SPDX-License-Identifier: GPL-2.0-only */
/* For contenders with an axis named "threads"; part of pagemark.h, which includes it. */
#ifndef PAGEMARK_THREADS_H
#define PAGEMARK_THREADS_H

/*
 * An axis named "threads", such as PMK_LIST("threads", 1, 2, 4), is the harness's own: the point is
 * measured by so many threads in one process, each on a processing unit of its own (SKIP where
 * there are fewer). Each has its own pmk_priv(). setup() and verify() run in each, in one after the
 * other, the first one first; run() runs in all at the same time, n operations in each. A batch
 * lasts from their release until the last one is done, or as long as the slowest one says with
 * pmk_time_add(). Bytes and items are those of one thread; the harness adds them up.
 */

/* Which of them this is: 0 … threads - 1; 0 for a contender without threads. */
unsigned int pmk_thread(const struct pmk_case *c);

/**
 * pmk_shared() - what the threads of a point have in common: a file, a mapping
 * @c: the case
 * @size_bytes: of it
 * @prepare: fills it in; called once, in the first thread
 *
 * Context: from setup; a point has one.
 * Return: zeroed memory that @prepare filled in, the same in every thread; released with the
 * process.
 */
void *pmk_shared(struct pmk_case *c, size_t size_bytes,
		 void (*prepare)(struct pmk_case *c, void *shared));

#endif
