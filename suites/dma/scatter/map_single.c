// SPDX-License-Identifier: GPL-2.0-only
/* As many bytes in one piece: what contiguous memory would have saved. */
#include "scatter.h"

static void setup(struct pmk_case *c)
{
	if (!scatter_adjacent(c))
		pmk_skip(c, "pages that lie apart are no contiguous buffer",
			 "the points with layout:adjacent");
	dma_setup_run(c, (struct pmk_run){ .op = PMK_OP_DMA_MAP,
					   .bytes = pmk_arg(c, "entries") * SCATTER_PAGE });
}

static void run(struct pmk_case *c, uint64_t n)
{
	dma_run(c, n);
	scatter_segments(c, (double)n);
}

PMK_BENCH = {
	.what = "dma_map_single() and dma_unmap_single() of one contiguous buffer",
	.axes = { SCATTER_AXES },
	.ctx_size = sizeof(struct dma),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = run,
	.verify = dma_verify,
};
