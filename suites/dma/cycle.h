/* SPDX-License-Identifier: GPL-2.0-only */
/* A whole DMA cycle, of whichever device: the CPU fills a buffer, hands it over, reads it again. */
#ifndef PAGEMARK_DMA_CYCLE_H
#define PAGEMARK_DMA_CYCLE_H

#include "dma.h"

/* Each operation stores all words and loads them again. */
static inline void cycle_run(struct pmk_case *c, uint64_t n)
{
	struct pmk_module_op *x = pmk_priv(c);

	pmk_module_run(c, n);
	dma_count_uncached(c, 2 * n * (x->req.bytes / 8));
}

/* Three ways for one device, each a contender of a comparison; the first is the baseline. */
#define CYCLE_WAYS(CYCLE)                                                                          \
	CYCLE(coherent, PMK_OP_DMA_CYCLE_COHERENT,                                                 \
	      "one coherent buffer reused: fill, dma_wmb(), dma_rmb(), read", .baseline = true);   \
	CYCLE(map_each, PMK_OP_DMA_CYCLE_MAP,                                                      \
	      "a streaming mapping each time: fill, dma_map_single(), dma_unmap_single(), read");  \
	CYCLE(map_once_sync, PMK_OP_DMA_CYCLE_SYNC,                                                \
	      "one streaming mapping with syncs: fill, dma_sync_single_for_device(), _for_cpu(), " \
	      "read")

#endif
