// SPDX-License-Identifier: GPL-2.0-only
/* A contender that takes the two huge pages that it wished for. */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "pagemark.h"

struct ctx {
	size_t page_bytes;
};

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	FILE *f = fopen("/proc/meminfo", "re");
	unsigned long kib = 0;
	char line[256];

	pmk_must(c, f);
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "Hugepagesize: %lu kB", &kib) == 1)
			break;
	fclose(f);
	pmk_must(c, kib);
	x->page_bytes = kib * (size_t)KiB;
}

static void run(struct pmk_case *c, uint64_t n)
{
	const struct ctx *x = pmk_priv(c);

	while (n--) {
		uint8_t *p = mmap(NULL, 2 * x->page_bytes, PROT_READ | PROT_WRITE,
				  MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);

		pmk_must(c, p != MAP_FAILED);
		*(volatile uint8_t *)p = 1;
		*(volatile uint8_t *)(p + x->page_bytes) = 1;
		pmk_must(c, munmap(p, 2 * x->page_bytes) == 0);
	}
}

static void verify(struct pmk_case *c)
{
	(void)c;
}

PMK_BENCH = {
	.what = "two huge pages, mapped, used and given back",
	.state = { { .name = PMK_STATE_HUGEPAGES, .value = "2" } },
	.setup = setup,
	.run = run,
	.verify = verify,
};
