// SPDX-License-Identifier: GPL-2.0-only
/* A device's mask holds for every kind of memory that the DMA API allocates for it. */
#include "ask.h"

/* With a kind of memory: as a driver that never sets the mask of its device. */
#define UNMASKED 0x100

/* Every address under each of the masks that devices have, and that the kernel takes. */
static void below_masks(void)
{
	static const unsigned int bits[] = { 24, 30, 32 };
	uint64_t datum = pmk_claim_datum(), got = 0;

	for (size_t i = 0; i < sizeof(bits) / sizeof(bits[0]); i++) {
		struct looked l = { .kind = datum & ~UNMASKED,
				    .bytes = 256,
				    .bits = datum & UNMASKED ? 64 : bits[i] };

		dma_look_at(&l, dma_device().index);
		ck_assert_uint_lt(l.highest, 1ull << bits[i]);
		got += l.got;
	}
	if (!got)
		pmk_claim_skip("no memory of this machine lies below a mask of 32 bits",
			       "a machine with memory below 4 GiB, or --target x86_64-6.1");
}

PMK_CLAIM(memory_coherent_below_mask) = {
	.claim = "all memory of dma_alloc_coherent() lies below the 24, 30 or 32 bits of "
		 "its device",
	.source = "Documentation/core-api/dma-api.rst, dma_set_coherent_mask",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_DMA_COHERENT,
	.test = below_masks,
	.broken_datum = PMK_DMA_COHERENT | UNMASKED,
};

PMK_CLAIM(memory_noncoherent_below_mask) = {
	.claim = "all memory of dma_alloc_noncoherent() lies below the 24, 30 or 32 bits "
		 "of its device",
	.source = "Documentation/core-api/dma-api.rst, dma_set_mask_and_coherent",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_DMA_NONCOHERENT,
	.test = below_masks,
	.broken_datum = PMK_DMA_NONCOHERENT | UNMASKED,
};

PMK_CLAIM(memory_write_combined_below_mask) = {
	.claim = "all memory of dma_alloc_wc() lies below the 24, 30 or 32 bits of its "
		 "device",
	.source = "Documentation/core-api/dma-api.rst, dma_set_coherent_mask",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_DMA_WC,
	.test = below_masks,
	.broken_datum = PMK_DMA_WC | UNMASKED,
};

PMK_CLAIM(memory_pool_below_mask) = {
	.claim = "all memory of dma_pool_alloc() lies below the 24, 30 or 32 bits of its "
		 "device",
	.source = "Documentation/core-api/dma-api.rst, Using small DMA-coherent buffers",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_DMA_POOL,
	.test = below_masks,
	.broken_datum = PMK_DMA_POOL | UNMASKED,
};

/* The module's own device, which has no IOMMU: where the memory is, is where it must reach. */
static void impossible(void)
{
	struct looked l = { .bytes = 4096, .bits = pmk_claim_datum() };

	dma_look_at(&l, 0);
	ck_assert_uint_eq(l.mask_errno, EIO);
	ck_assert_uint_eq(l.got, 0);
}

PMK_CLAIM(memory_mask_impossible) = {
	.claim = "a mask that reaches no memory of the machine is refused",
	.source = "Documentation/core-api/dma-api.rst, dma_set_mask: a negative error, in "
		  "Linux 6.12 if the mask is not possible; kernel/dma/mapping.c, "
		  "dma_set_mask(): EIO",
	.needs = PMK_NEED_MODULE,
	.datum = 8,
	.test = impossible,
	.broken_datum = 32,
};
