// SPDX-License-Identifier: GPL-2.0-only
/* Threads pin pages at the same time, each under their one mmap lock. */
#include "concurrent.h"

static void setup(struct pmk_case *c)
{
	concurrent_setup(c, PMK_OP_PIN);
}

PMK_BENCH = {
	.what = "pin_user_pages() of 8 present base pages by each thread, unpin_user_pages()",
	.axes = { CONCURRENT_AXES },
	.ctx_size = sizeof(struct user_pages),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = user_pages_run,
	.verify = user_pages_verify,
};
