// SPDX-License-Identifier: GPL-2.0-only
/* Threads that leave the processing unit where they were bound. */
#include <sched.h>
#include <string.h>

#include "pagemark.h"

static void run(struct pmk_case *c, uint64_t n)
{
	cpu_set_t set;

	memset(&set, 0xff, sizeof(set));
	pmk_must(c, sched_setaffinity(0, sizeof(set), &set) == 0);
	while (n--)
		for (uint64_t i = 0; i < 100; i++)
			pmk_keep(i);
}

static void verify(struct pmk_case *c)
{
	(void)c;
}

PMK_BENCH = {
	.what = "a loop in threads that free themselves",
	.axes = { PMK_LIST("threads", 1) },
	.run = run,
	.verify = verify,
};
