/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders of first_touch share: everything but how memory is made ready. */
#ifndef PAGEMARK_PIN_FIRST_TOUCH_H
#define PAGEMARK_PIN_FIRST_TOUCH_H

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../lock_limit.h"
#include "pagemark.h"

#define FIRST_TOUCH_PAGES PMK_LIST("pages", 1, 8, 64, 512, 4096, 16384)

/**
 * struct way - how one contender makes memory ready
 * @make: a fresh private mapping of so many bytes, made ready; MAP_FAILED and errno if it
 *	could not be
 * @resident: then all pages are present, and their first use faults not once; else each
 *	page faults once
 * @locked: then all bytes count as locked
 */
struct way {
	void *(*make)(size_t size_bytes);
	bool resident;
	bool locked;
};

struct ctx {
	const struct way *way;
	size_t pages;
	size_t page_bytes;
	size_t size_bytes;
	double clock_cost;
};

static inline void *fresh_map(size_t size_bytes, int flags)
{
	return mmap(NULL, size_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags,
		    -1, 0);
}

/*
 * By number: AddressSanitizer replaces the C library's mlock() by nothing. Frees the mapping if it
 * cannot.
 */
static inline void *lock_or_unmap(void *p, size_t size_bytes, int flags)
{
	int err;

	if (p == MAP_FAILED)
		return p;
	if ((flags ? syscall(SYS_mlock2, p, size_bytes, flags)
		   : syscall(SYS_mlock, p, size_bytes)) == 0)
		return p;
	err = errno;
	munmap(p, size_bytes);
	errno = err;
	return MAP_FAILED;
}

static inline uint64_t faults_now(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (uint64_t)usage.ru_minflt + (uint64_t)usage.ru_majflt;
}

/* AddressSanitizer would add the page faults of its shadow. */
static inline __attribute__((no_sanitize_address)) void use(const struct ctx *x, uint8_t *p)
{
	for (size_t i = 0; i < x->pages; i++)
		*(volatile uint64_t *)(p + i * x->page_bytes) = i + 1;
}

static inline void lock_limit_setup(struct pmk_case *c, const struct ctx *x)
{
	struct rlimit limit;
	char reason[160];
	void *p;

	pmk_must(c, getrlimit(RLIMIT_MEMLOCK, &limit) == 0);
	limit.rlim_cur = limit.rlim_max;
	pmk_must(c, setrlimit(RLIMIT_MEMLOCK, &limit) == 0);
	p = x->way->make(x->size_bytes);
	if (p == MAP_FAILED) {
		snprintf(reason, sizeof(reason),
			 "cannot lock %zu bytes (%s); RLIMIT_MEMLOCK allows %llu", x->size_bytes,
			 strerror(errno), (unsigned long long)limit.rlim_max);
		pmk_skip(c, reason, lock_limit_remedy());
	}
	pmk_must(c, munmap(p, x->size_bytes) == 0);
}

static inline void first_touch_setup(struct pmk_case *c, const struct way *way)
{
	struct ctx *x = pmk_priv(c);

	x->way = way;
	x->page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	x->pages = pmk_arg(c, "pages");
	x->size_bytes = x->pages * x->page_bytes;
	x->clock_cost = pmk_clock_cost(c);
	/*
	 * Or the same number would mean one huge page here and 512 base pages there. EINVAL: there
	 * are none.
	 */
	pmk_must(c, prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) == 0 || errno == EINVAL);
	if (way->locked)
		lock_limit_setup(c, x);
	pmk_set_items_per_op(c, x->pages);
}

/*
 * Ready, use, release, each between two reads of the clock; counting faults is outside of all
 * three.
 */
static inline void first_touch_run(struct pmk_case *c, uint64_t n)
{
	const struct ctx *x = pmk_priv(c);

	for (uint64_t i = 0; i < n; i++) {
		uint64_t start = pmk_now(c), ready, faults, used_from, used, released;
		uint8_t *p = x->way->make(x->size_bytes);

		ready = pmk_now(c);
		pmk_need(c, p != MAP_FAILED, "memory of this size");
		faults = faults_now();
		used_from = pmk_now(c);
		use(x, p);
		used = pmk_now(c);
		faults = faults_now() - faults;
		released = pmk_now(c);
		pmk_must(c, munmap(p, x->size_bytes) == 0);
		pmk_counter_add(c, "release", "clock",
				(double)(pmk_now(c) - released) - x->clock_cost);
		pmk_counter_add(c, "ready", "clock", (double)(ready - start) - x->clock_cost);
		pmk_counter_add(c, "use", "clock", (double)(used - used_from) - x->clock_cost);
		pmk_counter_add(c, "faults", "1", (double)faults);
		pmk_time_add(c, (double)(ready - start) + (double)(used - used_from) -
					2 * x->clock_cost);
	}
}

/* VmLck of this process, in bytes. */
static inline size_t locked_now(struct pmk_case *c)
{
	FILE *f = fopen("/proc/self/status", "re");
	unsigned long kib = 0;
	bool found = false;
	char line[256];

	pmk_need(c, f, "/proc/self/smaps");
	while (!found && fgets(line, sizeof(line), f))
		found = sscanf(line, "VmLck: %lu kB", &kib) == 1;
	fclose(f);
	pmk_must(c, found);
	return kib * (size_t)KiB;
}

static inline size_t resident_now(struct pmk_case *c, const struct ctx *x, void *p)
{
	unsigned char *present = pmk_alloc(c, x->pages);
	size_t n = 0;

	pmk_must(c, mincore(p, x->size_bytes, present) == 0);
	for (size_t i = 0; i < x->pages; i++)
		n += present[i] & 1;
	return n;
}

/* One operation more, looked at from all sides. */
static inline void first_touch_verify(struct pmk_case *c)
{
	const struct ctx *x = pmk_priv(c);
	uint8_t *p = x->way->make(x->size_bytes);
	uint64_t faults;

	pmk_need(c, p != MAP_FAILED, "memory of this size");
	pmk_promise(c, resident_now(c, x, p) == (x->way->resident ? x->pages : 0));
	pmk_promise(c, locked_now(c) == (x->way->locked ? x->size_bytes : 0));
	faults = faults_now();
	use(x, p);
	faults = faults_now() - faults;
	pmk_promise(c, faults == (x->way->resident ? 0 : x->pages));
	pmk_promise(c, resident_now(c, x, p) == x->pages);
	for (size_t i = 0; i < x->pages; i++)
		pmk_promise(c, *(volatile uint64_t *)(p + i * x->page_bytes) == i + 1);
}

#endif
