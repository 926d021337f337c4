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
	.spec = "Arm BSA PCI_MM_05",
	.needs = PMK_NEED_MODULE | PMK_NEED_EDU,
	.datum = 0,
	.test = intact,
	.broken_datum = EDU_LOST,
};

PMK_CLAIM(edu_map_intact) = {
	.claim = "data in a buffer mapped with dma_map_single() reach the device, and what"
		 " it stores is there after dma_unmap_single(), word for word",
	.source = "Documentation/core-api/dma-api.rst, dma_map_single and dma_unmap_single",
	.spec = "Arm BSA PCI_MM_05",
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
	.spec = "Arm BSA PCI_MM_05",
	.needs = PMK_NEED_MODULE | PMK_NEED_EDU,
	.datum = PMK_RUN_SYNC_DEVICE | PMK_RUN_SYNC_CPU,
	.test = intact,
	.broken_datum = PMK_RUN_SYNC_DEVICE | PMK_RUN_SYNC_CPU | EDU_LOST,
};

static void translated(void)
{
	struct pmk_device edu = edu_device();

	if (!dma_translated(&edu))
		pmk_claim_skip("no IOMMU translates edu's addresses",
			       "--target x86_64-6.1+iommu-strict");
	intact();
}

PMK_CLAIM(edu_translated_intact) = {
	.claim = "through an IOMMU, what a device fetches from and stores at its DMA addresses is "
		 "in the buffers that were mapped, word for word",
	.source = "Documentation/core-api/dma-api-howto.rst, CPU and DMA addresses: the IOMMU maps "
		  "it to the buffer at address Y in system RAM",
	.spec = "Arm BSA PCI_MM_05; Arm BSA PCI_MM_07",
	.needs = PMK_NEED_MODULE | PMK_NEED_EDU,
	.datum = PMK_RUN_MAP,
	.test = translated,
	.broken_datum = PMK_RUN_MAP | EDU_LOST,
};

static void unsynced(void)
{
	struct pmk_device edu = edu_device();
	uint64_t arrived;
	bool bounced;

	if (!(edu.flags & PMK_DEVICE_COHERENT))
		pmk_claim_skip("edu is not coherent here, so its buffers need syncs",
			       "--target x86_64-6.1");
	arrived = edu_trip(PMK_DMA_STREAMING, (unsigned int)pmk_claim_datum(), &bounced);
	if (bounced)
		pmk_claim_skip("edu's mappings bounce here, so its buffers need syncs",
			       "--target x86_64-6.1");
	ck_assert_uint_eq(arrived, PMK_HOLD_AFTER);
}

PMK_CLAIM(edu_coherent_needs_no_sync) = {
	.claim = "of a mapped buffer that does not bounce, a coherent device sees what the CPU "
		 "stores, and the CPU what the device stores, without any sync",
	.source = "Documentation/core-api/dma-api.rst, dma_need_sync(): if false, "
		  "dma_sync_single_for_{device,cpu} calls can be skipped",
	.needs = PMK_NEED_MODULE | PMK_NEED_EDU,
	.datum = 0,
	.test = unsynced,
	.broken_datum = EDU_LOST,
};
