// SPDX-License-Identifier: GPL-2.0-only
/* Load a word of each of many pages, all mapped at once with vmap(). */
#include "many.h"

static void setup(struct pmk_case *c)
{
	many_setup(c, PMK_OP_KMAP_VMAP);
}

PMK_BENCH = {
	.what = "vmap() of all pages, one 64-bit load from each, vunmap(); the TLB is flushed "
		"later, by another task",
	.axes = { MANY_AXES },
	.ctx_size = sizeof(struct page_map),
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.setup = setup,
	.run = many_run_all,
	.verify = page_verify,
};
