// SPDX-License-Identifier: GPL-2.0-only
/* Pin user pages and unpin them as dirty; from the second time on they are already. */
#include "../user_pages/user_pages.h"

static void setup(struct pmk_case *c)
{
	user_pages_setup(c, PMK_OP_PIN_DIRTY);
}

PMK_BENCH = {
	.what = "pin_user_pages_fast() for writing, unpin_user_pages_dirty_lock() of pages that "
		"are "
		"dirty already",
	.axes = { PMK_LIST("pages", 1, 64) },
	.ctx_size = sizeof(struct user_pages),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = user_pages_run,
	.verify = user_pages_verify,
};
