// SPDX-License-Identifier: GPL-2.0-only
/* A ring of buffers for packets that a device receives, as network cards have it, in each way. */
#include "../many.h"

/* In both directions, as drivers with XDP map theirs: what a packet holds stays there. */
static void setup(struct pmk_case *c)
{
	many_setup(c, "descriptors");
}

/* What is copied out is loaded from memory that the CPU may not cache. */
static void run(struct pmk_case *c, uint64_t n)
{
	const struct pmk_module_op *x = pmk_priv(c);

	pmk_module_run(c, n);
	dma_count_uncached(c, n * (x->req.bytes / 8));
}

/* All words of each packet were read; which buffers the pool has at the end is its own affair. */
static void verify_pool(struct pmk_case *c)
{
	const struct pmk_module_op *x = pmk_priv(c);

	dma_record(c);
	pmk_promise(c, x->req.check == x->n * dma_words_sum(x));
}

/* 1536 bytes: a packet of Ethernet, and room around it. */
#define RING(name, dma_op, verifies, text, ...)                                    \
	PMK_CONTENDER(name) = { .what = text,                                      \
				.datum = dma_op,                                   \
				.axes = { PMK_LIST("descriptors", 1, 64, 1024),    \
					  PMK_LIST("size", 64, 256, 1536, 4096) }, \
				.needs = PMK_NEED_MODULE | PMK_TALLIED,            \
				.setup = setup,                                    \
				.run = run,                                        \
				.verify = verifies,                                \
				__VA_ARGS__ }

/* The next buffer is unmapped, read and mapped again. */
RING(map_each, PMK_OP_DMA_RING_MAP, dma_verify_words,
     "a mapping for each packet: dma_unmap_page(), read, dma_map_page()", .baseline = true);
/* The next buffer, which stays mapped, is synced. */
RING(map_once_sync, PMK_OP_DMA_RING_SYNC, dma_verify_words,
     "buffers mapped once: dma_sync_single_for_cpu(), read, dma_sync_single_for_device()");
/* The next packet is copied out of memory that both sides see at any time. */
RING(copy, PMK_OP_DMA_RING_COPY, dma_verify_words,
     "copying out of coherent memory (copybreak): dma_rmb(), memcpy(), read the copy");
/* The next buffer, which stays mapped, goes back to the pool, and the pool gives one. */
RING(page_pool, PMK_OP_DMA_RING_POOL, verify_pool,
     "a page_pool: dma_sync_single_for_cpu(), read, page_pool_put_page(), "
     "page_pool_dev_alloc_pages()",
     .config = { "CONFIG_PAGE_POOL" });
