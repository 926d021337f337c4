// SPDX-License-Identifier: GPL-2.0-only
/* Memory that a device may reach: it is made, and it is freed. */
#include "../dma.h"

static void setup(struct pmk_case *c)
{
	dma_setup_run(c, (struct pmk_run){ .op = PMK_OP_DMA_ALLOC,
					   .kind = (uint32_t)pmk_datum(c),
					   .bytes = pmk_arg(c, "size") });
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct pmk_module_op *x = pmk_priv(c);

	pmk_module_run(c, n);
	/* By the content of a trial. */
	pmk_counter_add(c, "zeroed", "1", x->req.facts & PMK_FACT_ZEROED ? (double)n : 0);
}

#define MEMORY(name, memory, text, ...)                                              \
	PMK_CONTENDER(name) = { .what = text,                                        \
				.datum = memory,                                     \
				.axes = { PMK_LIST("size", 64, 64 * KiB, 4 * MiB) }, \
				.needs = PMK_NEED_MODULE | PMK_TALLIED,              \
				.setup = setup,                                      \
				.run = run,                                          \
				.verify = dma_verify,                                \
				__VA_ARGS__ }

/*
 * What init_on_alloc does, which is the default of Debian's kernels; +noinit is a guest without it.
 * An IOMMU's allocator asks for zeroed pages, the other has zeroed pages zeroed.
 */
#define AGAIN " (twice under init_on_alloc without an IOMMU)"
#define ONLY  " (which zeroes only under init_on_alloc)"

/* Coherent memory and its release. */
MEMORY(coherent, PMK_DMA_COHERENT,
       "dma_alloc_coherent(), which zeroes the buffer" AGAIN ", and dma_free_coherent()",
       .baseline = true);
/* Memory that needs syncs, and its release. */
MEMORY(noncoherent, PMK_DMA_NONCOHERENT,
       "dma_alloc_noncoherent(), which zeroes the buffer (twice under init_on_alloc) and maps it, "
       "and dma_free_noncoherent()");
/* Coherent memory for write-combining stores, and its release. */
MEMORY(write_combined, PMK_DMA_WC,
       "dma_alloc_wc(), which zeroes the buffer" AGAIN ", and dma_free_wc()");
/* Pages of the kernel, mapped; then unmapped and freed. */
MEMORY(pages_mapped, PMK_DMA_STREAMING,
       "alloc_pages_exact()" ONLY ", dma_map_single(), dma_unmap_single(), free_pages_exact()");
/* A block of a pool of coherent memory, and its return. */
MEMORY(pool, PMK_DMA_POOL,
       "dma_pool_alloc()" ONLY ", and dma_pool_free() of a block that the pool has");
/* Pages that lie anywhere, one piece for the device and for the CPU; and their release. */
MEMORY(noncontiguous, PMK_DMA_NONCONTIGUOUS,
       "dma_alloc_noncontiguous() of pages that need syncs and may lie apart behind an IOMMU, "
       "dma_vmap_noncontiguous(), and both undone");
/* Coherent memory whose pages lie side by side, behind an IOMMU too; and its release. */
MEMORY(contiguous, PMK_DMA_CONTIGUOUS,
       "dma_alloc_attrs() with DMA_ATTR_FORCE_CONTIGUOUS, which is dma_alloc_coherent() without "
       "an IOMMU, and dma_free_attrs()");
