// SPDX-License-Identifier: GPL-2.0-only
/* A buffer of contiguous pages if there are some, else of single ones. */
#include "fragmented.h"

static void setup(struct pmk_case *c)
{
	fragmented_setup(c, PMK_KVMALLOC);
}

PMK_BENCH = {
	.what = "kvmalloc(): contiguous if there is such memory, else mapped",
	.axes = { FRAGMENTED_AXES },
	.ctx_size = sizeof(struct alloc),
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT | PMK_ONLY_NAMED,
	.setup = setup,
	.run = fragmented_run,
	.verify = fragmented_verify,
};
