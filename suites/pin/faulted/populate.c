// SPDX-License-Identifier: GPL-2.0-only
/* Have the kernel bring fresh memory in with one call, then pin it. */
#include "faulted.h"

static int populate(const struct faulted *x)
{
	return madvise(x->map, faulted_bytes(x), MADV_POPULATE_WRITE);
}

static void setup(struct pmk_case *c)
{
	faulted_setup(c, populate);
}

PMK_BENCH = {
	.what = "madvise(2) with MADV_POPULATE_WRITE of fresh base pages, then "
		"pin_user_pages_fast() of all and unpin",
	.axes = { FAULTED_PAGES },
	.ctx_size = sizeof(struct faulted),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = faulted_run,
	.verify = faulted_verify,
};
