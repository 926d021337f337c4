// SPDX-License-Identifier: GPL-2.0-only
/* All pages by one scatterlist, which the DMA API may merge. */
#include "scatter.h"

static void setup(struct pmk_case *c)
{
	scatter_setup_list(c, PMK_OP_DMA_MAP_SG);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct dma *x = pmk_priv(c);

	dma_run(c, n);
	scatter_segments(c, (double)x->req.check);
}

static void verify(struct pmk_case *c)
{
	struct dma *x = pmk_priv(c);

	dma_record(c);
	pmk_promise(c, x->req.check >= x->n && x->req.check <= x->n * x->req.pages);
	/* Of a trial: all of the list is there, and what was in the pages still is. */
	pmk_promise(c, x->req.facts & PMK_FACT_COVERED);
	pmk_promise(c, x->req.facts & PMK_FACT_INTACT);
}

PMK_BENCH = {
	.what = "dma_map_sg() and dma_unmap_sg() of a list of single pages",
	.axes = { SCATTER_AXES },
	.ctx_size = sizeof(struct dma),
	.baseline = true,
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = run,
	.verify = verify,
};
