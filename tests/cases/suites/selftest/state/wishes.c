// SPDX-License-Identifier: GPL-2.0-only
/* A contender with wishes of every kind, which looks whether they were granted. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pagemark.h"

/* What lies at the path below PAGEMARK_ROOT, without its newline. */
static const char *now(struct pmk_case *c, const char *path)
{
	const char *root = getenv("PAGEMARK_ROOT");
	static char text[256];
	char full[512];
	FILE *f;

	snprintf(full, sizeof(full), "%s%s", root ? root : "", path);
	f = fopen(full, "re");
	pmk_must(c, f);
	pmk_must(c, fgets(text, sizeof(text), f));
	fclose(f);
	text[strcspn(text, "\n")] = '\0';
	return text;
}

static void setup(struct pmk_case *c)
{
	static const char *const bytes[] = { "4096", "65536" };
	const char *around = now(c, "/sys/kernel/debug/fault_around_bytes");

	pmk_must(c, !strcmp(around, bytes[pmk_arg(c, "fault_around") == 65536]));
	if (!pmk_arg(c, "memory"))
		pmk_must(c, !strcmp(now(c, "/proc/sys/vm/nr_hugepages"), "0"));
	else
		pmk_must(c, atoi(now(c, "/proc/sys/vm/nr_hugepages")) == 8);
	pmk_must(c, strstr(now(c, "/sys/kernel/mm/transparent_hugepage/enabled"), "never"));
}

static void run(struct pmk_case *c, uint64_t n)
{
	(void)c;
	while (n--)
		for (uint64_t i = 0; i < 100; i++)
			pmk_keep(i);
}

static void verify(struct pmk_case *c)
{
	setup(c);
}

PMK_BENCH = {
	.what = "a loop with a machine set up for it",
	.axes = { PMK_WORDS("memory", "base", "hugetlb"), PMK_LIST("fault_around", 4096, 65536) },
	.baseline = true,
	.state = { { .name = PMK_STATE_HUGEPAGES,
		     .value = "8",
		     .axis = "memory",
		     .where = "hugetlb" },
		   { .name = PMK_STATE_FAULT_AROUND, .axis = "fault_around" },
		   { .name = PMK_STATE_THP, .value = "never" } },
	.setup = setup,
	.run = run,
	.verify = verify,
};
