// SPDX-License-Identifier: GPL-2.0-only
/* A contender that works: a short loop. */
#include "pagemark.h"

static void run(struct pmk_case *c, uint64_t n)
{
	pmk_counter_add(c, "operations", "1", (double)n);
	while (n--)
		for (uint64_t i = 0; i < 100; i++)
			pmk_keep(i);
}

static void verify(struct pmk_case *c)
{
	(void)c;
}

PMK_BENCH = {
	.what = "a loop of a hundred turns",
	.axes = { PMK_LIST("turn", 1, 2, 3) },
	.baseline = true,
	.run = run,
	.verify = verify,
};
