// SPDX-License-Identifier: GPL-2.0-only
/* Tell a channel, requested once, of one transfer after the other. */
#include "isa.h"

static void setup(struct pmk_case *c)
{
	isa_setup(c, PMK_OP_ISA_KEPT);
}

PMK_BENCH = {
	.what = "claim_dma_lock(), mode, address, count and residue of a channel that is kept",
	.axes = { ISA_CHANNELS },
	.ctx_size = sizeof(struct dma),
	.baseline = true,
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = dma_run,
	.verify = isa_verify,
};
