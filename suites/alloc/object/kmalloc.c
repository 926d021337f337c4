// SPDX-License-Identifier: GPL-2.0-only
/* An object from the general caches. */
#include "object.h"

static void setup(struct pmk_case *c)
{
	object_setup(c, PMK_KMALLOC);
}

PMK_BENCH = {
	.what = "kmalloc() of any size, kfree(); one word stored and loaded",
	.axes = { OBJECT_SIZES },
	.ctx_size = sizeof(struct alloc),
	.baseline = true,
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.setup = setup,
	.run = alloc_run,
	.verify = alloc_verify,
};
