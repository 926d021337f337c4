// SPDX-License-Identifier: GPL-2.0-only
/* A contender that tells which process it ran in. */
#include <unistd.h>

#include "pagemark.h"

static void run(struct pmk_case *c, uint64_t n)
{
	pmk_counter_add(c, "process", "number", (double)getpid() * (double)n);
	while (n--)
		for (uint64_t i = 0; i < 100; i++)
			pmk_keep(i);
}

static void verify(struct pmk_case *c)
{
	(void)c;
}

PMK_BENCH = {
	.what = "a loop that counts its process's number",
	.baseline = true,
	.run = run,
	.verify = verify,
};
