// SPDX-License-Identifier: GPL-2.0-only
/* Map anonymous memory and do no more: each page faults at its first use. */
#include "first_touch.h"

static void *make(size_t size_bytes)
{
	return fresh_map(size_bytes, 0);
}

static const struct way way = {
	.make = make,
	.resident = false,
	.locked = false,
};

static void setup(struct pmk_case *c)
{
	first_touch_setup(c, &way);
}

PMK_BENCH = {
	.what = "base pages by mmap(2), then one store into each: every page faults in at its "
		"first use",
	.axes = { FIRST_TOUCH_PAGES },
	.ctx_size = sizeof(struct ctx),
	.baseline = true,
	.setup = setup,
	.run = first_touch_run,
	.verify = first_touch_verify,
};
