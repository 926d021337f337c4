// SPDX-License-Identifier: GPL-2.0-only
/* Limits of mappings: too long, too many, beyond the mask; and all of it comes back. */
#include "ask.h"

#define LARGE  (4ull << 20) /* 16 of them are four times what 24 bits reach */
#define SMALL  2048ull
#define REPEAT (PMK_RUN_BYTES_MAX / SMALL) /* 131072: more than 24 bits or a bounce pool hold */

static void need_translation(void)
{
	struct pmk_device d = dma_device();

	if (!dma_translated(&d))
		pmk_claim_skip(
			"no IOMMU translates this device's addresses: memory beyond a narrow "
			"mask is a mistake of the driver, which the kernel complains of",
			"--target x86_64-6.1+iommu-strict");
}

static void below_mask(void)
{
	struct looked l = { .kind = PMK_DMA_STREAMING, .bytes = 4096, .bits = pmk_claim_datum() };

	need_translation();
	dma_look_some(&l);
	ck_assert_uint_lt(l.highest, 1ull << 24);
}

PMK_CLAIM(map_below_mask) = {
	.claim = "an IOMMU gives addresses below a mask of 24 bits to memory that lies "
		 "beyond it",
	.source = "Documentation/core-api/dma-api.rst of Linux 6.12, dma_map_single: the DMA "
		  "address must be within the dma_mask, and with an IOMMU the memory need "
		  "not; Documentation/core-api/dma-api-howto.rst, DMA addressing capabilities",
	.spec = "Arm BSA B_MEM_06",
	.needs = PMK_NEED_MODULE,
	.datum = 24,
	.test = below_mask,
	.broken_datum = 64, /* no mask */
};

static void space_exhausted(void)
{
	struct looked all = { .kind = PMK_DMA_STREAMING, .bytes = LARGE, .bits = 64 };
	struct looked some = all;

	need_translation();
	dma_look(&all);
	if (all.got != HELD)
		pmk_claim_skip("the kernel does not have 16 pieces of 4 MiB",
			       "a machine with more memory, or a larger memory_mib of the guest");
	some.bits = pmk_claim_datum();
	dma_look(&some);
	ck_assert_uint_gt(some.got, 0);
	ck_assert_uint_lt(some.got, HELD);
}

PMK_CLAIM(map_space_exhausted) = {
	.claim = "more than a mask of 24 bits reaches cannot be mapped at the same time: "
		 "dma_mapping_error() says so",
	.source = "Documentation/core-api/dma-api.rst, dma_mapping_error",
	.needs = PMK_NEED_MODULE,
	.datum = 24,
	.test = space_exhausted,
	.broken_datum = 64, /* no mask */
};

/* The datum is a length, or 0 for one that is too long. */
static void longest(void)
{
	struct pmk_device d = dma_device();
	struct looked l = { .kind = PMK_DMA_STREAMING, .bits = 64 };

	if (!dma_forced(d.index))
		pmk_claim_skip("mappings need not bounce here, so none is too long for that",
			       "--target x86_64-6.1+swiotlb");
	l.bytes = pmk_claim_datum() ? pmk_claim_datum() : (d.max_mapping + 4096) & ~7ull;
	dma_look(&l);
	ck_assert_uint_eq(l.got, 0);
}

PMK_CLAIM(map_too_long) = {
	.claim = "where all mappings bounce, one longer than dma_max_mapping_size() is refused: "
		 "dma_mapping_error() says so",
	.source = "Documentation/core-api/swiotlb.rst, Core Functionality Constraints: requests "
		  "that are too large get a \"swiotlb full\" error",
	.needs = PMK_NEED_MODULE,
	.test = longest,
	.broken_datum = 4096,
};

static void frees(void)
{
	struct pmk_device d = dma_device();
	struct looked l = { .kind = PMK_DMA_STREAMING, .bytes = SMALL, .extra = REPEAT };

	if (!dma_translated(&d) && !dma_forced(d.index))
		pmk_claim_skip("a mapping takes nothing here that could run out",
			       "--target x86_64-6.1+iommu-strict, or +swiotlb");
	l.bits = dma_translated(&d) ? 24 : 64;
	dma_look(&l);
	ck_assert_uint_eq(l.got, HELD);
}

PMK_CLAIM(unmap_frees) = {
	.claim = "what a mapping took (addresses, bounce buffers) can be had again: "
		 "131,072 of them one after another, many times what there is",
	.source = "Documentation/core-api/dma-api.rst, dma_unmap_single",
	.needs = PMK_NEED_MODULE,
	.test = frees,
	.broken_module = "unmap_lost",
};
