/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on the CPU's access to DMA memory share: each word once, by the same loop. */
#ifndef PAGEMARK_DMA_ACCESS_H
#define PAGEMARK_DMA_ACCESS_H

#include "../dma.h"

#define ACCESS_AXES                                                                     \
	PMK_WORDS("do", "read", "write"), PMK_WORDS("order", "ascending", "scattered"), \
		PMK_LIST("size", 64 * KiB)
#define ACCESS_SEED 0x0123456789abcdefull /* word i is this plus i */

static inline void access_setup(struct pmk_case *c, enum pmk_dma_memory kind)
{
	dma_setup_run(c,
		      (struct pmk_run){ .op = pmk_arg(c, "do") ? PMK_OP_DMA_WRITE : PMK_OP_DMA_READ,
					.kind = kind,
					.flags = pmk_arg(c, "order") ? PMK_RUN_RANDOM : 0,
					.bytes = pmk_arg(c, "size"),
					.seed = ACCESS_SEED });
}

/* All words were read, by their sum, or are there afterwards. */
static inline void access_verify(struct pmk_case *c)
{
	struct dma *x = pmk_priv(c);
	uint64_t words = x->req.bytes / 8;
	uint64_t sum = words * ACCESS_SEED + words * (words - 1) / 2;

	dma_record(c);
	pmk_promise(c, x->req.check == x->n * (pmk_arg(c, "do") ? 1 : sum));
	pmk_promise(c, x->req.facts & PMK_FACT_INTACT);
}

#endif
