// SPDX-License-Identifier: GPL-2.0-only
/* A buffer from the page allocator. */
#include "buffer.h"

static void setup(struct pmk_case *c)
{
	buffer_setup(c, PMK_PAGES, PMK_FACT_CONTIGUOUS, PMK_FACT_VMALLOC);
}

PMK_BENCH = {
	.what = "__get_free_pages() of the order that holds the size, free_pages()",
	.axes = { BUFFER_SIZES },
	.ctx_size = sizeof(struct alloc),
	.baseline = true,
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.setup = setup,
	.run = alloc_run,
	.verify = alloc_verify,
};
