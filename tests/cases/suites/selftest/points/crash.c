// SPDX-License-Identifier: GPL-2.0-only
/* A contender that dies of a signal in the middle of a batch. */
#include "pagemark.h"
#include <signal.h>

static void run(struct pmk_case *c, uint64_t n)
{
	(void)c;
	if (n > 1)
		raise(SIGSEGV);
}

static void verify(struct pmk_case *c)
{
	(void)c;
}

PMK_BENCH = { .what = "dies of SIGSEGV", .run = run, .verify = verify };
