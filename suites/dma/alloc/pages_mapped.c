// SPDX-License-Identifier: GPL-2.0-only
/* Pages of the kernel, mapped; then unmapped and freed. */
#include "alloc.h"

static void setup(struct pmk_case *c)
{
	alloc_setup(c, PMK_DMA_STREAMING);
}

PMK_BENCH = {
	.what = "alloc_pages_exact(), which does not zero, dma_map_single(), "
		"dma_unmap_single(), free_pages_exact()",
	.axes = { ALLOC_SIZES },
	.ctx_size = sizeof(struct dma),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = dma_run,
	.verify = dma_verify,
};
