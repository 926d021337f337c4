// SPDX-License-Identifier: GPL-2.0-only
/* Pages of low memory have one kernel address for good, and every kmap gives that one. */
#include "held.h"

static void same_address(void)
{
	struct held h;

	if (pmk_claim_datum() != PMK_OP_KMAP &&
	    pmk_claim_configured("CONFIG_DEBUG_KMAP_LOCAL_FORCE_MAP"))
		pmk_claim_skip("this kernel maps pages of low memory too, to find mistakes",
			       "a kernel without CONFIG_DEBUG_KMAP_LOCAL_FORCE_MAP");
	h = held_low(pmk_claim_datum(), HELD_PAGES);
	/* The words of the pages were read through the mappings. */
	ck_assert_uint_eq(h.right, HELD_PAGES);
	ck_assert_uint_eq(h.at_address, HELD_PAGES);
}

PMK_CLAIM(kmap_lowmem_address) = {
	.claim = "kmap() of a page of low memory is its page_address()",
	.source = "include/linux/highmem.h, kernel-doc of kmap()",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_OP_KMAP,
	.test = same_address,
	.broken_module = ONE_SLOT,
};

PMK_CLAIM(kmap_local_lowmem_address) = {
	.claim = "kmap_local_page() of a page of low memory is its page_address()",
	.source = "include/linux/highmem.h, kernel-doc of kmap_local_page()",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_OP_KMAP_LOCAL,
	.test = same_address,
	.broken_module = ONE_SLOT,
};

PMK_CLAIM(kmap_atomic_lowmem_address) = {
	.claim = "kmap_atomic() of a page of low memory is its page_address()",
	.source = "include/linux/highmem.h, kernel-doc of kmap_atomic(): a wrapper around "
		  "kmap_local_page()",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_OP_KMAP_ATOMIC,
	.test = same_address,
	.broken_module = ONE_SLOT,
};
