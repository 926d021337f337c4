// SPDX-License-Identifier: GPL-2.0-only
/* Coherent memory that stays mapped by dma_mmap_coherent(): no copy, and no sync either. */
#include "hand_over.h"

static void setup(struct pmk_case *c)
{
	struct hand_over *x = pmk_priv(c);

	hand_over_dmabuf(c, PMK_DMA_COHERENT);
	x->to = hand_over_map(c);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct hand_over *x = pmk_priv(c);

	hand_over_begin(x, n);
	for (uint64_t i = 0; i < n; i++)
		x->sum += pmk_consume(x->to, x->size_bytes);
}

PMK_BENCH = {
	.what = "reading coherent memory that dma_mmap_coherent() mapped once",
	.axes = { HAND_OVER_SIZES },
	.ctx_size = sizeof(struct hand_over),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = run,
	.verify = hand_over_verify,
};
