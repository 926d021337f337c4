/* SPDX-License-Identifier: GPL-2.0-only */
/* One trip of a buffer through QEMU's edu, a device that moves bytes: driven from here. */
#ifndef PAGEMARK_DMA_CLAIMS_EDU_H
#define PAGEMARK_DMA_CLAIMS_EDU_H

#include <pthread.h>
#include <time.h>

#include "ask.h"

/* QEMU, docs/specs/edu.rst. Of a register of 64 bits the upper half stays 0. */
#define EDU_ID	     0x123411e8u
#define EDU_SOURCE   0x80
#define EDU_TARGET   0x88
#define EDU_COUNT    0x90
#define EDU_COMMAND  0x98
#define EDU_START    1u	     /* reads as 1 until the transfer is over */
#define EDU_TO_RAM   2u	     /* else from there */
#define EDU_MEMORY   0x40000 /* its own 4096 bytes, as it addresses them */
#define EDU_BYTES    4088    /* it takes the last byte for out of bounds, and QEMU ends */
#define EDU_POLL_NS  2000000
#define EDU_POLL_MAX 1000 /* 2 s: twenty times what a transfer takes */

static bool edu_lost; /* a break: what edu fetched is never stored */

/* struct edu_trip - both buffers held by a thread in its ioctl, and the way to edu meanwhile */
struct edu_trip {
	struct pmk_run q;
	struct pmk_hold hold;
	bool over; /* nothing is held any more */
	int fd;
};

static inline struct pmk_device edu_device(void)
{
	struct pmk_device d = { .abi_version = PMK_ABI_VERSION };
	int fd = pmk_claim_module(PMK_OP_MMIO_WRITE);

	while (d.id != EDU_ID) {
		d.index++;
		pmk_claim_need(ioctl(fd, PMK_IOC_DEVICE, &d) == 0, "a DMA mapping for the device");
	}
	close(fd);
	return d;
}

/* Returns what the register holds afterwards. */
static inline uint64_t edu_register(const struct edu_trip *t, enum pmk_op op, unsigned int offset,
				    uint64_t value)
{
	struct pmk_run run = { .abi_version = PMK_ABI_VERSION,
			       .op = op,
			       .device = t->q.device,
			       .kind = PMK_MMIO(0, PMK_WAY_MEMORY, offset),
			       .n = 1,
			       .seed = value };

	pmk_claim_need(ioctl(t->fd, PMK_IOC_RUN, &run) == 0, "a DMA mapping for the device");
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

	/* Its mask of 28 bits keeps addresses below the upper halves. */
	pmk_claim_must((source | target) >> 28 == 0);
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

	pmk_claim_must(dma_try(&t->q) == 0);
	__atomic_store_n(&t->over, true, __ATOMIC_RELEASE);
	return NULL;
}

/*
 * What arrived at the other end; @steps are PMK_RUN_*. @bounced: NULL, or out.
 */
static inline uint64_t edu_trip(enum pmk_dma_memory kind, unsigned int steps, bool *bounced)
{
	struct edu_trip t = { .fd = pmk_claim_module(PMK_OP_MMIO_READ) };
	pthread_t thread;

	t.q = (struct pmk_run){ .op = PMK_ASK_DMA_HOLD,
				.flags = steps,
				.device = edu_device().index,
				.kind = kind,
				.bytes = EDU_BYTES,
				.pages = 2,
				.args = { 0, (uintptr_t)&t.hold } };
	errno = pthread_create(&thread, NULL, edu_hold, &t);
	pmk_claim_need(!errno, "one more thread");
	while (!edu_holds(&t) && !__atomic_load_n(&t.over, __ATOMIC_ACQUIRE))
		edu_pause();
	edu_transfer(&t, t.hold.buffer[0].address, EDU_MEMORY, 0);
	if (!edu_lost)
		edu_transfer(&t, EDU_MEMORY, t.hold.buffer[1].address, EDU_TO_RAM);
	__atomic_store_n(&t.hold.step, 0, __ATOMIC_RELEASE);
	pmk_claim_must(pthread_join(thread, NULL) == 0);
	close(t.fd);
	if (bounced)
		*bounced = t.hold.buffer[0].bounced || t.hold.buffer[1].bounced;
	return t.q.check;
}

#endif
