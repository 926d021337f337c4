// SPDX-License-Identifier: GPL-2.0-only
/* Fill, sync for the device, sync for the CPU and read a buffer that stays mapped. */
#include "cycle.h"

static void setup(struct pmk_case *c)
{
	dma_setup(c, PMK_OP_DMA_CYCLE_SYNC, CYCLE_SEED);
}

PMK_BENCH = {
	.what = "fill, dma_sync_single_for_device(), _for_cpu(), read: one buffer mapped "
		"once",
	.axes = { CYCLE_SIZES },
	.ctx_size = sizeof(struct dma),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = dma_run,
	.verify = cycle_verify,
};
