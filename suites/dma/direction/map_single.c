// SPDX-License-Identifier: GPL-2.0-only
/* Map a buffer for one direction by its kernel address, and unmap it. */
#include "direction.h"

static void setup(struct pmk_case *c)
{
	direction_setup(c, PMK_OP_DMA_MAP);
}

PMK_BENCH = {
	.what = "dma_map_single(), dma_unmap_single(); the data untouched",
	.axes = { DIRECTION_AXES },
	.ctx_size = sizeof(struct dma),
	.baseline = true,
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = dma_run,
	.verify = dma_verify,
};
