// SPDX-License-Identifier: GPL-2.0-only
/* How memory of the DMA API lies, for CPU and device, and that it holds what is stored. */
#include "../../base_pages.h"
#include "../../kernel_option.h"
#include "ask.h"

#define SEED 0x0123456789abcdefull

static void need_noncontiguous(uint64_t kind)
{
	if (kind == PMK_DMA_NONCONTIGUOUS && kernel_before(5, 13))
		pmk_claim_skip("this kernel has no dma_alloc_noncontiguous()",
			       "Linux 5.13 or newer");
}

/* All of it is loaded once. */
static struct pmk_run loaded(uint64_t kind, uint64_t bytes)
{
	struct pmk_run q = { .op = PMK_OP_DMA_READ,
			     .device = dma_device().index,
			     .kind = (uint32_t)kind,
			     .bytes = bytes,
			     .seed = SEED };

	need_noncontiguous(kind);
	pmk_claim_need(!pmk_claim_ask(&q), "memory of the kernel");
	return q;
}

/* Sizes of which most are no power of two: bytes. */
#define SIZES 4
static uint64_t size_of(uint64_t kind, size_t i)
{
	static const uint64_t pages[SIZES] = { 1, 3, 16, 255 };
	struct pmk_run limits = { .op = PMK_ASK_DMA_LIMITS, .device = dma_device().index };
	uint64_t bytes = pages[i] * page_bytes(), most = PMK_DMA_BYTES_MAX - page_bytes();

	pmk_claim_must(pmk_claim_ask(&limits) == 0);
	/* What is one segment may not be longer than the device takes. */
	if (kind == PMK_DMA_NONCONTIGUOUS && limits.answers[3] < most)
		most = limits.answers[3];
	return bytes < most ? bytes : most;
}

static void holds_words(void)
{
	for (size_t i = 0; i < SIZES; i++) {
		uint64_t bytes = size_of(pmk_claim_datum(), i), words = bytes / 8;
		struct pmk_run q = loaded(pmk_claim_datum(), bytes);

		ck_assert_uint_eq(q.check, words * SEED + words * (words - 1) / 2);
		ck_assert_uint_ne(q.facts & PMK_FACT_INTACT, 0);
	}
}

PMK_CLAIM(memory_contiguous_words) = {
	.claim = "memory of dma_alloc_attrs() with DMA_ATTR_FORCE_CONTIGUOUS holds each word that "
		 "the CPU stores, up to its last page",
	.source = "Documentation/core-api/dma-api.rst, dma_alloc_coherent: a region of <size> "
		  "bytes; Documentation/core-api/dma-attributes.rst, DMA_ATTR_FORCE_CONTIGUOUS",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_DMA_CONTIGUOUS,
	.test = holds_words,
	.broken_module = "memory_other",
};

PMK_CLAIM(memory_noncontiguous_words) = {
	.claim = "dma_vmap_noncontiguous() shows memory of dma_alloc_noncontiguous() in one piece, "
		 "which holds each word that the CPU stores",
	.source = "Documentation/core-api/dma-api.rst, Part II - Non-coherent DMA allocations: "
		  "dma_vmap_noncontiguous returns a contiguous kernel mapping",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_DMA_NONCONTIGUOUS,
	.test = holds_words,
	.broken_module = "memory_other",
};

/* Sizes that an allocator puts together of several blocks, if it may. */
static void side_by_side(void)
{
	uint64_t bytes[] = { 3 * page_bytes(), 15 * page_bytes(),
			     PMK_DMA_BYTES_MAX - page_bytes() };
	struct pmk_device d = dma_device();

	if (!dma_translated(&d))
		pmk_claim_skip("no IOMMU translates this device's addresses, so all of its memory "
			       "lies side by side",
			       "--target x86_64-6.1+iommu-strict");
	for (size_t i = 0; i < sizeof(bytes) / sizeof(bytes[0]); i++) {
		struct pmk_run q = loaded(pmk_claim_datum(), bytes[i]);

		ck_assert_uint_ne(q.facts & PMK_FACT_CONTIGUOUS, 0);
	}
}

PMK_CLAIM(memory_contiguous_frames) = {
	.claim = "DMA_ATTR_FORCE_CONTIGUOUS gives memory whose page frames follow one another, "
		 "where an IOMMU would make one piece of any frames",
	.source = "Documentation/core-api/dma-attributes.rst, DMA_ATTR_FORCE_CONTIGUOUS: the "
		  "allocated buffer is forced to be contiguous also in physical memory",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_DMA_CONTIGUOUS,
	.test = side_by_side,
	.broken_datum = PMK_DMA_COHERENT, /* of pages from several lists of free ones */
};

static void one_segment(void)
{
	for (size_t i = 0; i < SIZES; i++) {
		struct pmk_run q = loaded(PMK_DMA_NONCONTIGUOUS, size_of(PMK_DMA_NONCONTIGUOUS, i));

		ck_assert_uint_ne(q.facts & PMK_FACT_COVERED, 0);
	}
}

PMK_CLAIM(memory_noncontiguous_one_segment) = {
	.claim = "memory of dma_alloc_noncontiguous() is one segment for its device, as long as it "
		 "was asked for",
	.source = "Documentation/core-api/dma-api.rst, Part II - Non-coherent DMA allocations: "
		  "dma_alloc_noncontiguous: the return sg_table is guaranteed to have 1 single DMA "
		  "mapped segment",
	.needs = PMK_NEED_MODULE,
	.test = one_segment,
	.broken_module = "segment_short",
};
