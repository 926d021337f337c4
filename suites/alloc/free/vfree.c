// SPDX-License-Identifier: GPL-2.0-only
/* Give pages back that were mapped one by one. */
#include "free.h"

static void setup(struct pmk_case *c)
{
	free_setup(c, PMK_VMALLOC);
}

PMK_BENCH = {
	.what = "vfree() of single pages; the address space is cleaned later, many at a time",
	.axes = { FREE_SIZES },
	.ctx_size = sizeof(struct alloc),
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.setup = setup,
	.run = alloc_run,
	.verify = alloc_verify,
};
