// SPDX-License-Identifier: GPL-2.0-only
/* A buffer from kmalloc(), which asks the page allocator from some size on. */
#include "buffer.h"

static void setup(struct pmk_case *c)
{
	buffer_setup(c, PMK_KMALLOC, PMK_FACT_CONTIGUOUS, PMK_FACT_VMALLOC);
}

PMK_BENCH = {
	.what = "kmalloc(), kfree()",
	.axes = { BUFFER_SIZES },
	.ctx_size = sizeof(struct alloc),
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.setup = setup,
	.run = alloc_run,
	.verify = alloc_verify,
};
