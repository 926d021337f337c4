/* SPDX-License-Identifier: GPL-2.0-only */
/* Threads that do nothing but run in the address space while the first one works. */
#ifndef PAGEMARK_TLB_OTHERS_H
#define PAGEMARK_TLB_OTHERS_H

#include <sched.h>
#include <stdatomic.h>

#include "../../interrupts.h"

#define SPINS 4096 /* before the processor is offered to others */

/* Of a thread that runs; on a cache line of its own. */
struct beat {
	atomic_uint count;
	char after[128 - sizeof(atomic_uint)];
};

/**
 * struct others - what all threads of a point share; zeroed
 * @finished: batches that the first thread has done
 * @n: how many other threads there are
 * @pus: the processing unit of each
 * @beats: of each
 */
struct others {
	atomic_uint finished;
	unsigned int n;
	unsigned int pus[INTERRUPT_PUS];
	struct beat beats[INTERRUPT_PUS];
};

/* From setup of each but the first. */
static inline void others_join(struct others *o)
{
	o->pus[o->n++] = (unsigned int)sched_getcpu();
}

/* From their run: stays in user space until the first thread has done so many batches. */
static inline void others_run(struct pmk_case *c, struct others *o, unsigned int batches)
{
	atomic_uint *beat = &o->beats[pmk_thread(c) - 1].count;

	while (atomic_load_explicit(&o->finished, memory_order_acquire) < batches)
		atomic_fetch_add_explicit(beat, 1, memory_order_relaxed);
}

/* Waits until each is seen running: on a busy machine they may have to wait for a processor. */
static inline void others_meet(struct others *o)
{
	for (unsigned int i = 0; i < o->n; i++) {
		unsigned int seen = atomic_load(&o->beats[i].count);

		for (unsigned int spins = 1; atomic_load(&o->beats[i].count) == seen; spins++)
			if (spins % SPINS == 0)
				sched_yield();
	}
}

static inline void others_batch_done(struct others *o)
{
	atomic_fetch_add_explicit(&o->finished, 1, memory_order_release);
}

#endif
