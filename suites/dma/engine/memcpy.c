// SPDX-License-Identifier: GPL-2.0-only
/* The CPU copies. */
#include "engine.h"

static void setup(struct pmk_case *c)
{
	engine_setup(c, PMK_OP_ENGINE_CPU);
}

PMK_BENCH = {
	.what = "memcpy() in the kernel",
	.axes = { ENGINE_SIZES },
	.ctx_size = sizeof(struct dma),
	.baseline = true,
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = dma_run,
	.verify = engine_verify,
};
