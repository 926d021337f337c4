// SPDX-License-Identifier: GPL-2.0-only
/* A channel of a DMA engine copies; the record's device says which. */
#include "engine.h"

static void setup(struct pmk_case *c)
{
	engine_setup(c, PMK_OP_ENGINE_COPY);
}

static void verify(struct pmk_case *c)
{
	struct dma *x = pmk_priv(c);

	/* Whether it bounced is not known. */
	pmk_module_channel_record(c, x->req.device);
	engine_verify(c);
}

PMK_BENCH = {
	.what = "a channel for DMA_MEMCPY: sync, prepare, submit, wait, sync",
	.axes = { ENGINE_SIZES },
	.ctx_size = sizeof(struct dma),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = dma_run,
	.verify = verify,
};
