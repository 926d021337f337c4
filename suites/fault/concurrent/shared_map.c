// SPDX-License-Identifier: GPL-2.0-only
/* Threads fault pages in, each in its own part of one mapping. */
#include "concurrent.h"

static const struct way way = {
	.shared = true,
	.populate = false,
};

static void setup(struct pmk_case *c)
{
	concurrent_setup(c, &way);
}

PMK_BENCH = {
	.what = "first stores into 64 base pages, each a page fault: threads in their parts of one "
		"anonymous mapping",
	.axes = { PMK_LIST("threads", 1, 2, 4) },
	.ctx_size = sizeof(struct ctx),
	.baseline = true,
	.setup = setup,
	.run = concurrent_run,
	.verify = concurrent_verify,
};
