/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on a kernel mapping of a page share: the pages, the batch, the check. */
#ifndef PAGEMARK_KMAP_PAGE_H
#define PAGEMARK_KMAP_PAGE_H

#include <errno.h>
#include <sys/ioctl.h>

#include "pagemark_module.h"

#define PAGE_AXES PMK_WORDS("zone", "low", "high"), PMK_LIST("pages", 1, 1024)

#define PAGE_SEED 0xfedcba9876543210ull /* the word in page 0; page i holds this plus i */

/* kmap() clears its table of 512 or 1024 mappings only when it is full: many times in a batch. */
#define PAGE_BATCH_MIN 2048

/**
 * struct page_map - the context of every contender
 * @fd: the device
 * @req: one operation
 * @n: operations of the last batch
 */
struct page_map {
	int fd;
	struct pmk_run req;
	uint64_t n;
};

static inline void page_setup_set(struct pmk_case *c, unsigned int op, uint64_t pages,
				  uint64_t bytes)
{
	struct page_map *x = pmk_priv(c);
	bool high = pmk_arg(c, "zone");
	int ret;

	x->fd = pmk_module_open(c, op);
	if (high && op == PMK_OP_KMAP_ADDRESS)
		pmk_skip(c, "a page of high memory has no page_address() until it is mapped",
			 "none is needed: the other contenders map it");
	x->req = (struct pmk_run){ .abi_version = PMK_ABI_VERSION, .op = op, .n = 1 };
	x->req.flags = high ? PMK_RUN_HIGHMEM : 0;
	x->req.pages = pages;
	x->req.bytes = bytes;
	x->req.seed = PAGE_SEED;
	ret = ioctl(x->fd, PMK_IOC_RUN, &x->req);
	if (ret && errno == ENODEV)
		pmk_skip(c, "this kernel has no high memory", "--target i386-pae-6.1");
	pmk_need(c, ret == 0, "pages of the kernel to map");
}

static inline void page_setup(struct pmk_case *c, unsigned int op)
{
	page_setup_set(c, op, pmk_arg(c, "pages"), 0);
	pmk_set_batch_min(c, PAGE_BATCH_MIN);
}

static inline void page_run(struct pmk_case *c, uint64_t n)
{
	struct page_map *x = pmk_priv(c);

	x->n = n;
	pmk_module_run(c, n);
}

/* The words of n loads, one from each page in turn. */
static inline uint64_t page_sum(uint64_t n, uint64_t pages)
{
	uint64_t rounds = n / pages, rest = n % pages;

	return n * PAGE_SEED + rounds * (pages * (pages - 1) / 2) + rest * (rest - 1) / 2;
}

static inline void page_verify(struct pmk_case *c)
{
	struct page_map *x = pmk_priv(c);
	uint32_t zone = pmk_arg(c, "zone") ? PMK_FACT_HIGHMEM : PMK_FACT_LOWMEM;

	pmk_promise(c, x->req.check == page_sum(x->n, x->req.pages));
	pmk_must(c, (x->req.facts & (PMK_FACT_HIGHMEM | PMK_FACT_LOWMEM)) == zone);
}

#endif
