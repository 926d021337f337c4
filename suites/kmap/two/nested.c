// SPDX-License-Identifier: GPL-2.0-only
/* Load a word of each of two pages that are mapped at the same time. */
#include "two.h"

static void setup(struct pmk_case *c)
{
	two_setup(c, PMK_OP_KMAP_NESTED);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct page_map *x = pmk_priv(c);

	page_run(c, n);
	x->n = 2 * n; /* loads, as page_verify() expects them */
}

PMK_BENCH = {
	.what = "two nested kmap_local_page(), one 64-bit load from each page, kunmap_local() "
		"in reverse",
	.axes = { TWO_AXES },
	.ctx_size = sizeof(struct page_map),
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.setup = setup,
	.run = run,
	.verify = page_verify,
};
