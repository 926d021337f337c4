// SPDX-License-Identifier: GPL-2.0-only
/* Threads fault pages in, each in a mapping of its own, in the same address space. */
#include "concurrent.h"

static const struct way way = {
	.shared = false,
	.populate = false,
};

static void setup(struct pmk_case *c)
{
	concurrent_setup(c, &way);
}

PMK_BENCH = {
	.what = "first stores into 64 base pages, each a page fault: every thread in an anonymous "
		"mapping of its own",
	.axes = { PMK_LIST("threads", 1, 2, 4) },
	.ctx_size = sizeof(struct ctx),
	.setup = setup,
	.run = concurrent_run,
	.verify = concurrent_verify,
};
