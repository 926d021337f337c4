// SPDX-License-Identifier: GPL-2.0-only
/* Load a word of each of many pages, each mapped by itself with kmap_local_page(). */
#include "many.h"

static void setup(struct pmk_case *c)
{
	many_setup(c, PMK_OP_KMAP_LOCAL);
}

PMK_BENCH = {
	.what = "kmap_local_page(), one 64-bit load, kunmap_local() of each page in turn",
	.axes = { MANY_AXES },
	.ctx_size = sizeof(struct page_map),
	.baseline = true,
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.setup = setup,
	.run = many_run_each,
	.verify = page_verify,
};
