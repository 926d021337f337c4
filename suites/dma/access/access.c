// SPDX-License-Identifier: GPL-2.0-only
/* The CPU on memory that a device may reach: each word once, by the same loop. */
#include "../dma.h"

static void setup(struct pmk_case *c)
{
	dma_setup_run(c,
		      (struct pmk_run){ .op = pmk_arg(c, "do") ? PMK_OP_DMA_WRITE : PMK_OP_DMA_READ,
					.kind = (uint32_t)pmk_datum(c),
					.flags = pmk_arg(c, "order") ? PMK_RUN_RANDOM : 0,
					.bytes = pmk_arg(c, "size"),
					.seed = DMA_SEED });
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct pmk_module_op *x = pmk_priv(c);

	pmk_module_run(c, n);
	dma_count_uncached(c, n * (x->req.bytes / 8));
}

/* All words were read, by their sum, or are there afterwards. */
static void verify(struct pmk_case *c)
{
	struct pmk_module_op *x = pmk_priv(c);

	dma_record(c);
	pmk_promise(c, x->req.check == x->n * (pmk_arg(c, "do") ? 1 : dma_words_sum(x)));
	pmk_promise(c, x->req.facts & PMK_FACT_INTACT);
}

#define MEMORY(name, memory, text, ...)                                                 \
	PMK_CONTENDER(name) = { .what = text,                                           \
				.datum = memory,                                        \
				.axes = { PMK_WORDS("do", "read", "write"),             \
					  PMK_WORDS("order", "ascending", "scattered"), \
					  PMK_LIST("size", 64 * KiB) },                 \
				.needs = PMK_NEED_MODULE | PMK_TALLIED,                 \
				.setup = setup,                                         \
				.run = run,                                             \
				.verify = verify,                                       \
				__VA_ARGS__ }

/* Pages of the kernel that are mapped for the device: ordinary memory to the CPU. */
MEMORY(streaming, PMK_DMA_STREAMING,
       "the CPU on pages under dma_map_single(), which are cached like all others",
       .baseline = true);
/* Coherent memory: uncached where the device does not snoop the caches. */
MEMORY(coherent, PMK_DMA_COHERENT, "the CPU on memory of dma_alloc_coherent()");
/* Memory of dma_alloc_noncoherent(): cached, and synced by hand. */
MEMORY(noncoherent, PMK_DMA_NONCOHERENT, "the CPU on memory of dma_alloc_noncoherent()");
/* Memory for write-combining stores: loads from it may be uncached. */
MEMORY(write_combined, PMK_DMA_WC, "the CPU on memory of dma_alloc_wc()");
/* Its mapping by dma_vmap_noncontiguous(): cached, behind an IOMMU by a page table of its own. */
MEMORY(noncontiguous, PMK_DMA_NONCONTIGUOUS,
       "the CPU on memory of dma_alloc_noncontiguous(), where dma_vmap_noncontiguous() has it");
