// SPDX-License-Identifier: GPL-2.0-only
/* Coherent memory and its release. */
#include "alloc.h"

static void setup(struct pmk_case *c)
{
	alloc_setup(c, PMK_DMA_COHERENT);
}

PMK_BENCH = {
	.what = "dma_alloc_coherent(), which zeroes the buffer, and dma_free_coherent()",
	.axes = { ALLOC_SIZES },
	.ctx_size = sizeof(struct dma),
	.baseline = true,
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = dma_run,
	.verify = dma_verify,
};
