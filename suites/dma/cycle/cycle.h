/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on a whole DMA cycle share: which data, and that they were read right. */
#ifndef PAGEMARK_DMA_CYCLE_H
#define PAGEMARK_DMA_CYCLE_H

#include "../dma.h"

#define CYCLE_SIZES PMK_SIZES(64, 1 * MiB)
#define CYCLE_SEED  0x0123456789abcdefull /* the first word; word i is this plus i */

/* Each operation reads all words, and their sum is known. */
static inline void cycle_verify(struct pmk_case *c)
{
	struct dma *x = pmk_priv(c);
	uint64_t words = x->req.bytes / 8;

	dma_record(c);
	pmk_promise(c, x->req.check == x->n * (words * CYCLE_SEED + words * (words - 1) / 2));
	pmk_promise(c, x->req.facts & PMK_FACT_INTACT);
}

#endif
