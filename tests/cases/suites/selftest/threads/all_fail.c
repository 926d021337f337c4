// SPDX-License-Identifier: GPL-2.0-only
/* Threads that all break the same promise at the same time. */
#include "pagemark.h"

static void run(struct pmk_case *c, uint64_t n)
{
	pmk_promise(c, n == 0);
}

static void verify(struct pmk_case *c)
{
	(void)c;
}

PMK_BENCH = {
	.what = "fails in every thread",
	.axes = { PMK_LIST("threads", 1, 2) },
	.run = run,
	.verify = verify,
};
