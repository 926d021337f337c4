// SPDX-License-Identifier: GPL-2.0-only
/* A device's mask holds for every kind of memory that the DMA API allocates for it. */
#include "ask.h"

#define IMPOSSIBLE_BITS 8

static bool forget_mask;

/* Every address under each of the masks that devices have. */
static void below_masks(enum pmk_dma_memory kind)
{
	static const unsigned int bits[] = { 24, 30, 32 };

	for (size_t i = 0; i < sizeof(bits) / sizeof(bits[0]); i++) {
		struct looked l = { .kind = kind,
				    .bytes = 256,
				    .bits = forget_mask ? 64 : bits[i] };

		dma_look(&l);
		ck_assert_uint_eq(l.got, HELD);
		ck_assert_uint_lt(l.highest, 1ull << bits[i]);
	}
}

/* As a driver that never sets the mask of its device. */
static void no_mask(void)
{
	forget_mask = true;
}

static void coherent(void)
{
	below_masks(PMK_DMA_COHERENT);
}

PMK_CLAIM(memory_coherent_below_mask) = {
	.claim = "all memory of dma_alloc_coherent() lies below the 24, 30 or 32 bits of "
		 "its device",
	.source = "Documentation/core-api/dma-api.rst, dma_set_coherent_mask",
	.needs = PMK_NEED_MODULE,
	.test = coherent,
	.broken_by = no_mask,
};

static void noncoherent(void)
{
	below_masks(PMK_DMA_NONCOHERENT);
}

PMK_CLAIM(memory_noncoherent_below_mask) = {
	.claim = "all memory of dma_alloc_noncoherent() lies below the 24, 30 or 32 bits "
		 "of its device",
	.source = "Documentation/core-api/dma-api.rst, dma_set_mask_and_coherent",
	.needs = PMK_NEED_MODULE,
	.test = noncoherent,
	.broken_by = no_mask,
};

static void write_combined(void)
{
	below_masks(PMK_DMA_WC);
}

PMK_CLAIM(memory_write_combined_below_mask) = {
	.claim = "all memory of dma_alloc_wc() lies below the 24, 30 or 32 bits of its "
		 "device",
	.source = "Documentation/core-api/dma-api.rst, dma_set_coherent_mask",
	.needs = PMK_NEED_MODULE,
	.test = write_combined,
	.broken_by = no_mask,
};

static void pool(void)
{
	below_masks(PMK_DMA_POOL);
}

PMK_CLAIM(memory_pool_below_mask) = {
	.claim = "all memory of dma_pool_alloc() lies below the 24, 30 or 32 bits of its "
		 "device",
	.source = "Documentation/core-api/dma-api.rst, Using small DMA-coherent buffers",
	.needs = PMK_NEED_MODULE,
	.test = pool,
	.broken_by = no_mask,
};

static unsigned int impossible_bits = IMPOSSIBLE_BITS;

/* The module's own device, which has no IOMMU: where the memory is, is where it must reach. */
static void impossible(void)
{
	struct looked l = { .bytes = 4096, .bits = impossible_bits };

	dma_look_at(&l, 0);
	ck_assert_uint_eq(l.mask_errno, EIO);
	ck_assert_uint_eq(l.got, 0);
}

static void possible(void)
{
	impossible_bits = 32;
}

PMK_CLAIM(memory_mask_impossible) = {
	.claim = "a mask that reaches no memory of the machine is refused",
	.source = "Documentation/core-api/dma-api.rst, dma_set_mask: checks to see if the "
		  "mask is possible",
	.needs = PMK_NEED_MODULE,
	.test = impossible,
	.broken_by = possible,
};
