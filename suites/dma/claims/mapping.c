// SPDX-License-Identifier: GPL-2.0-only
/* Where streaming mappings lead: to their own memory, or to a bounce buffer if need be. */
#include "../../kernel_option.h"
#include "ask.h"

static void disjoint(void)
{
	struct looked l = { .kind = PMK_DMA_STREAMING,
			    .bytes = 4096,
			    .bits = 64,
			    .one_by_one = pmk_claim_datum() };

	dma_look_some(&l);
	ck_assert_uint_eq(l.overlaps, 0);
}

PMK_CLAIM(map_disjoint) = {
	.claim = "buffers that are mapped at the same time have DMA addresses of their own",
	.source = "Documentation/core-api/dma-api.rst, dma_map_single",
	.needs = PMK_NEED_MODULE,
	.test = disjoint,
	.broken_datum = true, /* each is unmapped before the next one is mapped */
};

/* Whether a buffer that the device reaches is mapped itself. */
static void in_place(void)
{
	struct looked l = { .kind = PMK_DMA_STREAMING, .bytes = 4096, .bits = 64 };

	dma_look_some(&l);
	dma_need_bounced(&l);
	ck_assert_uint_eq(l.bounced, 0);
}

static void untranslated(void)
{
	struct pmk_device d = dma_device();

	if (dma_translated(&d))
		pmk_claim_skip("an IOMMU translates this device's addresses",
			       "a guest without: --target x86_64-6.1, or +iommu-pt");
	if (dma_forced(d.index))
		pmk_claim_skip("this kernel makes every mapping bounce: swiotlb=force, or its "
			       "memory is encrypted",
			       "another guest: --target x86_64-6.1");
	in_place();
}

PMK_CLAIM(map_in_place) = {
	.claim = "a buffer that its device reaches is mapped itself, without a bounce buffer, "
		 "unless the kernel is set to bounce everything",
	.source =
		"Documentation/core-api/swiotlb.rst: bounce buffering is used only when necessary",
	.needs = PMK_NEED_MODULE,
	.test = untranslated,
	.broken_module = "map_elsewhere",
};

static void translated(void)
{
	struct pmk_device d = dma_device();

	if (!dma_translated(&d))
		pmk_claim_skip("no IOMMU translates this device's addresses",
			       "--target x86_64-6.1+iommu-strict");
	in_place();
}

PMK_CLAIM(map_translated_address) = {
	.claim = "an IOMMU leads the DMA address of a mapping to the memory that was "
		 "mapped, not to a copy",
	.source = "Documentation/core-api/dma-api-howto.rst, CPU and DMA addresses: the IOMMU maps "
		  "it to the buffer at address Y in system RAM",
	.needs = PMK_NEED_MODULE,
	.test = translated,
	.broken_module = "map_elsewhere",
};

static void forced(void)
{
	struct looked l = { .kind = pmk_claim_datum(), .bytes = 4096, .bits = 64 };
	struct pmk_device d = dma_device();

	if (!kernel_told("swiotlb", "force"))
		pmk_claim_skip("this kernel was not booted with swiotlb=force",
			       "--target x86_64-6.1+swiotlb");
	if (dma_translated(&d))
		pmk_claim_skip("an IOMMU translates this device's addresses, and bounces nothing",
			       "--target x86_64-6.1+swiotlb");
	dma_look_some(&l);
	dma_need_bounced(&l);
	ck_assert_uint_eq(l.bounced, l.got);
}

PMK_CLAIM(map_forced_bounce) = {
	.claim = "with swiotlb=force, and without an IOMMU, every streaming mapping goes through a "
		 "bounce buffer",
	.source =
		"Documentation/admin-guide/kernel-parameters.txt, swiotlb=: force using of bounce "
		"buffers even if they wouldn't be automatically used by the kernel",
	.needs = PMK_NEED_MODULE,
	.config = { "CONFIG_SWIOTLB" },
	.datum = PMK_DMA_STREAMING,
	.test = forced,
	/* Coherent memory is allocated where the device reaches it, and never bounces. */
	.broken_datum = PMK_DMA_COHERENT,
};
