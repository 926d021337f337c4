// SPDX-License-Identifier: GPL-2.0-only
/* Pin fresh memory, which the pin itself has to fault in. */
#include "faulted.h"

static void setup(struct pmk_case *c)
{
	faulted_setup(c, NULL);
}

PMK_BENCH = {
	.what = "pin_user_pages_fast() of fresh base pages, which it faults in, and unpin",
	.axes = { FAULTED_PAGES },
	.ctx_size = sizeof(struct faulted),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = faulted_run,
	.verify = faulted_verify,
};
