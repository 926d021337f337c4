// SPDX-License-Identifier: GPL-2.0-only
/* The driver maps a buffer of its own for its device. */
#include "import.h"

static void setup(struct pmk_case *c)
{
	import_setup(c, PMK_OP_DMA_MAP);
}

PMK_BENCH = {
	.what = "dma_map_single(), dma_unmap_single() of a buffer of the driver",
	.axes = { IMPORT_SIZES },
	.ctx_size = sizeof(struct import),
	.baseline = true,
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = import_run,
	.verify = import_verify,
};
