// SPDX-License-Identifier: GPL-2.0-only
/* Coherent memory for write-combining stores, and its release. */
#include "alloc.h"

static void setup(struct pmk_case *c)
{
	alloc_setup(c, PMK_DMA_WC);
}

PMK_BENCH = {
	.what = "dma_alloc_wc(), which zeroes the buffer, and dma_free_wc()",
	.axes = { ALLOC_SIZES },
	.ctx_size = sizeof(struct dma),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = dma_run,
	.verify = dma_verify,
};
