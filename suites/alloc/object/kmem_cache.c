// SPDX-License-Identifier: GPL-2.0-only
/* An object from a cache of its own. */
#include "object.h"

static void setup(struct pmk_case *c)
{
	object_setup(c, PMK_KMEM_CACHE);
}

PMK_BENCH = {
	.what = "kmem_cache_alloc(), kmem_cache_free(); one word stored and loaded",
	.axes = { OBJECT_SIZES },
	.ctx_size = sizeof(struct alloc),
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.setup = setup,
	.run = alloc_run,
	.verify = alloc_verify,
};
