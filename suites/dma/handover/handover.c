// SPDX-License-Identifier: GPL-2.0-only
/* Handing a buffer to a device and taking it back; nobody touches the data. */
#include "../dma.h"

/* As all of DMA but its allocators: 4 MiB, prepared anew for each 64 mappings, take too long. */
#define HANDOVER(name, dma_op, text, ...)                                                     \
	PMK_CONTENDER(name) = { .what = text,                                                 \
				.datum = dma_op,                                              \
				.axes = { PMK_LIST("size", 64, 4 * KiB, 64 * KiB, 1 * MiB) }, \
				.needs = PMK_NEED_MODULE | PMK_TALLIED,                       \
				.setup = dma_setup,                                           \
				.run = pmk_module_run,                                        \
				.verify = dma_verify,                                         \
				__VA_ARGS__ }

/* Hand a buffer over by mapping it, and take it back by unmapping it. */
HANDOVER(map_single, PMK_OP_DMA_MAP,
	 "dma_map_single() and dma_unmap_single(), both directions; the data untouched",
	 .baseline = true);
/* Hand over and take back a buffer that stays mapped. */
HANDOVER(sync, PMK_OP_DMA_SYNC,
	 "dma_sync_single_for_device() and _for_cpu() of a buffer that stays mapped");
/* Make a coherent buffer for one transfer, and free it. */
HANDOVER(alloc_coherent, PMK_OP_DMA_ALLOC,
	 "dma_alloc_coherent(), which zeroes the buffer (twice under init_on_alloc without an "
	 "IOMMU), and dma_free_coherent()");
