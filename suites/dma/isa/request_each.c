// SPDX-License-Identifier: GPL-2.0-only
/* Request a channel for each transfer, and free it. */
#include "isa.h"

static void setup(struct pmk_case *c)
{
	isa_setup(c, PMK_OP_ISA_REQUESTED);
}

PMK_BENCH = {
	.what = "request_dma(), the same, free_dma(), each time",
	.axes = { ISA_CHANNELS },
	.ctx_size = sizeof(struct dma),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = dma_run,
	.verify = isa_verify,
};
