// SPDX-License-Identifier: GPL-2.0-only
/* Take a buffer that stays mapped back from the device. */
#include "direction.h"

static void setup(struct pmk_case *c)
{
	direction_setup(c, PMK_OP_DMA_SYNC_CPU);
}

PMK_BENCH = {
	.what = "dma_sync_single_for_cpu() of a buffer that stays mapped",
	.axes = { DIRECTION_AXES },
	.ctx_size = sizeof(struct dma),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = dma_run,
	.verify = dma_verify,
};
