// SPDX-License-Identifier: GPL-2.0-only
/* Threads of which the last one finds in its setup that this machine cannot. */
#include "pagemark.h"

static void setup(struct pmk_case *c)
{
	if (pmk_thread(c) + 1 == pmk_arg(c, "threads"))
		pmk_skip(c, "the last thread has no moon", "wait for one");
}

static void run(struct pmk_case *c, uint64_t n)
{
	(void)c;
	(void)n;
}

static void verify(struct pmk_case *c)
{
	(void)c;
}

PMK_BENCH = {
	.what = "skips in its last thread",
	.axes = { PMK_LIST("threads", 1, 2) },
	.setup = setup,
	.run = run,
	.verify = verify,
};
