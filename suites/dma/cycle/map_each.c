// SPDX-License-Identifier: GPL-2.0-only
/* Fill a buffer, map it for the device, unmap it and read it, each time. */
#include "cycle.h"

static void setup(struct pmk_case *c)
{
	dma_setup(c, PMK_OP_DMA_CYCLE_MAP, CYCLE_SEED);
}

PMK_BENCH = {
	.what = "fill, dma_map_single(), dma_unmap_single(), read, each time",
	.axes = { CYCLE_SIZES },
	.ctx_size = sizeof(struct dma),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = dma_run,
	.verify = cycle_verify,
};
