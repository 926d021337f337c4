// SPDX-License-Identifier: GPL-2.0-only
/* High memory: it has no address until kmap() gives it one, out of a table that all share. */
#include "held.h"

#define ALL PMK_KMAP_HELD_MAX

static void address(void)
{
	struct held h = held_high(PMK_OP_KMAP, ALL, 0);

	ck_assert_uint_eq(h.at_address, ALL);
	ck_assert_uint_eq(h.stored, ALL);
}

PMK_CLAIM(highmem_address_while_mapped) = {
	.claim = "page_address() of a page of high memory is what kmap() returned, while it is "
		 "mapped",
	.source = "Linux Device Drivers 3, chapter 15, page_address(): for high memory an address "
		  "exists only if the page has been mapped; mm/highmem.c, page_address()",
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.test = address,
	.broken_module = ONE_SLOT,
};

static void again(void)
{
	/* Together more than any table has. */
	for (int i = 0; i < 5; i++)
		ck_assert_uint_eq(held_high(PMK_OP_KMAP, ALL, 0).right, ALL);
}

PMK_CLAIM(highmem_kunmap_frees) = {
	.claim =
		"after kunmap() of all mappings, as many others can be mapped, any number of times",
	.source = "include/linux/highmem.h, kernel-doc of kmap(): until a slot is released via "
		  "kunmap()",
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.test = again,
	.broken_module = ONE_SLOT,
};

static void run_all(uint64_t pages)
{
	struct pmk_run run = {
		.op = PMK_OP_KMAP, .flags = PMK_RUN_HIGHMEM, .n = pages, .pages = pages
	};

	if (pmk_claim_ask(&run) == -ENODEV)
		pmk_claim_skip("this kernel has no high memory", "--target i386-pae-6.1");
	pmk_claim_need(!errno, "pages of high memory");
	ck_assert_uint_eq(run.check, pages * (pages - 1) / 2);
}

static void wraps(void)
{
	run_all(PMK_KMAP_PAGES_MAX);
}

PMK_CLAIM(highmem_kmap_wraps) = {
	.claim = "more pages than kmap() has slots can be mapped one after the other, "
		 "and each mapping shows its own page",
	.source = "Documentation/mm/highmem.rst, kmap(): global TLB invalidation when the kmap's "
		  "pool wraps",
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.test = wraps,
	.broken_module = ONE_PAGE,
};
