// SPDX-License-Identifier: GPL-2.0-only
/* Contenders with a limit of memory: one that meets it, one that never does, one that hangs. */
#include <unistd.h>

#include "pagemark.h"

#define FILE_BYTES (32 * MiB)

/* More than the limit, if there is one, on a file system that gives its pages back. */
static void setup(struct pmk_case *c)
{
	close(pmk_tmpfile(c, FILE_BYTES));
}

static void run(struct pmk_case *c, uint64_t n)
{
	(void)c;
	while (n--)
		for (uint64_t i = 0; i < 100; i++)
			pmk_keep(i);
}

static void hang(struct pmk_case *c, uint64_t n)
{
	(void)c;
	(void)n;
	for (;;)
		pause();
}

static void verify(struct pmk_case *c)
{
	pmk_must(c, pmk_limit_met(c));
}

static void verify_nothing(struct pmk_case *c)
{
	(void)c;
}

PMK_CONTENDER(met) = {
	.what = "a loop, after a file of four times the limit was written",
	.baseline = true,
	.state = { { .name = PMK_STATE_MEMORY_LIMIT, .value = "8388608" } },
	.setup = setup,
	.run = run,
	.verify = verify,
};

PMK_CONTENDER(unmet) = {
	.what = "a loop far below its limit",
	.state = { { .name = PMK_STATE_MEMORY_LIMIT, .value = "67108864" } },
	.run = run,
	.verify = verify_nothing,
};

PMK_CONTENDER(hangs) = {
	.what = "waits for ever below a limit",
	.state = { { .name = PMK_STATE_MEMORY_LIMIT, .value = "67108864" } },
	.run = hang,
	.verify = verify_nothing,
};
