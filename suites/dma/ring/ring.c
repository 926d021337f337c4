// SPDX-License-Identifier: GPL-2.0-only
/* A ring of buffers for packets that a device receives, as network cards have it, in each way. */
#include "../dma.h"

#define SEED 0x0123456789abcdefull /* the first word; word i is this plus i */

/* More unmappings than a lazy IOMMU keeps (256 a processor), so that its flush is in each batch. */
#define BATCH_MIN 1024

/* In both directions, as drivers with XDP map theirs: what a packet holds stays there. */
static void setup(struct pmk_case *c)
{
	dma_setup_run(c, (struct pmk_run){ .op = (uint32_t)pmk_datum(c),
					   .pages = pmk_arg(c, "descriptors"),
					   .bytes = pmk_arg(c, "size"),
					   .seed = SEED });
	pmk_set_batch_min(c, BATCH_MIN);
}

/* Each operation reads all words of a packet, and their sum is known. */
static void verify(struct pmk_case *c)
{
	struct pmk_module_op *x = pmk_priv(c);

	dma_record(c);
	pmk_promise(c, x->req.check == x->n * dma_words_sum(x, SEED));
	pmk_promise(c, x->req.op == PMK_OP_DMA_RING_POOL || (x->req.facts & PMK_FACT_INTACT));
}

/* 1536 bytes: a packet of Ethernet, and room around it. */
#define RING(name, dma_op, text, ...)                                              \
	PMK_CONTENDER(name) = { .what = text,                                      \
				.datum = dma_op,                                   \
				.axes = { PMK_LIST("descriptors", 1, 64, 1024),    \
					  PMK_LIST("size", 64, 256, 1536, 4096) }, \
				.needs = PMK_NEED_MODULE,                          \
				.setup = setup,                                    \
				.run = pmk_module_run,                             \
				.verify = verify,                                  \
				__VA_ARGS__ }

/* The next buffer is unmapped, read and mapped again. */
RING(map_each, PMK_OP_DMA_RING_MAP,
     "a mapping for each packet: dma_unmap_page(), read, dma_map_page()", .baseline = true);
/* The next buffer, which stays mapped, is synced. */
RING(map_once_sync, PMK_OP_DMA_RING_SYNC,
     "buffers mapped once: dma_sync_single_for_cpu(), read, dma_sync_single_for_device()");
/* The next packet is copied out of memory that both sides see at any time. */
RING(copy, PMK_OP_DMA_RING_COPY,
     "copying out of coherent memory (copybreak): dma_rmb(), memcpy(), read the copy");
/* The next buffer, which stays mapped, goes back to the pool, and the pool gives one. */
RING(page_pool, PMK_OP_DMA_RING_POOL,
     "a page_pool: dma_sync_single_for_cpu(), read, page_pool_put_page(), "
     "page_pool_dev_alloc_pages()",
     .config = { "CONFIG_PAGE_POOL" });
