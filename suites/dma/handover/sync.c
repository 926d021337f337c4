// SPDX-License-Identifier: GPL-2.0-only
/* Hand over and take back a buffer that stays mapped. */
#include "handover.h"

static void setup(struct pmk_case *c)
{
	dma_setup(c, PMK_OP_DMA_SYNC, 0);
}

PMK_BENCH = {
	.what = "dma_sync_single_for_device() and _for_cpu() of a buffer that stays "
		"mapped",
	.axes = { HANDOVER_SIZES },
	.ctx_size = sizeof(struct dma),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = dma_run,
	.verify = dma_verify,
};
