// SPDX-License-Identifier: GPL-2.0-only
/* All pages side by side in one range of DMA addresses, which is what an IOMMU can make of them. */
#include "scatter.h"

static void setup(struct pmk_case *c)
{
	scatter_setup_list(c, PMK_OP_DMA_IOVA);
}

static void run(struct pmk_case *c, uint64_t n)
{
	dma_run(c, n);
	scatter_segments(c, (double)n);
}

PMK_BENCH = {
	.what = "dma_iova_link() of each page into one range, and dma_iova_destroy()",
	.axes = { SCATTER_AXES },
	.ctx_size = sizeof(struct dma),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = run,
	.verify = dma_verify,
};
