/* SPDX-License-Identifier: GPL-2.0-only */
/* Questions about DMA on the device that the claims are about. */
#ifndef PAGEMARK_DMA_CLAIMS_ASK_H
#define PAGEMARK_DMA_CLAIMS_ASK_H

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "../../dma_forced.h"
#include "pagemark_abi.h"

#define HELD 32ull /* buffers that dma_look() takes: twice as many as the module holds at once */

/* Twice PMK_ASK_DMA_MASKED: what it was asked for, and what was told. */
struct looked {
	uint64_t kind, bytes, bits, extra;
	uint64_t boundary; /* that none should cross, or 0 */
	bool one_by_one;   /* each is let go of before the next one is taken */
	uint64_t mask_errno, got, highest, handles, crossings, dirty, bounced, unknown, overlaps;
};

/* For claims about @bounced. */
static inline void dma_need_bounced(const struct looked *l)
{
	if (l->unknown)
		pmk_claim_skip("this kernel does not say whether mappings of this device bounce",
			       "a kernel that is no guest of Xen: --target x86_64-6.1");
}

static inline struct pmk_device dma_device(void)
{
	struct pmk_device d;

	pmk_claim_device(pmk_claim_module(PMK_OP_DMA_MAP), &d);
	return d;
}

/* Whether an IOMMU gives it addresses of their own. */
static inline bool dma_translated(const struct pmk_device *d)
{
	const char *domain = pmk_claim_domain(d);

	return !strcmp(domain, "strict") || !strcmp(domain, "lazy");
}

/* Adds what was held at once to what was seen. */
static inline void dma_looked(struct looked *l, const struct pmk_hold *held)
{
	for (uint32_t i = 0; i < held->n; i++) {
		uint64_t first = held->buffer[i].address, last = first + l->bytes - 1;

		l->highest = last > l->highest ? last : l->highest;
		l->handles |= first;
		l->crossings += l->boundary && ((first ^ last) & ~(l->boundary - 1));
		l->dirty += held->buffer[i].dirty;
		l->bounced += held->buffer[i].bounced == PMK_BOUNCE_YES;
		l->unknown += held->buffer[i].bounced == PMK_BOUNCE_UNKNOWN;
		for (uint32_t k = 0; k < i; k++)
			l->overlaps += held->buffer[k].address <= last &&
				       first < held->buffer[k].address + l->bytes;
	}
	l->got += held->n;
}

/* PMK_DMA_HELD_MAX buffers. Return: 0 or the errno. */
static inline int dma_hold(const struct looked *l, uint32_t device, uint64_t extra,
			   struct pmk_hold *held)
{
	uint32_t at_once = l->one_by_one ? 1 : PMK_DMA_HELD_MAX, n = 0;

	while (n < PMK_DMA_HELD_MAX) {
		struct pmk_hold some = { 0 };
		struct pmk_run q = { .op = PMK_ASK_DMA_MASKED,
				     .device = device,
				     .kind = (uint32_t)l->kind,
				     .bytes = l->bytes,
				     .pages = at_once,
				     .seed = l->bits,
				     .args = { extra, (uintptr_t)&some } };

		if (pmk_claim_ask(&q))
			return errno;
		memcpy(&held->buffer[n], some.buffer, some.n * sizeof(some.buffer[0]));
		held->n += some.n;
		n += at_once;
	}
	return 0;
}

/* @device: by its index. The second time meets what the first has left behind. */
static inline void dma_look_at(struct looked *l, uint32_t device)
{
	for (int i = 0; i < 2; i++) {
		struct pmk_hold held = { 0 };
		/* Repetitions before it once, a pool's alignment and boundary each time. */
		int err = dma_hold(l, device, i && l->kind != PMK_DMA_POOL ? 0 : l->extra, &held);

		pmk_claim_need(!err || err == EIO, "memory of the kernel");
		l->mask_errno = (uint64_t)err;
		dma_looked(l, &held);
	}
}

/* The mask must have been taken. */
static inline void dma_look(struct looked *l)
{
	dma_look_at(l, dma_device().index);
	pmk_claim_must(l->mask_errno == 0);
}

/* What was got is judged, be it less than was asked for; SKIP where that is nothing. */
static inline void dma_look_some(struct looked *l)
{
	dma_look(l);
	if (!l->got)
		pmk_claim_skip("the kernel has no memory left for buffers of this device",
			       "end what uses it, or a machine with more");
}

#endif
