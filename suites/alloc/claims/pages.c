// SPDX-License-Identifier: GPL-2.0-only
/* The page allocator: orders, zones, and orders that it does not have. */
#include <string.h>

#include "../../zoneinfo.h"
#include "facts.h"

static void order_aligned(void)
{
	/* Orders 0 to 8. */
	alloc_all_have(PMK_PAGES, PMK_FACT_ALIGNED | PMK_FACT_CONTIGUOUS, page_bytes(),
		       page_bytes() << 8, 2);
}

PMK_CLAIM(pages_order_aligned) = {
	.claim = "the 2^order pages of an allocation are contiguous, and aligned to their size",
	.source = "mm/mempolicy.c, kernel-doc of alloc_pages()",
	.needs = PMK_NEED_MODULE,
	.test = order_aligned,
	.broken_module = "alloc_other",
};

/* Whether /proc/zoneinfo has a populated zone of that name. */
static bool zone_present(const char *name)
{
	struct zone zones[ZONES_MAX];
	unsigned int n = zones_read(zones);
	bool found = false;

	for (unsigned int i = 0; i < n; i++)
		found |= zones[i].present && !strcmp(zones[i].name, name);
	return found;
}

static void dma_below_16m(void)
{
#if defined(__x86_64__) || defined(__i386__)
	if (!zone_present("DMA"))
		pmk_claim_skip("this kernel has no zone DMA", "a kernel with CONFIG_ZONE_DMA");
	for (int i = 0; i < 8; i++)
		ck_assert_uint_ne(
			alloc_facts(PMK_PAGES, PMK_GFP_DMA, 16 * KIB) & PMK_FACT_BELOW_16M, 0);
#else
	pmk_claim_skip("where zone DMA ends is a matter of the architecture", "x86_64");
#endif
}

PMK_CLAIM(pages_dma_below_16m) = {
	.claim = "pages of GFP_DMA lie below 16 MiB on x86",
	.source = "include/linux/gfp_types.h, GFP_DMA; arch/x86/include/asm/dma.h, MAX_DMA_PFN",
	.needs = PMK_NEED_MODULE,
	.test = dma_below_16m,
	.broken_module = "alloc_anywhere",
};

/* The kernel log is watched while a claim runs. */
static void huge_order(void)
{
	ck_assert_uint_eq(alloc_try(PMK_PAGES, PMK_GFP_KERNEL, alloc_beyond_orders()), 0);
	ck_assert_int_eq(errno, ENOMEM);
}

PMK_CLAIM(pages_huge_order_fails) = {
	.claim = "an order beyond the page allocator's largest gives no memory, and with "
		 "__GFP_NOWARN no complaint",
	.source =
		"include/linux/gfp_types.h, __GFP_NOWARN; include/linux/mmzone.h, MAX_PAGE_ORDER, "
		"in Linux 6.1 MAX_ORDER, which is one more",
	.needs = PMK_NEED_MODULE,
	.test = huge_order,
	.broken_module = "alloc_other",
};

static void highmem(void)
{
	struct pmk_run run = { .op = PMK_OP_KMAP_LOCAL,
			       .flags = (uint32_t)pmk_claim_datum(),
			       .pages = 16 };
	bool present = zone_present("HighMem");
	int err = pmk_claim_ask(&run);

	/* From another zone once that one is full: the module then gives it back. */
	pmk_claim_need(!present || err != -ENOMEM, "pages of high memory");
	ck_assert_int_eq(err, present ? 0 : -ENODEV);
	ck_assert(!present || run.facts & PMK_FACT_HIGHMEM);
}

PMK_CLAIM(pages_highmem_zone) = {
	.claim = "__GFP_HIGHMEM gives pages of high memory as long as a zone HighMem has some, and "
		 "never without such a zone",
	.source = "include/linux/gfp_types.h, Physical address zone modifiers; proc(5), zoneinfo",
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.datum = PMK_RUN_HIGHMEM,
	.test = highmem,
	.broken_datum = 0, /* any zone */
};
