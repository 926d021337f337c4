// SPDX-License-Identifier: GPL-2.0-only
/* A block of a pool of coherent memory, and its return. */
#include "alloc.h"

static void setup(struct pmk_case *c)
{
	alloc_setup(c, PMK_DMA_POOL);
}

PMK_BENCH = {
	.what = "dma_pool_alloc(), which does not zero, and dma_pool_free() of a block "
		"that the pool has",
	.axes = { ALLOC_SIZES },
	.ctx_size = sizeof(struct dma),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = dma_run,
	.verify = dma_verify,
};
