// SPDX-License-Identifier: GPL-2.0-only
/* What memory of the DMA API is like: aligned, zeroed, within a pool's boundary. */
#include "ask.h"

#define POOL_BLOCK 200 /* no divisor of a page, nor of the boundary */
#define POOL_ALIGN 256
#define BOUNDARY   1024

static enum pmk_dma_memory kind = PMK_DMA_COHERENT;

static void aligned(void)
{
	static const uint64_t sizes[][2] = { { 4096, 4096 },
					     { 3 * 4096, 4 * 4096 },
					     { 65536, 65536 } };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct looked l = { .kind = kind, .bytes = sizes[i][0], .bits = 64 };

		dma_look(&l);
		ck_assert_uint_eq(l.got, HELD);
		ck_assert_uint_eq(l.handles & (sizes[i][1] - 1), 0);
	}
}

/* Memory of somebody who promises nothing: mapped a word behind its begin. */
static void unaligned_memory(void)
{
	kind = PMK_DMA_STREAMING;
	module_break("map_elsewhere");
}

PMK_CLAIM(memory_coherent_aligned) = {
	.claim = "a coherent buffer begins at a multiple of the smallest power of two of "
		 "pages that holds it",
	.source = "Documentation/core-api/dma-api-howto.rst, Using Consistent DMA mappings",
	.needs = PMK_NEED_MODULE,
	.test = aligned,
	.broken_by = unaligned_memory,
};

/* Twice, and what the first time left behind is not zero. */
static void zeroed(void)
{
	struct looked l = { .kind = kind, .bytes = 8192, .bits = 64 };

	dma_look(&l);
	ck_assert_uint_eq(l.got, HELD);
	ck_assert_uint_eq(l.dirty, 0);
}

/* As from an allocator that does not; the kernel may zero all pages (init_on_alloc). */
static void memory_dirty(void)
{
	module_break("memory_dirty");
}

PMK_CLAIM(memory_coherent_zeroed) = {
	.claim = "dma_alloc_coherent() returns zeroed memory, whatever it held before",
	.source = "Linux 5.0, kernel/dma: dma-mapping: zero memory returned from "
		  "dma_alloc_*",
	.needs = PMK_NEED_MODULE,
	.test = zeroed,
	.broken_by = memory_dirty,
};

static void zeroed_write_combined(void)
{
	kind = PMK_DMA_WC;
	zeroed();
}

PMK_CLAIM(memory_write_combined_zeroed) = {
	.claim = "dma_alloc_wc() returns zeroed memory, whatever it held before",
	.source = "Linux 5.0, kernel/dma: dma-mapping: zero memory returned from "
		  "dma_alloc_*",
	.needs = PMK_NEED_MODULE,
	.test = zeroed_write_combined,
	.broken_by = memory_dirty,
};

static bool loose;

static struct looked pool(uint64_t align, uint64_t boundary)
{
	struct looked l = { .kind = PMK_DMA_POOL,
			    .bytes = POOL_BLOCK,
			    .bits = 64,
			    .extra = loose ? 0 : boundary << 32 | align,
			    .boundary = boundary };

	dma_look(&l);
	ck_assert_uint_eq(l.got, HELD);
	return l;
}

static void pool_aligned(void)
{
	ck_assert_uint_eq(pool(POOL_ALIGN, 0).handles & (POOL_ALIGN - 1), 0);
}

/* A pool that was asked for neither. */
static void pool_loose(void)
{
	loose = true;
}

PMK_CLAIM(memory_pool_aligned) = {
	.claim = "each block of a dma_pool has the alignment that the pool was made with",
	.source = "Documentation/core-api/dma-api.rst, dma_pool_create: align",
	.needs = PMK_NEED_MODULE,
	.test = pool_aligned,
	.broken_by = pool_loose,
};

static void pool_boundary(void)
{
	ck_assert_uint_eq(pool(8, BOUNDARY).crossings, 0);
}

PMK_CLAIM(memory_pool_boundary) = {
	.claim = "no block of a dma_pool crosses the boundary that the pool was made with",
	.source = "Documentation/core-api/dma-api.rst, dma_pool_create: must not cross",
	.needs = PMK_NEED_MODULE,
	.test = pool_boundary,
	.broken_by = pool_loose,
};
