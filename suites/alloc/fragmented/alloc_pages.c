// SPDX-License-Identifier: GPL-2.0-only
/* Contiguous pages, which the kernel puts together if it has none. */
#include "fragmented.h"

static void setup(struct pmk_case *c)
{
	fragmented_setup(c, PMK_PAGES);
}

PMK_BENCH = {
	.what = "__get_free_pages() of the order that holds the size",
	.axes = { FRAGMENTED_AXES },
	.ctx_size = sizeof(struct alloc),
	.baseline = true,
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT | PMK_ONLY_NAMED,
	.setup = setup,
	.run = fragmented_run,
	.verify = fragmented_verify,
};
