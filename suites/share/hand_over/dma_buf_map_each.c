// SPDX-License-Identifier: GPL-2.0-only
/* A dma-buf that is mapped for each hand-over, as one that comes from elsewhere each time. */
#include "hand_over.h"

static void setup(struct pmk_case *c)
{
	hand_over_dmabuf(c, PMK_DMA_COHERENT);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct hand_over *x = pmk_priv(c);

	hand_over_begin(x, n);
	for (uint64_t i = 0; i < n; i++) {
		x->to = hand_over_map(c);
		hand_over_sync(c, DMA_BUF_SYNC_START);
		x->sum += pmk_consume(x->to, x->size_bytes);
		hand_over_sync(c, DMA_BUF_SYNC_END);
		pmk_must(c, munmap(x->to, x->size_bytes) == 0);
	}
}

PMK_BENCH = {
	.what = "mmap(2) of a dma-buf, both syncs around reading it, munmap(2)",
	.axes = { HAND_OVER_SIZES },
	.ctx_size = sizeof(struct hand_over),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = run,
	.verify = hand_over_verify,
};
