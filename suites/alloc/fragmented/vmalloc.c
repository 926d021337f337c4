// SPDX-License-Identifier: GPL-2.0-only
/* A buffer of single pages, of which there are enough. */
#include "fragmented.h"

static void setup(struct pmk_case *c)
{
	fragmented_setup(c, PMK_VMALLOC);
}

PMK_BENCH = {
	.what = "vmalloc(): single pages mapped in a row",
	.axes = { FRAGMENTED_AXES },
	.ctx_size = sizeof(struct alloc),
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT | PMK_ONLY_NAMED,
	.setup = setup,
	.run = fragmented_run,
	.verify = fragmented_verify,
};
