// SPDX-License-Identifier: GPL-2.0-only
/* Threads take references to pages at the same time, without a lock. */
#include "concurrent.h"

static void setup(struct pmk_case *c)
{
	concurrent_setup(c, PMK_OP_GUP_FAST);
}

PMK_BENCH = {
	.what = "get_user_pages_fast() of 8 present base pages by each thread, put_page() each",
	.axes = { CONCURRENT_AXES },
	.ctx_size = sizeof(struct user_pages),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = user_pages_run,
	.verify = user_pages_verify,
};
