// SPDX-License-Identifier: GPL-2.0-only
/* Memory that needs syncs, and its release. */
#include "alloc.h"

static void setup(struct pmk_case *c)
{
	alloc_setup(c, PMK_DMA_NONCOHERENT);
}

PMK_BENCH = {
	.what = "dma_alloc_noncoherent(), which zeroes the buffer and maps it, and "
		"dma_free_noncoherent()",
	.axes = { ALLOC_SIZES },
	.ctx_size = sizeof(struct dma),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = dma_run,
	.verify = dma_verify,
};
