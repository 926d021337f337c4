// SPDX-License-Identifier: GPL-2.0-only
/* What a device that moves bytes sees of memory, and the CPU of what it stored: QEMU's edu. */
#include "edu.h"

static void intact(void)
{
	unsigned int steps = (unsigned int)pmk_claim_datum();
	bool streaming = steps & ~EDU_LOST;

	ck_assert_uint_eq(edu_trip(streaming ? PMK_DMA_STREAMING : PMK_DMA_COHERENT, steps, NULL),
			  PMK_HOLD_AFTER);
}

PMK_CLAIM(edu_coherent_intact) = {
	.claim = "data written to a coherent buffer reach the device, and what the device "
		 "stores into another comes back to the CPU, word for word",
	.source = "Documentation/core-api/dma-api-howto.rst, Types of DMA mappings",
	.needs = PMK_NEED_MODULE | PMK_NEED_EDU,
	.datum = 0,
	.test = intact,
	.broken_datum = EDU_LOST,
};

PMK_CLAIM(edu_map_intact) = {
	.claim = "data in a buffer mapped with dma_map_single() reach the device, and what"
		 " it stores is there after dma_unmap_single(), word for word",
	.source = "Documentation/core-api/dma-api.rst, dma_map_single and dma_unmap_single",
	.needs = PMK_NEED_MODULE | PMK_NEED_EDU,
	.datum = PMK_RUN_MAP,
	.test = intact,
	.broken_datum = PMK_RUN_MAP | EDU_LOST,
};

PMK_CLAIM(edu_sync_intact) = {
	.claim = "data stored into a buffer that stays mapped reach the device after "
		 "dma_sync_single_for_device(), and come back after "
		 "dma_sync_single_for_cpu()",
	.source = "Documentation/core-api/dma-api.rst, dma_sync_single_for_cpu and "
		  "_for_device",
	.needs = PMK_NEED_MODULE | PMK_NEED_EDU,
	.datum = PMK_RUN_SYNC_DEVICE | PMK_RUN_SYNC_CPU,
	.test = intact,
	.broken_datum = PMK_RUN_SYNC_DEVICE | PMK_RUN_SYNC_CPU | EDU_LOST,
};
