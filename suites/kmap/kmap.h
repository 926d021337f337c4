/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on kernel mappings of pages share: the pages, the batch, the check. */
#ifndef PAGEMARK_KMAP_H
#define PAGEMARK_KMAP_H

#include "pagemark_module.h"

#define KMAP_ZONES PMK_WORDS("zone", "low", "high")

#define KMAP_SEED 0xfedcba9876543210ull /* the word in page 0; page i holds this plus i */

/* kmap() clears its table of 512 or 1024 mappings only when it is full: many times in a batch. */
#define KMAP_BATCH_MIN 2048

/* The datum is the op. @pages: taken in turn; @bytes: copied out of each, or 0. */
static inline void kmap_setup(struct pmk_case *c, uint64_t pages, uint64_t bytes)
{
	bool high = pmk_arg(c, "zone");
	struct pmk_module_op *x =
		pmk_module_setup(c, (struct pmk_run){ .op = (uint32_t)pmk_datum(c),
						      .flags = high ? PMK_RUN_HIGHMEM : 0,
						      .pages = pages,
						      .bytes = bytes,
						      .seed = KMAP_SEED });

	if (high && x->req.op == PMK_OP_KMAP_ADDRESS)
		pmk_skip(c, "a page of high memory has no page_address() until it is mapped",
			 "none is needed: the other contenders map it");
	pmk_module_try(c, "pages of the kernel to map");
}

/* An operation is a load of each page: most ops visit one of them, some all. */
static inline void kmap_run_all(struct pmk_case *c, uint64_t n)
{
	struct pmk_module_op *x = pmk_priv(c);
	bool all = x->req.op == PMK_OP_KMAP_VMAP || x->req.op == PMK_OP_KMAP_NESTED;

	pmk_module_run(c, all ? n : n * x->req.pages);
	x->n = n * x->req.pages; /* loads, as kmap_verify() expects them */
}

/* The words of n loads, one from each page in turn. */
static inline uint64_t kmap_sum(uint64_t n, uint64_t pages)
{
	uint64_t rounds = n / pages, rest = n % pages;

	return n * KMAP_SEED + rounds * (pages * (pages - 1) / 2) + rest * (rest - 1) / 2;
}

static inline void kmap_verify(struct pmk_case *c)
{
	struct pmk_module_op *x = pmk_priv(c);
	uint32_t zone = pmk_arg(c, "zone") ? PMK_FACT_HIGHMEM : PMK_FACT_LOWMEM;

	pmk_promise(c, x->req.check == kmap_sum(x->n, x->req.pages));
	pmk_must(c, (x->req.facts & (PMK_FACT_HIGHMEM | PMK_FACT_LOWMEM)) == zone);
}

#endif
