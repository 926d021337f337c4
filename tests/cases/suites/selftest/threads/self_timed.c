// SPDX-License-Identifier: GPL-2.0-only
/* Threads that time themselves: an operation takes the first one 1000, the second 2000, … */
#include "pagemark.h"

static void run(struct pmk_case *c, uint64_t n)
{
	pmk_time_add(c, 1000.0 * (pmk_thread(c) + 1) * (double)n);
	pmk_counter_add(c, "thread", "1", (double)pmk_thread(c) * (double)n);
}

static void verify(struct pmk_case *c)
{
	(void)c;
}

PMK_BENCH = {
	.what = "says how long it took",
	.axes = { PMK_LIST("threads", 1, 2) },
	.run = run,
	.verify = verify,
};
