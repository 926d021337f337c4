// SPDX-License-Identifier: GPL-2.0-only
/* Anonymous memory up to its first use: as it comes, populated before, or locked. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "../../base_pages.h"
#include "../../first_use.h"
#include "../lock_limit.h"
#include "../locked_now.h"

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

static void *fresh_map(size_t size_bytes, int flags)
{
	return mmap(NULL, size_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags,
		    -1, 0);
}

static void *plain(size_t size_bytes)
{
	return fresh_map(size_bytes, 0);
}

static void *populated(size_t size_bytes)
{
	return fresh_map(size_bytes, MAP_POPULATE);
}

/* Frees the mapping if it cannot be locked. */
static void *locked(void *p, size_t size_bytes, int flags)
{
	int err;

	if (p == MAP_FAILED || lock_pages(p, size_bytes, flags) == 0)
		return p;
	err = errno;
	munmap(p, size_bytes);
	errno = err;
	return MAP_FAILED;
}

static void *locked_at_once(size_t size_bytes)
{
	return locked(plain(size_bytes), size_bytes, 0);
}

static void *locked_on_fault(size_t size_bytes)
{
	return locked(plain(size_bytes), size_bytes, MLOCK_ONFAULT);
}

/* The datum is one of these. */
enum { PLAIN, POPULATED, LOCKED, LOCKED_ON_FAULT };
static const struct way ways[] = {
	[PLAIN] = { .make = plain },
	[POPULATED] = { .make = populated, .resident = true },
	[LOCKED] = { .make = locked_at_once, .resident = true, .locked = true },
	[LOCKED_ON_FAULT] = { .make = locked_on_fault, .locked = true },
};

static void lock_limit_setup(struct pmk_case *c, const struct ctx *x)
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

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->way = &ways[pmk_datum(c)];
	x->page_bytes = page_bytes();
	x->pages = pmk_arg(c, "pages");
	x->size_bytes = x->pages * x->page_bytes;
	x->clock_cost = pmk_clock_cost(c);
	/*
	 * Or the same number would mean one huge page here and 512 base pages there. EINVAL: there
	 * are none.
	 */
	pmk_must(c, prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) == 0 || errno == EINVAL);
	if (x->way->locked)
		lock_limit_setup(c, x);
	pmk_set_items_per_op(c, x->pages);
}

/*
 * Ready, use, release, each between two reads of the clock; counting faults is outside of all
 * three.
 */
static void run(struct pmk_case *c, uint64_t n)
{
	const struct ctx *x = pmk_priv(c);

	for (uint64_t i = 0; i < n; i++) {
		struct first_use t = { .start = pmk_part_begin(c) };
		uint8_t *p = x->way->make(x->size_bytes);
		uint64_t released;

		t.ready = pmk_part_end(c);
		pmk_need(c, p != MAP_FAILED, "memory of this size");
		t.faults = page_faults(RUSAGE_SELF);
		t.used_from = pmk_part_begin(c);
		base_pages_touch(p, x->pages, x->page_bytes, 1);
		t.used = pmk_part_end(c);
		t.faults = page_faults(RUSAGE_SELF) - t.faults;
		released = pmk_now(c);
		pmk_must(c, munmap(p, x->size_bytes) == 0);
		pmk_counter_add(c, "release", "clock",
				(double)(pmk_now(c) - released) - x->clock_cost);
		first_use_add(c, &t, x->clock_cost);
	}
}

/* One operation more, looked at from all sides. Returns whether its page faults are its pages. */
static bool once_more(struct pmk_case *c)
{
	const struct ctx *x = pmk_priv(c);
	uint8_t *p = x->way->make(x->size_bytes);
	uint64_t faults;

	pmk_need(c, p != MAP_FAILED, "memory of this size");
	pmk_promise(c, base_pages_present(p, x->size_bytes) == (x->way->resident ? x->pages : 0));
	pmk_promise(c, locked_now(c) == (x->way->locked ? x->size_bytes : 0));
	faults = page_faults(RUSAGE_SELF);
	base_pages_touch(p, x->pages, x->page_bytes, 1);
	faults = page_faults(RUSAGE_SELF) - faults;
	pmk_promise(c, base_pages_present(p, x->size_bytes) == x->pages);
	for (size_t i = 0; i < x->pages; i++)
		pmk_promise(c, *(volatile uint64_t *)(p + i * x->page_bytes) == i + 1);
	pmk_must(c, munmap(p, x->size_bytes) == 0);
	return faults == (x->way->resident ? 0 : x->pages);
}

/* On a busy machine a page fault of the program's own may fall into one of them, not into all. */
static void verify(struct pmk_case *c)
{
	unsigned int inexact = 0;

	while (!once_more(c))
		pmk_promise(c, ++inexact < 5);
}

#define FIRST_TOUCH(name, way, text, ...)                                                  \
	PMK_CONTENDER(name) = { .what = text,                                              \
				.axes = { PMK_LIST("pages", 1, 8, 64, 512, 4096, 16384) }, \
				.datum = way,                                              \
				.setup = setup,                                            \
				.run = run,                                                \
				.verify = verify,                                          \
				__VA_ARGS__ }

FIRST_TOUCH(plain, PLAIN,
	    "unpinned: base pages by mmap(2), then one store into each: every page faults in at "
	    "its first use",
	    .baseline = true);
FIRST_TOUCH(populate, POPULATED,
	    "populated by MAP_POPULATE: base pages by mmap(2), then one store into each, without "
	    "page faults");
FIRST_TOUCH(mlock, LOCKED,
	    "pinned by mlock(2): base pages by mmap(2), then one store into each, no page fault");
FIRST_TOUCH(mlock_onfault, LOCKED_ON_FAULT,
	    "pinned by mlock2(2) with MLOCK_ONFAULT: base pages by mmap(2), then one store into "
	    "each: every page faults in and stays");
