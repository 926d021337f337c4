// SPDX-License-Identifier: GPL-2.0-only
/* A contender whose cost is another in every run: false alarms are sure. */
#include <unistd.h>

#include "pagemark.h"

static void run(struct pmk_case *c, uint64_t n)
{
	/* All samples of a run have it as their parent, and the next run is another process. */
	pmk_time_add(c, (1000 + 50 * (double)(getppid() % 97)) * (double)n);
}

static void verify(struct pmk_case *c)
{
	(void)c;
}

PMK_BENCH = {
	.what = "costs something else in every run",
	.baseline = true,
	.run = run,
	.verify = verify,
};
