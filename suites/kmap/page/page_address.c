// SPDX-License-Identifier: GPL-2.0-only
/* Load a word of a page through its permanent address. */
#include "page.h"

static void setup(struct pmk_case *c)
{
	page_setup(c, PMK_OP_KMAP_ADDRESS);
}

PMK_BENCH = {
	.what = "page_address(), one 64-bit load",
	.axes = { PAGE_AXES },
	.ctx_size = sizeof(struct page_map),
	.baseline = true,
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.setup = setup,
	.run = page_run,
	.verify = page_verify,
};
