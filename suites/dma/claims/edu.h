/* SPDX-License-Identifier: GPL-2.0-only */
/* One trip of a buffer through QEMU's edu, a device that moves bytes: driven from here. */
#ifndef PAGEMARK_DMA_CLAIMS_EDU_H
#define PAGEMARK_DMA_CLAIMS_EDU_H

#include <pthread.h>
#include <time.h>

#include "../../edu_device.h"
#include "../../edu_registers.h"
#include "ask.h"

/* Beside PMK_RUN_*: the driver forgets to have edu store what it fetched. */
#define EDU_LOST (1u << 31)

/* struct edu_trip - both buffers, which a thread holds in its ioctl */
struct edu_trip {
	struct pmk_run q;
	struct pmk_hold hold;
	uint64_t mask; /* edu's */
	bool over;     /* nothing is held any more */
};

/* Returns what the register holds afterwards. */
static inline uint64_t edu_register(const struct edu_trip *t, enum pmk_op op, unsigned int offset,
				    uint64_t value)
{
	struct pmk_run run = { .op = op,
			       .device = t->q.device,
			       .kind = PMK_MMIO(0, PMK_WAY_MEMORY, offset),
			       .seed = value };

	pmk_claim_need(!pmk_claim_ask(&run), "the kernel to reach edu's registers");
	return run.check;
}

static inline void edu_pause(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = EDU_POLL_NS }, NULL);
}

static inline bool edu_holds(struct edu_trip *t)
{
	return __atomic_load_n(&t->hold.step, __ATOMIC_ACQUIRE) == 1 &&
	       !__atomic_load_n(&t->over, __ATOMIC_ACQUIRE);
}

static inline void edu_transfer(struct edu_trip *t, uint64_t source, uint64_t target,
				unsigned int direction)
{
	unsigned int polls = 0;

	/* Of at most 32 bits, so that addresses stay out of the upper halves. */
	pmk_claim_must(((source | target) & ~t->mask) == 0);
	edu_register(t, PMK_OP_MMIO_WRITE, EDU_SOURCE, source);
	edu_register(t, PMK_OP_MMIO_WRITE, EDU_TARGET, target);
	edu_register(t, PMK_OP_MMIO_WRITE, EDU_COUNT, EDU_BYTES);
	/* Memory that is not held any more may be somebody's. */
	pmk_claim_must(edu_holds(t));
	edu_register(t, PMK_OP_MMIO_WRITE, EDU_COMMAND, EDU_START | direction);
	while (edu_register(t, PMK_OP_MMIO_READ, EDU_COMMAND, 0) & EDU_START) {
		pmk_claim_must(polls++ < EDU_POLL_MAX);
		edu_pause();
	}
}

/* A question that fails ends the whole process here, as BROKEN. */
static inline void *edu_hold(void *arg)
{
	struct edu_trip *t = arg;

	pmk_claim_need(!pmk_claim_ask(&t->q), "memory of the kernel");
	__atomic_store_n(&t->over, true, __ATOMIC_RELEASE);
	return NULL;
}

/* PMK_HOLD_*: what arrived at the other end; @steps are PMK_RUN_*. @bounced: NULL, or out. */
static inline uint64_t edu_trip(enum pmk_dma_memory kind, unsigned int steps, bool *bounced)
{
	struct pmk_device edu = edu_device();
	struct edu_trip t = { .mask = edu.dma_mask,
			      .q = { .op = PMK_ASK_DMA_HOLD,
				     .flags = steps & ~EDU_LOST,
				     .device = edu.index,
				     .kind = kind,
				     .bytes = EDU_BYTES,
				     .pages = 2,
				     .args = { 0, (uintptr_t)&t.hold } } };
	pthread_t thread;

	errno = pthread_create(&thread, NULL, edu_hold, &t);
	pmk_claim_need(!errno, "one more thread");
	while (!edu_holds(&t) && !__atomic_load_n(&t.over, __ATOMIC_ACQUIRE))
		edu_pause();
	edu_transfer(&t, t.hold.buffer[0].address, EDU_MEMORY, 0);
	if (!(steps & EDU_LOST))
		edu_transfer(&t, EDU_MEMORY, t.hold.buffer[1].address, EDU_TO_RAM);
	__atomic_store_n(&t.hold.step, 0, __ATOMIC_RELEASE);
	pmk_claim_must(pthread_join(thread, NULL) == 0);
	if (bounced)
		*bounced = t.hold.buffer[0].bounced == PMK_BOUNCE_YES ||
			   t.hold.buffer[1].bounced == PMK_BOUNCE_YES;
	return t.q.check;
}

#endif
