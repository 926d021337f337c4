// SPDX-License-Identifier: GPL-2.0-only
/* First use of anonymous memory in base pages, or in huge pages of 2 MiB. */
#include <inttypes.h>

#include "../../base_pages.h"
#include "../../first_use.h"
#include "../../huge_memory.h"

/* @kind: of the pages; @ops: operations so far; @faults: of all of them */
struct ctx {
	enum huge_kind kind;
	size_t pages, page_bytes, size_bytes;
	uint64_t ops, faults;
	double clock_cost;
};

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	uint8_t *p;

	x->kind = (enum huge_kind)pmk_datum(c);
	x->page_bytes = page_bytes();
	x->size_bytes = pmk_arg(c, "size");
	x->pages = x->size_bytes / x->page_bytes;
	x->clock_cost = pmk_clock_cost(c);
	huge_need(c, x->kind);
	p = huge_map(c, x->kind, x->size_bytes, MAP_PRIVATE);
	huge_fill(c, x->kind, p, x->size_bytes);
	pmk_must(c, munmap(p, x->size_bytes) == 0);
	pmk_set_items_per_op(c, x->pages);
}

/* A store into each base page, timed; then the memory is given back. */
static void once(struct pmk_case *c, struct ctx *x, uint8_t *p)
{
	uint64_t faults = page_faults(RUSAGE_SELF), start = pmk_part_begin(c);

	base_pages_touch(p, x->pages, x->page_bytes, 1);
	pmk_time_add(c, (double)(pmk_part_end(c) - start) - x->clock_cost);
	faults = page_faults(RUSAGE_SELF) - faults;
	x->faults += faults;
	x->ops++;
	pmk_counter_add(c, "faults", "1", (double)faults);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	for (uint64_t i = 0; i < n; i++) {
		uint8_t *p = huge_map(c, x->kind, x->size_bytes, MAP_PRIVATE);
		uint64_t start;

		once(c, x, p);
		start = pmk_part_begin(c);
		pmk_must(c, munmap(p, x->size_bytes) == 0);
		pmk_counter_add(c, "release", "clock",
				(double)(pmk_part_end(c) - start) - x->clock_cost);
	}
}

/* SKIP where a huge page was missing once: its base pages fault one by one. */
static void check_faults(struct pmk_case *c, const struct ctx *x)
{
	uint64_t base = HUGE_BYTES / x->page_bytes;
	uint64_t wanted = x->ops * (x->kind == HUGE_NONE ? x->pages : x->size_bytes / HUGE_BYTES);
	char reason[160];

	pmk_promise(c, x->faults >= wanted);
	/* A page of the program itself may fault once meanwhile. */
	if (x->faults < wanted + base / 2)
		return;
	snprintf(reason, sizeof(reason),
		 "%" PRIu64 " first uses took %" PRIu64 " page faults instead of %" PRIu64
		 ": not all pages were huge",
		 x->ops, x->faults, wanted);
	pmk_skip(c, reason,
		 "free memory that is not fragmented: echo 1 > /proc/sys/vm/compact_memory");
}

static void verify(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	uint8_t *p = huge_map(c, x->kind, x->size_bytes, MAP_PRIVATE);

	once(c, x, p);
	check_faults(c, x);
	pmk_must(c, huge_bytes(c, p) == (x->kind == HUGE_NONE ? 0 : x->size_bytes));
	for (size_t i = 0; i < x->pages; i++) {
		pmk_promise(c, *(volatile uint64_t *)(p + i * x->page_bytes) == i + 1);
		pmk_promise(c, *(volatile uint64_t *)(p + i * x->page_bytes + 8) == 0);
	}
}

#define HUGE(name, pages, text, ...)                                             \
	PMK_CONTENDER(name) = { .what = text,                                    \
				.axes = { PMK_LIST("size", 2 * MiB, 16 * MiB) }, \
				.datum = pages,                                  \
				.config = { "CONFIG_ADVISE_SYSCALLS" },          \
				.setup = setup,                                  \
				.run = run,                                      \
				.verify = verify,                                \
				__VA_ARGS__ }

HUGE(base, HUGE_NONE,
     "base pages: a store into each of fresh memory, each a page fault that brings a cleared page",
     .baseline = true);
HUGE(thp, HUGE_THP, "transparent huge pages: as base, but one page fault clears 2 MiB",
     .state = { { .name = PMK_STATE_THP, .value = "madvise" } });
HUGE(hugetlb, HUGE_POOL, "huge pages of the pool, otherwise as base",
     .state = { { .name = PMK_STATE_HUGEPAGES, .value = "8" } });
