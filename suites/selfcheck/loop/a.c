// SPDX-License-Identifier: GPL-2.0-only
/* The A/A pair, first half: reads a page in the first cache, exactly as the other half does. */
#include "loop.h"

PMK_BENCH = {
	.what = "a page in the first cache read by a loop, the first of two identical contenders",
	.ctx_size = sizeof(struct loop),
	.baseline = true,
	.setup = loop_setup,
	.run = loop_run,
	.verify = loop_verify,
};
