// SPDX-License-Identifier: GPL-2.0-only
/* Memory for write-combining stores: loads from it may be uncached. */
#include "access.h"

static void setup(struct pmk_case *c)
{
	access_setup(c, PMK_DMA_WC);
}

PMK_BENCH = {
	.what = "the CPU on memory of dma_alloc_wc()",
	.axes = { ACCESS_AXES },
	.ctx_size = sizeof(struct dma),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = dma_run,
	.verify = access_verify,
};
