// SPDX-License-Identifier: GPL-2.0-only
/* Map a file that sits in the page cache, with its pages present or faulted in at first use. */
#include <endian.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../first_use.h"

#define PAGES 64
#define AROUND \
	16 /* the most pages around a fault; mappings begin at a multiple, so that these fit */

struct ctx {
	int flags;
	int fd;
	size_t page_bytes;
	uint8_t *place;
	uint64_t sum;
	double clock_cost;
};

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	uintptr_t p, window;

	x->flags = (int)pmk_datum(c);
	x->page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	window = AROUND * x->page_bytes;
	x->fd = pmk_tmpfile(c, PAGES * x->page_bytes);
	x->clock_cost = pmk_clock_cost(c);
	/* Room that is ours, to be mapped over. */
	p = (uintptr_t)mmap(NULL, PAGES * x->page_bytes + window, PROT_NONE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pmk_need(c, p != (uintptr_t)MAP_FAILED, "address space for the mappings");
	x->place = (uint8_t *)((p + window - 1) & ~(window - 1));
	pmk_set_items_per_op(c, PAGES);
}

/* The first word of each page. AddressSanitizer would add the page faults of its shadow. */
static __attribute__((no_sanitize_address)) uint64_t use(const struct ctx *x)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < PAGES; i++)
		sum += *(volatile uint64_t *)(x->place + i * x->page_bytes);
	return sum;
}

static void map(struct pmk_case *c, const struct ctx *x)
{
	pmk_need(c,
		 mmap(x->place, PAGES * x->page_bytes, PROT_READ, MAP_SHARED | MAP_FIXED | x->flags,
		      x->fd, 0) == x->place,
		 "a mapping of the file");
}

/* Timed: mapping and first use. Taking the mapping before away is not. */
static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	for (uint64_t i = 0; i < n; i++) {
		struct first_use t;

		pmk_must(c, munmap(x->place, PAGES * x->page_bytes) == 0);
		t.start = pmk_part_begin(c);
		map(c, x);
		t.ready = pmk_part_end(c);
		t.faults = page_faults(RUSAGE_THREAD);
		t.used_from = pmk_part_begin(c);
		x->sum = use(x);
		t.used = pmk_part_end(c);
		t.faults = page_faults(RUSAGE_THREAD) - t.faults;
		first_use_add(c, &t, x->clock_cost);
	}
}

static void verify(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	uint64_t sum = 0, faults;

	for (size_t i = 0; i < PAGES; i++)
		sum += htole64(pmk_pattern_word(i * x->page_bytes / 8));
	pmk_promise(c, x->sum == sum);
	pmk_must_match_pattern(c, x->place, PAGES * x->page_bytes);
	pmk_must(c, munmap(x->place, PAGES * x->page_bytes) == 0);
	map(c, x);
	faults = page_faults(RUSAGE_THREAD);
	pmk_promise(c, use(x) == sum);
	faults = page_faults(RUSAGE_THREAD) - faults;
	pmk_promise(c, x->flags & MAP_POPULATE ? faults == 0 : faults > 0 && faults <= PAGES);
}

/* The datum is a flag of mmap(2). */
#define FILE_MAP(name, flag, text, ...)                                                      \
	PMK_CONTENDER(name) = { .what = text,                                                \
				.axes = { PMK_LIST("around_pages", 1, AROUND) },             \
				.datum = flag,                                               \
				.state = { { PMK_STATE_FAULT_AROUND, .axis = "around_pages", \
					     .pages = true } },                              \
				.setup = setup,                                              \
				.run = run,                                                  \
				.verify = verify,                                            \
				__VA_ARGS__ }

FILE_MAP(touch, 0,
	 "mmap(2) of 64 pages of page cache, then a load from each; a page "
	 "fault maps as many pages around it as the kernel is set to",
	 .baseline = true);
FILE_MAP(populate, MAP_POPULATE,
	 "mmap(2) of 64 pages of page cache with MAP_POPULATE, then a load "
	 "from each, without page faults");
