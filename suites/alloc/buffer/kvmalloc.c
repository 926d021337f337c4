// SPDX-License-Identifier: GPL-2.0-only
/* A buffer of either kind, as it comes. */
#include "buffer.h"

static void setup(struct pmk_case *c)
{
	buffer_setup(c, PMK_KVMALLOC, 0, 0);
}

PMK_BENCH = {
	.what = "kvmalloc(): contiguous if there is such memory, else mapped; kvfree()",
	.axes = { BUFFER_SIZES },
	.ctx_size = sizeof(struct alloc),
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.setup = setup,
	.run = alloc_run,
	.verify = alloc_verify,
};
