// SPDX-License-Identifier: GPL-2.0-only
/* What memory of the DMA API is like: aligned, zeroed, within a pool's boundary. */
#include "../../base_pages.h"
#include "ask.h"

#define POOL_BLOCK 200 /* no divisor of a page, nor of the boundary */
#define POOL_ALIGN 256
#define BOUNDARY   1024ull

static enum pmk_dma_memory kind = PMK_DMA_COHERENT;

static void aligned(void)
{
	static const uint64_t pages[][2] = { { 1, 1 }, { 3, 4 }, { 16, 16 } };

	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		struct looked l = { .kind = kind, .bytes = pages[i][0] * page_bytes(), .bits = 64 };

		dma_look_some(&l);
		ck_assert_uint_eq(l.handles & (pages[i][1] * page_bytes() - 1), 0);
	}
}

/* Memory of somebody who promises nothing: mapped a word behind its begin. */
static void unaligned_memory(void)
{
	kind = PMK_DMA_STREAMING;
	pmk_claim_break_module("map_elsewhere");
}

PMK_CLAIM(memory_coherent_aligned) = {
	.claim = "a coherent buffer begins at a multiple of the smallest power of two of "
		 "pages that holds it",
	.source = "Documentation/core-api/dma-api-howto.rst, dma_alloc_coherent: aligned to "
		  "the smallest PAGE_SIZE order which is greater than or equal to the "
		  "requested size",
	.needs = PMK_NEED_MODULE,
	.test = aligned,
	.broken_by = unaligned_memory,
};

/* Twice, and what the first time left behind is not zero. */
static void zeroed(void)
{
	struct looked l = { .kind = pmk_claim_datum(), .bytes = 8192, .bits = 64 };

	dma_look_some(&l);
	ck_assert_uint_eq(l.dirty, 0);
}

/* As from an allocator that does not zero; the kernel may zero all pages (init_on_alloc). */
#define MEMORY_DIRTY "memory_dirty"

PMK_CLAIM(memory_coherent_zeroed) = {
	.claim = "dma_alloc_coherent() returns zeroed memory, whatever it held before",
	.source = "Linux 5.0, commit 518a2f1925c3, dma-mapping: zero memory returned from "
		  "dma_alloc_*",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_DMA_COHERENT,
	.test = zeroed,
	.broken_module = MEMORY_DIRTY,
};

PMK_CLAIM(memory_write_combined_zeroed) = {
	.claim = "dma_alloc_wc() returns zeroed memory, whatever it held before",
	.source = "Linux 5.0, commit 518a2f1925c3, dma-mapping: zero memory returned from "
		  "dma_alloc_*",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_DMA_WC,
	.test = zeroed,
	.broken_module = MEMORY_DIRTY,
};

/* The pool's datum is its alignment, and shifted left by 32 its boundary; 0 asks for neither. */
static struct looked pool(uint64_t boundary)
{
	struct looked l = { .kind = PMK_DMA_POOL,
			    .bytes = POOL_BLOCK,
			    .bits = 64,
			    .extra = pmk_claim_datum(),
			    .boundary = boundary };

	dma_look_some(&l);
	return l;
}

static void pool_aligned(void)
{
	ck_assert_uint_eq(pool(0).handles & (POOL_ALIGN - 1), 0);
}

PMK_CLAIM(memory_pool_aligned) = {
	.claim = "each block of a dma_pool has the alignment that the pool was made with",
	.source = "mm/dmapool.c, kernel-doc of dma_pool_create(), align",
	.needs = PMK_NEED_MODULE,
	.datum = POOL_ALIGN,
	.test = pool_aligned,
	.broken_datum = 0,
};

static void pool_boundary(void)
{
	ck_assert_uint_eq(pool(BOUNDARY).crossings, 0);
}

PMK_CLAIM(memory_pool_boundary) = {
	.claim = "no block of a dma_pool crosses the boundary that the pool was made with",
	.source = "mm/dmapool.c, kernel-doc of dma_pool_create(), boundary",
	.needs = PMK_NEED_MODULE,
	.datum = BOUNDARY << 32 | 8,
	.test = pool_boundary,
	.broken_datum = 0,
};
