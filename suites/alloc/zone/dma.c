// SPDX-License-Identifier: GPL-2.0-only
/* Pages that an ISA device reaches. */
#include "../alloc.h"

static void setup(struct pmk_case *c)
{
	alloc_setup(c, PMK_PAGES, PMK_GFP_DMA);
}

PMK_BENCH = {
	.what = "__get_free_pages(GFP_KERNEL | GFP_DMA), free_pages()",
	.axes = { PMK_LIST("size", 4 * KiB) },
	.ctx_size = sizeof(struct alloc),
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.setup = setup,
	.run = alloc_run,
	.verify = alloc_verify,
};
