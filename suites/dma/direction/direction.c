// SPDX-License-Identifier: GPL-2.0-only
/* The direction of a transfer, which decides what has to be copied. */
#include "../dma.h"

static void setup(struct pmk_case *c)
{
	dma_setup_run(c, (struct pmk_run){ .op = (uint32_t)pmk_datum(c),
					   .kind = (uint32_t)pmk_arg(c, "direction"),
					   .bytes = pmk_arg(c, "size") });
}

/* The words are in the order of pmk_run.kind. */
#define DIRECTED(name, dma_op, text, ...)                                                       \
	PMK_CONTENDER(                                                                          \
		name) = { .what = text,                                                         \
			  .datum = dma_op,                                                      \
			  .axes = { PMK_WORDS("direction", "both", "to_device", "from_device"), \
				    PMK_LIST("size", 64 * KiB) },                               \
			  .needs = PMK_NEED_MODULE | PMK_TALLIED,                               \
			  .setup = setup,                                                       \
			  .run = pmk_module_run,                                                \
			  .verify = dma_verify,                                                 \
			  __VA_ARGS__ }

/* Map a buffer for one direction by its kernel address, and unmap it. */
DIRECTED(map_single, PMK_OP_DMA_MAP, "dma_map_single(), dma_unmap_single(); the data untouched",
	 .baseline = true);
/* Map a buffer for one direction by its page, and unmap it. */
DIRECTED(map_page, PMK_OP_DMA_MAP_PAGE, "dma_map_page(), dma_unmap_page(); the data untouched");
/* Hand a buffer that stays mapped to the device. */
DIRECTED(sync_for_device, PMK_OP_DMA_SYNC_DEVICE,
	 "dma_sync_single_for_device() of a buffer that stays mapped");
/* Take a buffer that stays mapped back from the device. */
DIRECTED(sync_for_cpu, PMK_OP_DMA_SYNC_CPU,
	 "dma_sync_single_for_cpu() of a buffer that stays mapped");
