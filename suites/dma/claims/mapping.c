// SPDX-License-Identifier: GPL-2.0-only
/* Where streaming mappings lead: to their own memory, or to a bounce buffer if need be. */
#include "ask.h"

static void disjoint(void)
{
	struct looked l = { .kind = PMK_DMA_STREAMING,
			    .bytes = 3 * 4096,
			    .bits = 64,
			    .one_by_one = pmk_claim_datum() };

	dma_look(&l);
	ck_assert_uint_eq(l.got, HELD);
	ck_assert_uint_eq(l.overlaps, 0);
}

PMK_CLAIM(map_disjoint) = {
	.claim = "buffers that are mapped at the same time have DMA addresses of their own",
	.source = "Documentation/core-api/dma-api.rst, dma_map_single",
	.needs = PMK_NEED_MODULE,
	.test = disjoint,
	.broken_datum = true, /* each is unmapped before the next one is mapped */
};

static struct looked look_unforced(void)
{
	struct looked l = { .kind = PMK_DMA_STREAMING, .bytes = 4096, .bits = 64 };

	if (dma_forced())
		pmk_claim_skip("this kernel was booted with swiotlb=force: everything bounces",
			       "another guest: --target x86_64-6.1");
	dma_look(&l);
	ck_assert_uint_eq(l.got, HELD);
	return l;
}

static void direct_address(void)
{
	struct pmk_device d = dma_device();

	if (dma_translated(&d))
		pmk_claim_skip("an IOMMU translates this device's addresses",
			       "a guest without: --target x86_64-6.1, or +iommu-pt");
	ck_assert_uint_eq(look_unforced().bounced, 0);
}

PMK_CLAIM(map_direct_address) = {
	.claim = "where nothing translates, the DMA address of a buffer that its device "
		 "reaches is its physical address",
	.source = "Documentation/core-api/dma-api-howto.rst, CPU and DMA addresses",
	.needs = PMK_NEED_MODULE,
	.test = direct_address,
	.broken_module = "map_elsewhere",
};

static void translated_address(void)
{
	struct pmk_device d = dma_device();

	if (!dma_translated(&d))
		pmk_claim_skip("no IOMMU translates this device's addresses",
			       "--target x86_64-6.1+iommu-strict");
	ck_assert_uint_eq(look_unforced().bounced, 0);
}

PMK_CLAIM(map_translated_address) = {
	.claim = "an IOMMU leads the DMA address of a mapping to the memory that was "
		 "mapped, not to a copy",
	.source = "Documentation/core-api/dma-api-howto.rst, CPU and DMA addresses; "
		  "include/linux/iommu.h, iommu_iova_to_phys",
	.needs = PMK_NEED_MODULE,
	.test = translated_address,
	.broken_module = "map_elsewhere",
};

static void forced(void)
{
	struct looked l = { .kind = pmk_claim_datum(), .bytes = 4096, .bits = 64 };

	if (!dma_forced())
		pmk_claim_skip("this kernel was not booted with swiotlb=force",
			       "--target x86_64-6.1+swiotlb");
	dma_look(&l);
	ck_assert_uint_eq(l.got, HELD);
	ck_assert_uint_eq(l.bounced, HELD);
}

PMK_CLAIM(map_forced_bounce) = {
	.claim = "with swiotlb=force every streaming mapping goes through a bounce buffer",
	.source = "Documentation/admin-guide/kernel-parameters.txt, swiotlb=force",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_DMA_STREAMING,
	.test = forced,
	/* Coherent memory is allocated where the device reaches it, and never bounces. */
	.broken_datum = PMK_DMA_COHERENT,
};
