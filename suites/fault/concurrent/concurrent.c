// SPDX-License-Identifier: GPL-2.0-only
/* Threads of one process bring pages in at the same time: whose mapping it is, and who faults. */
#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../base_pages.h"
#include "../../first_use.h"

/* Few, so that a batch holds several operations and the threads meet at different moments. */
#define PAGES 64

/* The datum: all threads have their parts in one mapping; else each has a mapping of its own. */
#define SHARED 1
/* One call makes all pages present before their first use; else each page faults. */
#define POPULATED 2

struct ctx {
	bool shared, populate;
	size_t page_bytes;
	uint8_t *part;
	double clock_cost;
};

static size_t part_bytes(const struct ctx *x)
{
	return PAGES * x->page_bytes;
}

/* Between two inaccessible pages, so that the kernel does not join it with its neighbours. */
static uint8_t *fresh_map(struct pmk_case *c, size_t page_bytes, size_t size_bytes)
{
	uint8_t *p = mmap(NULL, size_bytes + 2 * page_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
			  -1, 0);

	pmk_need(c, p != MAP_FAILED, "a mapping of this size");
	p += page_bytes;
	pmk_need(c, mprotect(p, size_bytes, PROT_READ | PROT_WRITE) == 0, "memory to write to");
	/* Base pages. EINVAL: this kernel has no others. */
	pmk_must(c, madvise(p, size_bytes, MADV_NOHUGEPAGE) == 0 || errno == EINVAL);
	return p;
}

static void prepare_shared(struct pmk_case *c, void *shared)
{
	const struct ctx *x = pmk_priv(c);

	*(uint8_t **)shared = fresh_map(c, x->page_bytes, part_bytes(x) * pmk_arg(c, "threads"));
}

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->shared = pmk_datum(c) & SHARED;
	x->populate = pmk_datum(c) & POPULATED;
	x->page_bytes = page_bytes();
	x->clock_cost = pmk_clock_cost(c);
	if (x->shared)
		x->part = *(uint8_t **)pmk_shared(c, sizeof(x->part), prepare_shared) +
			  pmk_thread(c) * part_bytes(x);
	else
		x->part = fresh_map(c, x->page_bytes, part_bytes(x));
	if (x->populate && madvise(x->part, 1, MADV_POPULATE_WRITE) && errno == EINVAL)
		pmk_skip(c, "this kernel has no MADV_POPULATE_WRITE", "Linux 5.14 or newer");
	pmk_set_items_per_op(c, PAGES);
}

static void use(const struct ctx *x)
{
	base_pages_touch(x->part, PAGES, x->page_bytes, 1);
}

static void make_ready(struct pmk_case *c, const struct ctx *x)
{
	if (x->populate)
		pmk_need(c, madvise(x->part, part_bytes(x), MADV_POPULATE_WRITE) == 0,
			 "memory for the whole mapping");
}

/*
 * Timed is getting the pages and their first use. Giving them back is not, but it happens beside
 * the other threads' timed parts, as it does in a program that recycles its memory.
 */
static void run(struct pmk_case *c, uint64_t n)
{
	const struct ctx *x = pmk_priv(c);

	for (uint64_t i = 0; i < n; i++) {
		struct first_use t = { .start = pmk_part_begin(c) };
		uint64_t released;

		make_ready(c, x);
		t.ready = pmk_part_end(c);
		t.faults = page_faults(RUSAGE_THREAD);
		t.used_from = pmk_part_begin(c);
		use(x);
		t.used = pmk_part_end(c);
		t.faults = page_faults(RUSAGE_THREAD) - t.faults;
		released = pmk_now(c);
		pmk_must(c, madvise(x->part, part_bytes(x), MADV_DONTNEED) == 0);
		pmk_counter_add(c, "release", "clock",
				(double)(pmk_now(c) - released) - x->clock_cost);
		first_use_add(c, &t, x->clock_cost);
	}
}

/* Whether the mapping around the part is just as large as it should be. */
static void check_mapping(struct pmk_case *c, const struct ctx *x)
{
	uint64_t from = 0, to = 0, part = (uintptr_t)x->part;
	uint64_t before = x->shared ? pmk_thread(c) * part_bytes(x) : 0;
	uint64_t size = part_bytes(x) * (x->shared ? pmk_arg(c, "threads") : 1);
	FILE *f = fopen("/proc/self/maps", "re");
	unsigned long long a, b;
	char line[512];

	pmk_need(c, f, "/proc/self/maps");
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "%llx-%llx", &a, &b) == 2 && a <= part && part < b) {
			from = a;
			to = b;
		}
	fclose(f);
	pmk_must(c, from == part - before && to == from + size);
}

/* One operation more, alone: all that was counted is this thread's, page by page. */
static void verify(struct pmk_case *c)
{
	const struct ctx *x = pmk_priv(c);
	uint64_t faults;

	check_mapping(c, x);
	pmk_promise(c, madvise(x->part, part_bytes(x), MADV_DONTNEED) == 0);
	make_ready(c, x);
	faults = page_faults(RUSAGE_THREAD);
	use(x);
	faults = page_faults(RUSAGE_THREAD) - faults;
	pmk_promise(c, faults == (x->populate ? 0 : PAGES));
	pmk_promise(c, base_pages_present(x->part, part_bytes(x)) == PAGES);
	for (size_t i = 0; i < PAGES; i++)
		pmk_promise(c, *(volatile uint64_t *)(x->part + i * x->page_bytes) == i + 1);
}

#define CONCURRENT(name, how, text, ...)                                  \
	PMK_CONTENDER(name) = { .what = text,                             \
				.axes = { PMK_LIST("threads", 1, 2, 4) }, \
				.config = { "CONFIG_ADVISE_SYSCALLS" },   \
				.datum = how,                             \
				.setup = setup,                           \
				.run = run,                               \
				.verify = verify,                         \
				__VA_ARGS__ }

CONCURRENT(shared_map, SHARED,
	   "first stores into 64 base pages, each a page fault: threads in their parts of one "
	   "anonymous mapping",
	   .baseline = true);
CONCURRENT(own_map, 0,
	   "first stores into 64 base pages, each a page fault: every thread in an anonymous "
	   "mapping of its own");
CONCURRENT(own_map_populate, POPULATED,
	   "64 base pages of every thread's own anonymous mapping by one madvise(2) with "
	   "MADV_POPULATE_WRITE, then first stores without page faults");
