// SPDX-License-Identifier: GPL-2.0-only
/* A buffer of single pages that only its addresses join. */
#include "buffer.h"

static void setup(struct pmk_case *c)
{
	buffer_setup(c, PMK_VMALLOC, PMK_FACT_VMALLOC, 0);
}

PMK_BENCH = {
	.what = "vmalloc(): single pages mapped in a row, and vfree()",
	.axes = { BUFFER_SIZES },
	.ctx_size = sizeof(struct alloc),
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.setup = setup,
	.run = alloc_run,
	.verify = alloc_verify,
};
