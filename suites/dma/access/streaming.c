// SPDX-License-Identifier: GPL-2.0-only
/* Pages of the kernel that are mapped for the device: ordinary memory to the CPU. */
#include "access.h"

static void setup(struct pmk_case *c)
{
	access_setup(c, PMK_DMA_STREAMING);
}

PMK_BENCH = {
	.what = "the CPU on pages under dma_map_single(), which are cached like all "
		"others",
	.axes = { ACCESS_AXES },
	.ctx_size = sizeof(struct dma),
	.baseline = true,
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = dma_run,
	.verify = access_verify,
};
