// SPDX-License-Identifier: GPL-2.0-only
/* A contender with a wish that never comes to its end: somebody has to stop it. */
#include <unistd.h>

#include "pagemark.h"

static void run(struct pmk_case *c, uint64_t n)
{
	(void)c;
	(void)n;
	for (;;)
		pause();
}

static void verify(struct pmk_case *c)
{
	(void)c;
}

PMK_BENCH = {
	.what = "waits for ever",
	.state = { { .name = PMK_STATE_THP, .value = "always" },
		   { .name = PMK_STATE_HUGEPAGES, .value = "3" } },
	.run = run,
	.verify = verify,
};
