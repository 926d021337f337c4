// SPDX-License-Identifier: GPL-2.0-only
/* A contender that never comes back, nor does the process that it started. */
#include "pagemark.h"
#include <unistd.h>

static void run(struct pmk_case *c, uint64_t n)
{
	(void)n;
	pmk_must(c, fork() >= 0);
	for (;;)
		pause();
}

static void verify(struct pmk_case *c)
{
	(void)c;
}

PMK_BENCH = { .what = "hangs", .run = run, .verify = verify };
