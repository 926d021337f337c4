// SPDX-License-Identifier: GPL-2.0-only
/* The frame behind an address of this program, which the kernel tells in a file. */
#include <fcntl.h>
#include <unistd.h>

#include "../translation.h"

#define FRAME ((1ull << 55) - 1)

/**
 * struct pagemap - the context
 * @fd: /proc/self/pagemap
 * @mem: the pages
 * @n: operations of the last batch
 * @sum: of the frames that it found
 */
struct pagemap {
	int fd;
	uint8_t *mem;
	uint64_t n, sum;
};

static void setup(struct pmk_case *c)
{
	struct pagemap *x = pmk_priv(c);
	uint64_t bytes = (uint64_t)sysconf(_SC_PAGESIZE) * TRANSLATION_PAGES;

	x->fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	pmk_need(c, x->fd >= 0, "opening /proc/self/pagemap");
	x->mem = pmk_alloc(c, bytes);
}

/* The kernel looks at all pages up to the end of the page table, and gives the one asked for. */
static uint64_t frame_of(struct pmk_case *c, const struct pagemap *x, uint64_t page)
{
	off_t first = (off_t)((uintptr_t)x->mem / (uintptr_t)sysconf(_SC_PAGESIZE));
	uint64_t entry;

	pmk_must(c, pread(x->fd, &entry, sizeof(entry), (first + (off_t)page) * 8) == 8);
	return entry & FRAME;
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct pagemap *x = pmk_priv(c);
	uint64_t page = 0;

	x->n = n;
	x->sum = 0;
	for (uint64_t i = 0; i < n; i++) {
		x->sum += frame_of(c, x, page);
		page = page + 1 == TRANSLATION_PAGES ? 0 : page + 1;
	}
}

/* The frames stay the same, and without CAP_SYS_ADMIN they would all be 0. */
static void verify(struct pmk_case *c)
{
	struct pagemap *x = pmk_priv(c);
	uint64_t sum = 0;

	for (uint64_t i = 0; i < x->n; i++)
		sum += frame_of(c, x, i % TRANSLATION_PAGES);
	pmk_must(c, sum == x->sum);
	pmk_must(c, frame_of(c, x, 0) != 0);
}

PMK_BENCH = {
	.what = "pread(2) of an entry of /proc/self/pagemap; 512 pages of this process in turn",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.config = { "CONFIG_PROC_PAGE_MONITOR" },
	.setup = setup,
	.run = run,
	.verify = verify,
};
