// SPDX-License-Identifier: GPL-2.0-only
/* Pin user pages, and unpin them as clean as they were or as dirty. */
#include "../user_pages.h"

PMK_CONTENDER(unpin) = {
	.what = "pin_user_pages_fast() for writing, unpin_user_pages()",
	.axes = { PMK_LIST("pages", 1, 64) },
	.baseline = true,
	.datum = PMK_OP_PIN_FAST,
	.needs = PMK_NEED_MODULE,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.setup = user_pages_setup,
	.run = pmk_module_run,
	.verify = user_pages_verify,
};

/* From the second time on they are dirty already. */
PMK_CONTENDER(unpin_dirty) = {
	.what = "pin_user_pages_fast() for writing, unpin_user_pages_dirty_lock() of pages that "
		"are "
		"dirty already",
	.axes = { PMK_LIST("pages", 1, 64) },
	.datum = PMK_OP_PIN_DIRTY,
	.needs = PMK_NEED_MODULE,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.setup = user_pages_setup,
	.run = pmk_module_run,
	.verify = user_pages_verify,
};
