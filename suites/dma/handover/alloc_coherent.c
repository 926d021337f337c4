// SPDX-License-Identifier: GPL-2.0-only
/* Make a coherent buffer for one transfer, and free it. */
#include "handover.h"

static void setup(struct pmk_case *c)
{
	dma_setup(c, PMK_OP_DMA_ALLOC, 0);
}

PMK_BENCH = {
	.what = "dma_alloc_coherent(), which zeroes the buffer, and dma_free_coherent()",
	.axes = { HANDOVER_SIZES },
	.ctx_size = sizeof(struct dma),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = dma_run,
	.verify = dma_verify,
};
