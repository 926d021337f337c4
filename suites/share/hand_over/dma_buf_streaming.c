// SPDX-License-Identifier: GPL-2.0-only
/* A dma-buf of streaming memory that stays mapped: both syncs are those of its DMA mapping. */
#include "hand_over.h"

static void setup(struct pmk_case *c)
{
	struct hand_over *x = pmk_priv(c);

	hand_over_dmabuf(c, PMK_DMA_STREAMING);
	x->to = hand_over_map(c);
}

/* The mapping is for the module's own device; what a sync costs depends on that one's mode. */
static void verify(struct pmk_case *c)
{
	int device = pmk_module_open(c, PMK_OP_EMPTY);

	pmk_module_device_record(c, device, 0, -1);
	close(device);
	hand_over_verify(c);
}

PMK_BENCH = {
	.what = "DMA_BUF_IOCTL_SYNC of a DMA mapping for the CPU, reading the dma-buf that "
		"stays mapped, DMA_BUF_IOCTL_SYNC for the device",
	.axes = { HAND_OVER_SIZES },
	.ctx_size = sizeof(struct hand_over),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = hand_over_synced,
	.verify = verify,
};
