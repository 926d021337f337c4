// SPDX-License-Identifier: GPL-2.0-only
/* Each page by itself: as many mappings as pages. */
#include "scatter.h"

static void setup(struct pmk_case *c)
{
	dma_setup_run(c, (struct pmk_run){ .op = PMK_OP_DMA_MAP_PAGE, .bytes = SCATTER_PAGE });
	pmk_set_bytes_per_op(c, pmk_arg(c, "entries") * SCATTER_PAGE);
}

static void run(struct pmk_case *c, uint64_t n)
{
	dma_run(c, n * pmk_arg(c, "entries"));
	scatter_segments(c, (double)(n * pmk_arg(c, "entries")));
}

PMK_BENCH = {
	.what = "dma_map_page() and dma_unmap_page() for each page",
	.axes = { SCATTER_AXES },
	.ctx_size = sizeof(struct dma),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = run,
	.verify = dma_verify,
};
