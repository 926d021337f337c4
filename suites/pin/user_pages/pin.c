// SPDX-License-Identifier: GPL-2.0-only
/* Pin present user pages by the slow way, and unpin them. */
#include "user_pages.h"

static void setup(struct pmk_case *c)
{
	user_pages_setup(c, PMK_OP_PIN);
}

PMK_BENCH = {
	.what = "pin_user_pages() of present base pages for writing under the mmap lock, "
		"unpin_user_pages()",
	.axes = { USER_PAGES },
	.ctx_size = sizeof(struct user_pages),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = user_pages_run,
	.verify = user_pages_verify,
};
