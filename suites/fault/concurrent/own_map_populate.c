// SPDX-License-Identifier: GPL-2.0-only
/* Threads make the pages of their own mappings present with one call each. */
#include <errno.h>

#include "concurrent.h"

static const struct way way = {
	.shared = false,
	.populate = true,
};

static void setup(struct pmk_case *c)
{
	concurrent_setup(c, &way);
	if (madvise(((struct ctx *)pmk_priv(c))->part, 1, MADV_POPULATE_WRITE) && errno == EINVAL)
		pmk_skip(c, "this kernel has no MADV_POPULATE_WRITE", "Linux 5.14 or newer");
}

PMK_BENCH = {
	.what = "64 base pages of every thread's own anonymous mapping by one madvise(2) with "
		"MADV_POPULATE_WRITE, then first stores without page faults",
	.axes = { PMK_LIST("threads", 1, 2, 4) },
	.ctx_size = sizeof(struct ctx),
	.setup = setup,
	.run = concurrent_run,
	.verify = concurrent_verify,
};
