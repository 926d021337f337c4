/* SPDX-License-Identifier: GPL-2.0-only */
/* What the claims on dma-bufs share: one that pagemark.ko exports, mapped. */
#ifndef PAGEMARK_SHARE_CLAIMS_EXPORTED_H
#define PAGEMARK_SHARE_CLAIMS_EXPORTED_H

#include <linux/dma-buf.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../../base_pages.h"
#include "pagemark_abi.h"
#include "pagemark_claim.h"

#define BYTES (3 * page_bytes())
#define WORDS (BYTES / 8)
#define SEED  0x0123456789abcdefull

/* Its descriptor; the device that exported it is closed again. @kind: as of the question. */
static inline int exported(uint64_t bytes, enum pmk_dma_memory kind)
{
	struct pmk_run q = {
		.op = PMK_ASK_DMABUF_EXPORT, .kind = kind, .bytes = bytes, .seed = SEED
	};

	pmk_claim_need(pmk_claim_ask(&q) == 0, "a DMA buffer");
	return (int)q.answers[0];
}

static inline uint64_t *exported_map(int fd)
{
	void *p = mmap(NULL, BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	pmk_claim_need(p != MAP_FAILED, "a mapping of the shared buffer");
	return p;
}

#endif
