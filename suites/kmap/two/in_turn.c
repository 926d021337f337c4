// SPDX-License-Identifier: GPL-2.0-only
/* Load a word of each of two pages, mapped one after the other. */
#include "two.h"

static void setup(struct pmk_case *c)
{
	two_setup(c, PMK_OP_KMAP_LOCAL);
}

static void run(struct pmk_case *c, uint64_t n)
{
	page_run(c, 2 * n);
}

PMK_BENCH = {
	.what = "kmap_local_page(), one 64-bit load, kunmap_local() of one page, then of the other",
	.axes = { TWO_AXES },
	.ctx_size = sizeof(struct page_map),
	.baseline = true,
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.setup = setup,
	.run = run,
	.verify = page_verify,
};
