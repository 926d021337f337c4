// SPDX-License-Identifier: GPL-2.0-only
/* The cycle of one of many buffers that a device has at once, as its queue has, in random order. */
#include "../many.h"

static void setup(struct pmk_case *c)
{
	many_setup(c, "outstanding");
}

#define OUTSTANDING(name, dma_op, text, ...)                                    \
	PMK_CONTENDER(name) = { .what = text,                                   \
				.datum = dma_op,                                \
				.axes = { PMK_LIST("outstanding", 1, 64, 1024), \
					  PMK_LIST("size", 64, 4 * KiB) },      \
				.needs = PMK_NEED_MODULE | PMK_TALLIED,         \
				.setup = setup,                                 \
				.run = pmk_module_run,                          \
				.verify = dma_verify_words,                     \
				__VA_ARGS__ }

/* Any of the buffers that are mapped is unmapped, and mapped again. */
OUTSTANDING(map_each, PMK_OP_DMA_FLIGHT_MAP,
	    "any of so many mapped buffers: dma_unmap_page(), read, fill, dma_map_page()",
	    .baseline = true);
/* Any of the buffers, which all stay mapped, is synced. */
OUTSTANDING(map_once_sync, PMK_OP_DMA_FLIGHT_SYNC,
	    "any of so many buffers that stay mapped: dma_sync_single_for_cpu(), read, fill, "
	    "dma_sync_single_for_device()");
