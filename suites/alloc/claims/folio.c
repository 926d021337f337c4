// SPDX-License-Identifier: GPL-2.0-only
/* Folios, and variables of each CPU. */
#include "facts.h"

static void folio_aligned(void)
{
	struct pmk_run one = { .op = PMK_OP_ALLOC,
			       .kind = PMK_ALLOC(PMK_FOLIO, PMK_GFP_KERNEL),
			       .bytes = 64 };

	if (pmk_claim_ask(&one) == -EOPNOTSUPP)
		pmk_claim_skip("this kernel has no folios",
			       "--target x86_64-6.1, or 5.16 or newer");
	alloc_all_have(PMK_FOLIO, PMK_FACT_CONTIGUOUS | PMK_FACT_ALIGNED, page_bytes(),
		       page_bytes() << 8, 2);
}

PMK_CLAIM(folio_aligned) = {
	.claim = "a folio is contiguous, and aligned to its size, which is a power of two",
	.source = "include/linux/mm_types.h, kernel-doc of struct folio",
	.needs = PMK_NEED_MODULE,
	.test = folio_aligned,
	.broken_module = "alloc_other",
};

static void percpu_zeroed(void)
{
	alloc_all_have(PMK_PERCPU, PMK_FACT_ZEROED, 8, PMK_PERCPU_BYTES_MAX, 4);
}

PMK_CLAIM(percpu_zeroed) = {
	.claim = "every byte of memory for each CPU, from __alloc_percpu_gfp(), is zero",
	.source = "mm/percpu.c, kernel-doc of __alloc_percpu(): zero-filled",
	.needs = PMK_NEED_MODULE,
	.test = percpu_zeroed,
	.broken_module = "alloc_dirty",
};
