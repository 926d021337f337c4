// SPDX-License-Identifier: GPL-2.0-only
/* Fill, hand over, take back and read one coherent buffer that is kept. */
#include "cycle.h"

static void setup(struct pmk_case *c)
{
	dma_setup(c, PMK_OP_DMA_CYCLE_COHERENT, CYCLE_SEED);
}

PMK_BENCH = {
	.what = "fill, dma_wmb(), dma_rmb(), read: one coherent buffer reused",
	.axes = { CYCLE_SIZES },
	.ctx_size = sizeof(struct dma),
	.baseline = true,
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = dma_run,
	.verify = cycle_verify,
};
