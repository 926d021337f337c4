// SPDX-License-Identifier: GPL-2.0-only
/* All pages by one scatterlist, which the DMA API may merge. */
#include <unistd.h>

#include "scatter.h"

static void setup(struct pmk_case *c)
{
	dma_setup_run(c,
		      (struct pmk_run){ .op = PMK_OP_DMA_MAP_SG, .pages = pmk_arg(c, "entries") });
	pmk_set_bytes_per_op(c, pmk_arg(c, "entries") * (uint64_t)sysconf(_SC_PAGESIZE));
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
}

PMK_BENCH = {
	.what = "dma_map_sg() and dma_unmap_sg() of a list of single pages",
	.axes = { SCATTER_ENTRIES },
	.ctx_size = sizeof(struct dma),
	.baseline = true,
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = run,
	.verify = verify,
};
