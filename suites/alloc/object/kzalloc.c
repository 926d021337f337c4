// SPDX-License-Identifier: GPL-2.0-only
/* A zeroed object from the general caches. */
#include "object.h"

static void setup(struct pmk_case *c)
{
	struct alloc *x = object_setup(c, PMK_KZALLOC);

	x->facts |= PMK_FACT_ZEROED;
}

PMK_BENCH = {
	.what = "kzalloc(), which zeroes, and kfree(); one word stored and loaded",
	.axes = { OBJECT_SIZES },
	.ctx_size = sizeof(struct alloc),
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.setup = setup,
	.run = alloc_run,
	.verify = alloc_verify,
};
