// SPDX-License-Identifier: GPL-2.0-only
/* An object from a pool with a reserve, on top of a cache of its own. */
#include "object.h"

static void setup(struct pmk_case *c)
{
	object_setup(c, PMK_MEMPOOL);
}

PMK_BENCH = {
	.what = "mempool_alloc(), mempool_free() on top of a cache; one word stored and loaded",
	.axes = { OBJECT_SIZES },
	.ctx_size = sizeof(struct alloc),
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.setup = setup,
	.run = alloc_run,
	.verify = alloc_verify,
};
