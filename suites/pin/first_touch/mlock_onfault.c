// SPDX-License-Identifier: GPL-2.0-only
/* Map anonymous memory and lock each page as it faults in at its first use. */
#include "first_touch.h"

static void *make(size_t size_bytes)
{
	return lock_or_unmap(fresh_map(size_bytes, 0), size_bytes, MLOCK_ONFAULT);
}

static const struct way way = {
	.make = make,
	.resident = false,
	.locked = true,
};

static void setup(struct pmk_case *c)
{
	first_touch_setup(c, &way);
}

PMK_BENCH = {
	.what = "base pages by mmap(2) and mlock2(2) with MLOCK_ONFAULT, then one store into "
		"each: every page faults in and stays",
	.axes = { FIRST_TOUCH_PAGES },
	.ctx_size = sizeof(struct ctx),
	.setup = setup,
	.run = first_touch_run,
	.verify = first_touch_verify,
};
