// SPDX-License-Identifier: GPL-2.0-only
/* Hand a buffer that stays mapped to the device. */
#include "direction.h"

static void setup(struct pmk_case *c)
{
	direction_setup(c, PMK_OP_DMA_SYNC_DEVICE);
}

PMK_BENCH = {
	.what = "dma_sync_single_for_device() of a buffer that stays mapped",
	.axes = { DIRECTION_AXES },
	.ctx_size = sizeof(struct dma),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = dma_run,
	.verify = dma_verify,
};
