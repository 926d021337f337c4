/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders of concurrent share: everything but whose mapping it is and who faults. */
#ifndef PAGEMARK_FAULT_CONCURRENT_H
#define PAGEMARK_FAULT_CONCURRENT_H

#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "pagemark.h"

/* Few, so that a batch holds several operations and the threads meet at different moments. */
#define PAGES 64

/**
 * struct way - how one contender gets its pages
 * @shared: all threads have their parts in one mapping; else each has a mapping of its own
 * @populate: one call makes all pages present before their first use; else each page faults
 */
struct way {
	bool shared;
	bool populate;
};

struct ctx {
	const struct way *way;
	size_t page_bytes;
	uint8_t *part;
	double clock_cost;
};

static inline size_t part_bytes(const struct ctx *x)
{
	return PAGES * x->page_bytes;
}

/* Between two inaccessible pages, so that the kernel does not join it with its neighbours. */
static inline uint8_t *fresh_map(struct pmk_case *c, size_t page_bytes, size_t size_bytes)
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

static inline void prepare_shared(struct pmk_case *c, void *shared)
{
	const struct ctx *x = pmk_priv(c);

	*(uint8_t **)shared = fresh_map(c, x->page_bytes, part_bytes(x) * pmk_arg(c, "threads"));
}

static inline void concurrent_setup(struct pmk_case *c, const struct way *way)
{
	struct ctx *x = pmk_priv(c);

	x->way = way;
	x->page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	x->clock_cost = pmk_clock_cost(c);
	if (way->shared)
		x->part = *(uint8_t **)pmk_shared(c, sizeof(x->part), prepare_shared) +
			  pmk_thread(c) * part_bytes(x);
	else
		x->part = fresh_map(c, x->page_bytes, part_bytes(x));
	pmk_set_items_per_op(c, PAGES);
}

static inline uint64_t faults_now(void)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	return (uint64_t)usage.ru_minflt + (uint64_t)usage.ru_majflt;
}

/* AddressSanitizer would add the page faults of its shadow. */
static inline __attribute__((no_sanitize_address)) void use(const struct ctx *x)
{
	for (size_t i = 0; i < PAGES; i++)
		*(volatile uint64_t *)(x->part + i * x->page_bytes) = i + 1;
}

static inline void make_ready(struct pmk_case *c, const struct ctx *x)
{
	if (x->way->populate)
		pmk_need(c, madvise(x->part, part_bytes(x), MADV_POPULATE_WRITE) == 0,
			 "memory for the whole mapping");
}

/*
 * Timed is getting the pages and their first use. Giving them back is not, but it happens beside
 * the other threads' timed parts, as it does in a program that recycles its memory.
 */
static inline void concurrent_run(struct pmk_case *c, uint64_t n)
{
	const struct ctx *x = pmk_priv(c);

	for (uint64_t i = 0; i < n; i++) {
		uint64_t start = pmk_now(c), ready, faults, used_from, used, released;

		make_ready(c, x);
		ready = pmk_now(c);
		faults = faults_now();
		used_from = pmk_now(c);
		use(x);
		used = pmk_now(c);
		faults = faults_now() - faults;
		released = pmk_now(c);
		pmk_must(c, madvise(x->part, part_bytes(x), MADV_DONTNEED) == 0);
		pmk_counter_add(c, "release", "clock",
				(double)(pmk_now(c) - released) - x->clock_cost);
		pmk_counter_add(c, "ready", "clock", (double)(ready - start) - x->clock_cost);
		pmk_counter_add(c, "use", "clock", (double)(used - used_from) - x->clock_cost);
		pmk_counter_add(c, "faults", "1", (double)faults);
		pmk_time_add(c, (double)(ready - start) + (double)(used - used_from) -
					2 * x->clock_cost);
	}
}

/* Whether the mapping around the part is just as large as it should be. */
static inline void check_mapping(struct pmk_case *c, const struct ctx *x)
{
	uint64_t from = 0, to = 0, part = (uintptr_t)x->part;
	uint64_t before = x->way->shared ? pmk_thread(c) * part_bytes(x) : 0;
	uint64_t size = part_bytes(x) * (x->way->shared ? pmk_arg(c, "threads") : 1);
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
static inline void concurrent_verify(struct pmk_case *c)
{
	const struct ctx *x = pmk_priv(c);
	unsigned char *present = pmk_alloc(c, PAGES);
	uint64_t faults;

	check_mapping(c, x);
	pmk_promise(c, madvise(x->part, part_bytes(x), MADV_DONTNEED) == 0);
	make_ready(c, x);
	faults = faults_now();
	use(x);
	faults = faults_now() - faults;
	pmk_promise(c, faults == (x->way->populate ? 0 : PAGES));
	pmk_must(c, mincore(x->part, part_bytes(x), present) == 0);
	for (size_t i = 0; i < PAGES; i++)
		pmk_promise(c, (present[i] &
				1) && *(volatile uint64_t *)(x->part + i * x->page_bytes) == i + 1);
}

#endif
