// SPDX-License-Identifier: GPL-2.0-only
/* Load a word of a page through kmap_local_page(). */
#include "page.h"

static void setup(struct pmk_case *c)
{
	page_setup(c, PMK_OP_KMAP_LOCAL);
}

PMK_BENCH = {
	.what = "kmap_local_page(), one 64-bit load, kunmap_local()",
	.axes = { PAGE_AXES },
	.ctx_size = sizeof(struct page_map),
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.setup = setup,
	.run = page_run,
	.verify = page_verify,
};
