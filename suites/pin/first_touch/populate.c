// SPDX-License-Identifier: GPL-2.0-only
/* Map anonymous memory with MAP_POPULATE: all pages are there before the first use. */
#include "first_touch.h"

static void *make(size_t size_bytes)
{
	return fresh_map(size_bytes, MAP_POPULATE);
}

static const struct way way = {
	.make = make,
	.resident = true,
	.locked = false,
};

static void setup(struct pmk_case *c)
{
	first_touch_setup(c, &way);
}

PMK_BENCH = {
	.what = "base pages by mmap(2) with MAP_POPULATE, then one store into each, without page "
		"faults",
	.axes = { FIRST_TOUCH_PAGES },
	.ctx_size = sizeof(struct ctx),
	.setup = setup,
	.run = first_touch_run,
	.verify = first_touch_verify,
};
