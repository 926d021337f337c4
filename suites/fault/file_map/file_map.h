/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders of file_map share: everything but who makes the pages present. */
#ifndef PAGEMARK_FAULT_FILE_MAP_H
#define PAGEMARK_FAULT_FILE_MAP_H

#include <endian.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "pagemark.h"

#define PAGES  64
#define WINDOW 65536u /* the widest; mappings begin at a multiple, so that windows fit them */

#define FILE_MAP_AXES PMK_LIST("fault_around", 4096, WINDOW)
#define FILE_MAP_STATE                                                 \
	{                                                              \
		.name = PMK_STATE_FAULT_AROUND, .axis = "fault_around" \
	}

struct ctx {
	int flags;
	int fd;
	size_t page_bytes;
	uint8_t *place;
	uint64_t sum;
	double clock_cost;
};

static inline void file_map_setup(struct pmk_case *c, int flags)
{
	struct ctx *x = pmk_priv(c);
	uintptr_t p;

	x->flags = flags;
	x->page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	x->fd = pmk_tmpfile(c, PAGES * x->page_bytes);
	x->clock_cost = pmk_clock_cost(c);
	/* Room that is ours, to be mapped over. */
	p = (uintptr_t)mmap(NULL, PAGES * x->page_bytes + WINDOW, PROT_NONE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pmk_need(c, p != (uintptr_t)MAP_FAILED, "address space for the mappings");
	x->place = (uint8_t *)((p + WINDOW - 1) & ~(uintptr_t)(WINDOW - 1));
	pmk_set_items_per_op(c, PAGES);
}

static inline uint64_t faults_now(void)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	return (uint64_t)usage.ru_minflt + (uint64_t)usage.ru_majflt;
}

/* The first word of each page. AddressSanitizer would add the page faults of its shadow. */
static inline __attribute__((no_sanitize_address)) uint64_t use(const struct ctx *x)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < PAGES; i++)
		sum += *(volatile uint64_t *)(x->place + i * x->page_bytes);
	return sum;
}

static inline void map(struct pmk_case *c, const struct ctx *x)
{
	pmk_need(c,
		 mmap(x->place, PAGES * x->page_bytes, PROT_READ, MAP_SHARED | MAP_FIXED | x->flags,
		      x->fd, 0) == x->place,
		 "a mapping of the file");
}

/* Timed: mapping and first use. Taking the mapping before away is not. */
static inline void file_map_run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	for (uint64_t i = 0; i < n; i++) {
		uint64_t start, ready, faults, used_from, used;

		pmk_must(c, munmap(x->place, PAGES * x->page_bytes) == 0);
		start = pmk_now(c);
		map(c, x);
		ready = pmk_now(c);
		faults = faults_now();
		used_from = pmk_now(c);
		x->sum = use(x);
		used = pmk_now(c);
		faults = faults_now() - faults;
		pmk_counter_add(c, "ready", "clock", (double)(ready - start) - x->clock_cost);
		pmk_counter_add(c, "use", "clock", (double)(used - used_from) - x->clock_cost);
		pmk_counter_add(c, "faults", "1", (double)faults);
		pmk_time_add(c, (double)(ready - start) + (double)(used - used_from) -
					2 * x->clock_cost);
	}
}

static inline void file_map_verify(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	uint64_t sum = 0, faults;

	for (size_t i = 0; i < PAGES; i++)
		sum += htole64(pmk_pattern_word(i * x->page_bytes / 8));
	pmk_promise(c, x->sum == sum);
	pmk_must_match_pattern(c, x->place, PAGES * x->page_bytes);
	pmk_must(c, munmap(x->place, PAGES * x->page_bytes) == 0);
	map(c, x);
	faults = faults_now();
	pmk_promise(c, use(x) == sum);
	faults = faults_now() - faults;
	pmk_promise(c, x->flags & MAP_POPULATE ? faults == 0 : faults > 0 && faults <= PAGES);
}

#endif
