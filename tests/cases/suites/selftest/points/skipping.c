// SPDX-License-Identifier: GPL-2.0-only
/* A contender that finds in its setup that this machine cannot. */
#include "pagemark.h"

static void setup(struct pmk_case *c)
{
	pmk_skip(c, "there is no moon tonight", "wait for one");
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

PMK_BENCH = { .what = "skips", .setup = setup, .run = run, .verify = verify };
