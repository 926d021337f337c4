// SPDX-License-Identifier: GPL-2.0-only
/* The cycle of one of many buffers that a device has at once, as its queue has, in random order. */
#include "../dma.h"

#define SEED 0x0123456789abcdefull /* the first word; word i is this plus i */

/* More unmappings than a lazy IOMMU keeps (256 a processor), so that its flush is in each batch. */
#define BATCH_MIN 1024

static void setup(struct pmk_case *c)
{
	dma_setup_run(c, (struct pmk_run){ .op = (uint32_t)pmk_datum(c),
					   .pages = pmk_arg(c, "outstanding"),
					   .bytes = pmk_arg(c, "size"),
					   .seed = SEED });
	pmk_set_batch_min(c, BATCH_MIN);
}

/* Each operation reads all words of a buffer, and their sum is known. */
static void verify(struct pmk_case *c)
{
	struct pmk_module_op *x = pmk_priv(c);

	dma_record(c);
	pmk_promise(c, x->req.check == x->n * dma_words_sum(x, SEED));
	pmk_promise(c, x->req.facts & PMK_FACT_INTACT);
}

#define OUTSTANDING(name, dma_op, text, ...)                                    \
	PMK_CONTENDER(name) = { .what = text,                                   \
				.datum = dma_op,                                \
				.axes = { PMK_LIST("outstanding", 1, 64, 1024), \
					  PMK_LIST("size", 64, 4 * KiB) },      \
				.needs = PMK_NEED_MODULE | PMK_TALLIED,         \
				.setup = setup,                                 \
				.run = pmk_module_run,                          \
				.verify = verify,                               \
				__VA_ARGS__ }

/* Any of the buffers that are mapped is unmapped, and mapped again. */
OUTSTANDING(map_each, PMK_OP_DMA_FLIGHT_MAP,
	    "any of so many mapped buffers: dma_unmap_page(), read, fill, dma_map_page()",
	    .baseline = true);
/* Any of the buffers, which all stay mapped, is synced. */
OUTSTANDING(map_once_sync, PMK_OP_DMA_FLIGHT_SYNC,
	    "any of so many buffers that stay mapped: dma_sync_single_for_cpu(), read, fill, "
	    "dma_sync_single_for_device()");
