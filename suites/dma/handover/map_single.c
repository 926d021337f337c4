// SPDX-License-Identifier: GPL-2.0-only
/* Hand a buffer over by mapping it, and take it back by unmapping it. */
#include "handover.h"

static void setup(struct pmk_case *c)
{
	dma_setup(c, PMK_OP_DMA_MAP, 0);
}

PMK_BENCH = {
	.what = "dma_map_single() and dma_unmap_single(), both directions; the data "
		"untouched",
	.axes = { HANDOVER_SIZES },
	.ctx_size = sizeof(struct dma),
	.baseline = true,
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = dma_run,
	.verify = dma_verify,
};
