// SPDX-License-Identifier: GPL-2.0-only
/* A contender that spends its time beside what it times: no batch of it is ever long. */
#include <unistd.h>

#include "pagemark.h"

static void run(struct pmk_case *c, uint64_t n)
{
	while (n--) {
		usleep(100000);
		pmk_time_add(c, 1);
	}
}

static void verify(struct pmk_case *c)
{
	(void)c;
}

PMK_BENCH = { .what = "times a hundred-thousandth of itself", .run = run, .verify = verify };
