// SPDX-License-Identifier: GPL-2.0-only
/* A contender with as many axes as there can be: each point tells which it is. */
#include "pagemark.h"

static const char *const names[] = { "memory", "access", "share", "pages", "present", "threads" };

static void run(struct pmk_case *c, uint64_t n)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		pmk_counter_add(c, names[i], "1", (double)pmk_arg(c, names[i]) * (double)n);
	while (n--)
		for (uint64_t i = 0; i < 100; i++)
			pmk_keep(i);
}

static void verify(struct pmk_case *c)
{
	(void)c;
}

PMK_BENCH = {
	.what = "says its six parameters",
	.axes = { PMK_WORDS("memory", "anonymous", "file", "thp", "hugetlb"),
		  PMK_WORDS("access", "read", "write"), PMK_WORDS("share", "private", "shared"),
		  PMK_LIST("pages", 1, 512), PMK_WORDS("present", "yes", "no"),
		  PMK_LIST("threads", 1, 2) },
	.baseline = true,
	.run = run,
	.verify = verify,
};
