// SPDX-License-Identifier: GPL-2.0-only
/* Give objects back to the general caches. */
#include "free.h"

static void setup(struct pmk_case *c)
{
	free_setup(c, PMK_KMALLOC);
}

PMK_BENCH = {
	.what = "kfree() of objects of a page",
	.axes = { FREE_SIZES },
	.ctx_size = sizeof(struct alloc),
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.setup = setup,
	.run = alloc_run,
	.verify = alloc_verify,
};
