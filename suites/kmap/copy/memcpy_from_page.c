// SPDX-License-Identifier: GPL-2.0-only
/* Copy out of a page with the helper that maps it by itself. */
#include "copy.h"

static void setup(struct pmk_case *c)
{
	copy_setup(c, PMK_OP_KMAP_FROM);
}

PMK_BENCH = {
	.what = "memcpy_from_page() into a buffer",
	.axes = { COPY_AXES },
	.ctx_size = sizeof(struct page_map),
	.baseline = true,
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.setup = setup,
	.run = page_run,
	.verify = copy_verify,
};
