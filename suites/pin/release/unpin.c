// SPDX-License-Identifier: GPL-2.0-only
/* Pin user pages and unpin them as clean as they were. */
#include "../user_pages/user_pages.h"

static void setup(struct pmk_case *c)
{
	user_pages_setup(c, PMK_OP_PIN_FAST);
}

PMK_BENCH = {
	.what = "pin_user_pages_fast() for writing, unpin_user_pages()",
	.axes = { PMK_LIST("pages", 1, 64) },
	.ctx_size = sizeof(struct user_pages),
	.baseline = true,
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = user_pages_run,
	.verify = user_pages_verify,
};
