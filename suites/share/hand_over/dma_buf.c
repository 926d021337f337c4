// SPDX-License-Identifier: GPL-2.0-only
/* A dma-buf that stays mapped: the two syncs that its documentation asks for, and no copy. */
#include "hand_over.h"

static void setup(struct pmk_case *c)
{
	struct hand_over *x = pmk_priv(c);

	hand_over_dmabuf(c);
	x->to = hand_over_map(c);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct hand_over *x = pmk_priv(c);

	hand_over_begin(x, n);
	while (n--) {
		hand_over_sync(c, DMA_BUF_SYNC_START);
		x->sum += pmk_consume(x->to, x->size_bytes);
		hand_over_sync(c, DMA_BUF_SYNC_END);
	}
}

PMK_BENCH = {
	.what = "DMA_BUF_IOCTL_SYNC, reading a dma-buf that stays mapped, "
		"DMA_BUF_IOCTL_SYNC",
	.axes = { HAND_OVER_SIZES },
	.ctx_size = sizeof(struct hand_over),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = run,
	.verify = hand_over_verify,
};
