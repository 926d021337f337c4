// SPDX-License-Identifier: GPL-2.0-only
/* A contender whose preparation fails with an errno. */
#include "pagemark.h"
#include <fcntl.h>

static void setup(struct pmk_case *c)
{
	pmk_must(c, open("/nonexistent/file", O_RDONLY) >= 0);
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

PMK_BENCH = { .what = "cannot prepare", .setup = setup, .run = run, .verify = verify };
