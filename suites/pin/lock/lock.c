// SPDX-License-Identifier: GPL-2.0-only
/* Lock memory by each call that can, use it once, unlock it. */
#include <stdio.h>
#include <sys/prctl.h>

#include "../../base_pages.h"
#include "../../first_use.h"
#include "../lock_limit.h"
#include "../locked_now.h"

/* The datum: by which call memory is locked. */
enum { MLOCK, MLOCK_PRESENT, ON_FAULT, MAP_FLAG, ALL_CURRENT, ALL_FUTURE };

struct ctx {
	unsigned int way;
	size_t pages, page_bytes, size_bytes;
	double clock_cost;
};

static bool all(const struct ctx *x)
{
	return x->way == ALL_CURRENT || x->way == ALL_FUTURE;
}

static void *map(const struct ctx *x)
{
	return mmap(NULL, x->size_bytes, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS | (x->way == MAP_FLAG ? MAP_LOCKED : 0), -1, 0);
}

/* What precedes locking and is not timed: a mapping, if locking does not make it; its pages. */
static uint8_t *prepare(struct pmk_case *c, const struct ctx *x)
{
	uint8_t *p;

	if (x->way == MAP_FLAG || x->way == ALL_FUTURE)
		return NULL;
	p = base_pages(x->size_bytes);
	pmk_need(c, p != MAP_FAILED, "memory of this size");
	if (x->way == MLOCK_PRESENT)
		base_pages_touch(p, x->pages, x->page_bytes, 0);
	return p;
}

/* Return: where it is locked; NULL and errno if it could not be. */
static uint8_t *lock(const struct ctx *x, uint8_t *p)
{
	long err = 0;

	/* By number: AddressSanitizer replaces what the C library has by nothing. */
	if (all(x))
		err = syscall(SYS_mlockall, x->way == ALL_FUTURE ? MCL_FUTURE : MCL_CURRENT);
	else if (x->way != MAP_FLAG)
		err = lock_pages(p, x->size_bytes, x->way == ON_FAULT ? MLOCK_ONFAULT : 0);
	if (!err && !p)
		p = map(x);
	return err || p == MAP_FAILED ? NULL : p;
}

static void unlock(struct pmk_case *c, const struct ctx *x, uint8_t *p)
{
	pmk_must(c,
		 (all(x) ? syscall(SYS_munlockall) : syscall(SYS_munlock, p, x->size_bytes)) == 0);
}

/* SKIP if the process is so large that locking it could take all memory: AddressSanitizer's is. */
static void check_size(struct pmk_case *c)
{
	uint64_t size_kib, free_kib;

	pmk_need(c,
		 proc_value("/proc/self/status", "VmSize:", &size_kib) &&
			 proc_value("/proc/meminfo", "MemAvailable:", &free_kib),
		 "files of /proc that tell of memory");
	if (size_kib > free_kib / 2)
		pmk_skip(c, "the address space is larger than half of the free memory",
			 "free memory, or a build without AddressSanitizer");
}

/* SKIP if so much may not be locked. */
static void try_lock(struct pmk_case *c, const struct ctx *x)
{
	uint8_t *p = prepare(c, x);
	struct rlimit limit;
	char reason[160];

	pmk_must(c, getrlimit(RLIMIT_MEMLOCK, &limit) == 0);
	limit.rlim_cur = limit.rlim_max;
	pmk_must(c, setrlimit(RLIMIT_MEMLOCK, &limit) == 0);
	p = lock(x, p);
	if (!p) {
		snprintf(reason, sizeof(reason),
			 "cannot lock %s%zu bytes (%s); RLIMIT_MEMLOCK allows %llu",
			 x->way == ALL_CURRENT ? "the whole process with its " : "", x->size_bytes,
			 strerror(errno), (unsigned long long)limit.rlim_max);
		pmk_skip(c, reason, lock_limit_remedy());
	}
	unlock(c, x, p);
	pmk_must(c, munmap(p, x->size_bytes) == 0);
}

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->way = (unsigned int)pmk_datum(c);
	x->page_bytes = page_bytes();
	x->pages = pmk_arg(c, "pages");
	x->size_bytes = x->pages * x->page_bytes;
	x->clock_cost = pmk_clock_cost(c);
	/* Two calls make their mapping themselves; EINVAL: a kernel without huge pages. */
	pmk_must(c, prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) == 0 || errno == EINVAL);
	if (x->way == ALL_CURRENT)
		check_size(c);
	try_lock(c, x);
	pmk_set_items_per_op(c, x->pages);
}

/* Locking and use, then unlocking, each between two reads of the clock. */
static void run(struct pmk_case *c, uint64_t n)
{
	const struct ctx *x = pmk_priv(c);

	for (uint64_t i = 0; i < n; i++) {
		uint8_t *p = prepare(c, x);
		struct first_use t = { .start = pmk_part_begin(c) };
		uint64_t start;
		double cost;

		p = lock(x, p);
		t.ready = pmk_part_end(c);
		pmk_need(c, p, "locked memory");
		t.faults = page_faults(RUSAGE_SELF);
		t.used_from = pmk_part_begin(c);
		base_pages_touch(p, x->pages, x->page_bytes, 1);
		t.used = pmk_part_end(c);
		t.faults = page_faults(RUSAGE_SELF) - t.faults;
		start = pmk_part_begin(c);
		unlock(c, x, p);
		cost = (double)(pmk_part_end(c) - start) - x->clock_cost;
		pmk_must(c, munmap(p, x->size_bytes) == 0);
		first_use_add(c, &t, x->clock_cost);
		pmk_counter_add(c, "unlock", "clock", cost);
		pmk_time_add(c, cost);
	}
}

/* One operation more: what counts as locked, what is present, what faults, what is stored. */
static void verify(struct pmk_case *c)
{
	const struct ctx *x = pmk_priv(c);
	uint8_t *p = lock(x, prepare(c, x));
	size_t locked = locked_now(c);
	uint64_t faults;

	pmk_need(c, p, "locked memory");
	/* What the C library mapped since mlockall(2) is locked as well. */
	pmk_promise(c, all(x) ? locked >= x->size_bytes : locked == x->size_bytes);
	pmk_promise(c, base_pages_present(p, x->size_bytes) == (x->way == ON_FAULT ? 0 : x->pages));
	faults = page_faults(RUSAGE_SELF);
	base_pages_touch(p, x->pages, x->page_bytes, 1);
	faults = page_faults(RUSAGE_SELF) - faults;
	pmk_promise(c, faults == (x->way == ON_FAULT ? x->pages : 0));
	for (size_t i = 0; i < x->pages; i++)
		pmk_promise(c, *(volatile uint64_t *)(p + i * x->page_bytes) == i + 1);
	unlock(c, x, p);
	pmk_promise(c, locked_now(c) == 0);
}

#define LOCK(name, by, text, ...)                                        \
	PMK_CONTENDER(name) = { .what = text,                            \
				.axes = { PMK_LIST("pages", 16, 1024) }, \
				.config = { "CONFIG_ADVISE_SYSCALLS" },  \
				.datum = by,                             \
				.setup = setup,                          \
				.run = run,                              \
				.verify = verify,                        \
				__VA_ARGS__ }

LOCK(mlock, MLOCK, "mlock(2) of fresh memory, a store into each page, munlock(2)",
     .baseline = true);
LOCK(mlock_present, MLOCK_PRESENT,
     "mlock(2) of memory used before: its pages are only marked, otherwise as mlock");
LOCK(mlock_onfault, ON_FAULT,
     "mlock2(2) with MLOCK_ONFAULT of fresh memory, a store that locks each page, munlock(2)");
LOCK(map_locked, MAP_FLAG, "mmap(2) with MAP_LOCKED, a store into each page, munlock(2)");
LOCK(mlockall_current, ALL_CURRENT,
     "mlockall(2) with MCL_CURRENT, which locks the whole process, fresh memory in it, a store "
     "into each page of that, munlockall(2)");
LOCK(mlockall_future, ALL_FUTURE,
     "mlockall(2) with MCL_FUTURE, mmap(2), a store into each page, munlockall(2)");
