// SPDX-License-Identifier: GPL-2.0-only
/* A dma-buf of coherent memory that stays mapped: both syncs, which have nothing to do, no copy. */
#include "hand_over.h"

static void setup(struct pmk_case *c)
{
	struct hand_over *x = pmk_priv(c);

	hand_over_dmabuf(c, PMK_DMA_COHERENT);
	x->to = hand_over_map(c);
}

PMK_BENCH = {
	.what = "DMA_BUF_IOCTL_SYNC, reading a dma-buf that stays mapped, "
		"DMA_BUF_IOCTL_SYNC",
	.axes = { HAND_OVER_SIZES },
	.ctx_size = sizeof(struct hand_over),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = hand_over_synced,
	.verify = hand_over_verify,
};
