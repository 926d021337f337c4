// SPDX-License-Identifier: GPL-2.0-only
/* The driver's device is attached to somebody else's dma-buf for one use. */
#include "import.h"

static void setup(struct pmk_case *c)
{
	import_setup(c, PMK_OP_DMABUF_ATTACH);
}

PMK_BENCH = {
	.what = "dma_buf_attach(), dma_buf_map_attachment() and the reverse",
	.axes = { IMPORT_SIZES },
	.ctx_size = sizeof(struct import),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = import_run,
	.verify = import_verify,
};
