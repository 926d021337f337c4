// SPDX-License-Identifier: GPL-2.0-only
/* kmalloc(): alignment, contiguity, and zeroes where they were asked for. */
#include "facts.h"

static void aligned(void)
{
	alloc_all_have(PMK_KMALLOC, PMK_FACT_ALIGNED, 8, 1024 * KIB, 2);
}

PMK_CLAIM(kmalloc_power_of_two_aligned) = {
	.claim = "kmalloc() of a power of two is aligned to at least that size",
	.source = "include/linux/slab.h, kernel-doc of kmalloc()",
	.needs = PMK_NEED_MODULE,
	.test = aligned,
	.broken_module = "alloc_other",
};

static void contiguous(void)
{
	static const uint64_t sizes[] = { 64, 8 * KIB, 12 * KIB, 256 * KIB, 1024 * KIB };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		uint32_t facts = alloc_facts(PMK_KMALLOC, PMK_GFP_KERNEL, sizes[i]);

		ck_assert_uint_ne(facts & PMK_FACT_CONTIGUOUS, 0);
		ck_assert_uint_eq(facts & PMK_FACT_VMALLOC, 0);
	}
}

PMK_CLAIM(kmalloc_contiguous) = {
	.claim = "memory from kmalloc() is physically contiguous, at a logical address",
	.source = "Linux Device Drivers 3, chapter 8, The Real Story of kmalloc; "
		  "Documentation/core-api/dma-api-howto.rst, What memory is DMA'able?",
	.needs = PMK_NEED_MODULE,
	.test = contiguous,
	.broken_module = "alloc_other",
};

static void zeroed(void)
{
	alloc_all_have(PMK_KZALLOC, PMK_FACT_ZEROED, 64, 256 * KIB, 4);
}

PMK_CLAIM(kzalloc_zeroed) = {
	.claim = "every byte of memory from kzalloc() is zero",
	.source = "include/linux/slab.h, kernel-doc of kzalloc()",
	.needs = PMK_NEED_MODULE,
	.test = zeroed,
	.broken_module = "alloc_dirty",
};
