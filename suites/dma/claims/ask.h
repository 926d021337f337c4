/* SPDX-License-Identifier: GPL-2.0-only */
/* Questions about DMA on the device that the claims are about. */
#ifndef PAGEMARK_DMA_CLAIMS_ASK_H
#define PAGEMARK_DMA_CLAIMS_ASK_H

#include <stdio.h>
#include <sys/ioctl.h>

#include "../../module_break.h"
#include "pagemark_abi.h"

#define HELD 32ull /* buffers that PMK_ASK_DMA_ALLOC takes */

/* PMK_ASK_DMA_ALLOC: what it was asked for, and its answers by name. */
struct looked {
	uint64_t kind, bytes, bits, extra;
	uint64_t mask_errno, got, highest, handles, crossings, dirty, bounced, overlaps;
};

static inline struct pmk_device dma_device(void)
{
	struct pmk_device d;

	pmk_claim_device(pmk_claim_module(PMK_OP_DMA_MAP), &d);
	return d;
}

/* Whether an IOMMU gives it addresses of their own. */
static inline bool dma_translated(const struct pmk_device *d)
{
	return d->domain == PMK_DOMAIN_STRICT || d->domain == PMK_DOMAIN_LAZY;
}

/* Whether the kernel was told to bounce each streaming mapping. */
static inline bool dma_forced(void)
{
	char line[4096] = "";
	FILE *f = fopen("/proc/cmdline", "re");

	pmk_claim_must(f && fgets(line, sizeof(line), f));
	fclose(f);
	return strstr(line, "swiotlb=force");
}

static inline void dma_ask(struct pmk_ask *q)
{
	int fd = pmk_claim_module(PMK_OP_DMA_MAP);

	q->abi_version = PMK_ABI_VERSION;
	pmk_claim_must(ioctl(fd, PMK_IOC_ASK, q) == 0);
	close(fd);
}

/* @device: by its index. The mask must have been taken. */
static inline void dma_look_at(struct looked *l, uint32_t device)
{
	struct pmk_ask q = { .question = PMK_ASK_DMA_ALLOC,
			     .device = device,
			     .args = { l->kind, l->bytes, l->bits, l->extra } };

	dma_ask(&q);
	l->mask_errno = q.answers[0];
	l->got = q.answers[1];
	l->highest = q.answers[2];
	l->handles = q.answers[3];
	l->crossings = q.answers[4];
	l->dirty = q.answers[5];
	l->bounced = q.answers[6];
	l->overlaps = q.answers[7];
}

static inline void dma_look(struct looked *l)
{
	dma_look_at(l, dma_device().index);
	pmk_claim_must(l->mask_errno == 0);
}

#endif
