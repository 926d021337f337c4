/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on pinning memory that was never touched share: fresh pages each time. */
#ifndef PAGEMARK_PIN_FAULTED_H
#define PAGEMARK_PIN_FAULTED_H

#include <errno.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "pagemark_module.h"

#define FAULTED_PAGES PMK_LIST("pages", 1, 64)

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

/**
 * struct faulted - the context of every contender
 * @ready: brings the pages in before the pin, timed; NULL: the pin does
 * @fd: the device
 * @req: one pin of all pages
 * @map: where they go
 * @page_bytes: of a base page
 * @n: operations of the last pin: 1
 * @done: operations of all batches
 * @checked: pages that were pinned
 */
struct faulted {
	int fd;
	struct pmk_run req;
	uint64_t n;
	int (*ready)(const struct faulted *x);
	uint8_t *map;
	size_t page_bytes;
	uint64_t done, checked;
};

static inline size_t faulted_bytes(const struct faulted *x)
{
	return x->req.pages * x->page_bytes;
}

static inline void faulted_setup(struct pmk_case *c, int (*ready)(const struct faulted *x))
{
	struct faulted *x = pmk_priv(c);

	x->fd = pmk_module_open(c, PMK_OP_PIN_FAST);
	x->ready = ready;
	x->page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	x->req.op = PMK_OP_PIN_FAST;
	x->req.flags = PMK_RUN_WRITE;
	x->req.pages = pmk_arg(c, "pages");
	x->map = mmap(NULL, faulted_bytes(x), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
		      -1, 0);
	pmk_need(c, x->map != MAP_FAILED, "a mapping of this size");
	/* EINVAL: a kernel without transparent huge pages, which is as good. */
	pmk_must(c, madvise(x->map, faulted_bytes(x), MADV_NOHUGEPAGE) == 0 || errno == EINVAL);
	x->req.addr = (uintptr_t)x->map;
	pmk_set_items_per_op(c, x->req.pages);
}

static inline uint64_t faulted_faults(struct pmk_case *c)
{
	struct rusage usage;

	pmk_must(c, getrusage(RUSAGE_SELF, &usage) == 0);
	return (uint64_t)usage.ru_minflt + (uint64_t)usage.ru_majflt;
}

/* Timed are what makes the pages ready, by our clock, and the pin, by the kernel's. */
static inline void faulted_run(struct pmk_case *c, uint64_t n)
{
	struct faulted *x = pmk_priv(c);

	for (uint64_t i = 0; i < n; i++) {
		uint64_t faults, start;

		pmk_must(c, madvise(x->map, faulted_bytes(x), MADV_DONTNEED) == 0);
		faults = faulted_faults(c);
		start = pmk_now(c);
		if (x->ready) {
			pmk_must(c, x->ready(x) == 0);
			pmk_time_add(c, (double)(pmk_now(c) - start) - pmk_clock_cost(c));
		}
		pmk_module_run(c, 1);
		pmk_counter_add(c, "faults", "1", (double)(faulted_faults(c) - faults));
		x->checked += x->req.check;
	}
	x->done += n;
}

static inline void faulted_verify(struct pmk_case *c)
{
	struct faulted *x = pmk_priv(c);
	unsigned char *present = pmk_alloc(c, x->req.pages);

	pmk_promise(c, x->checked == x->done * x->req.pages);
	pmk_promise(c, x->req.facts & PMK_FACT_PINNED);
	pmk_must(c, mincore(x->map, faulted_bytes(x), present) == 0);
	for (size_t i = 0; i < x->req.pages; i++)
		pmk_promise(c, present[i] & 1);
}

#endif
