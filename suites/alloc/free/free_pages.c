// SPDX-License-Identifier: GPL-2.0-only
/* Give pages back to the page allocator. */
#include "free.h"

static void setup(struct pmk_case *c)
{
	free_setup(c, PMK_PAGES);
}

PMK_BENCH = {
	.what = "free_pages() of single pages",
	.axes = { FREE_SIZES },
	.ctx_size = sizeof(struct alloc),
	.baseline = true,
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.setup = setup,
	.run = alloc_run,
	.verify = alloc_verify,
};
