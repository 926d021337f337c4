// SPDX-License-Identifier: GPL-2.0-only
/* What goes wrong without the calls of the DMA API, as edu shows: so that they do something. */
#include "edu.h"

/* Without one of the syncs; the break makes both. */
static uint64_t bounced_trip(void)
{
	bool bounced;
	uint64_t arrived = edu_trip(PMK_DMA_STREAMING, (unsigned int)pmk_claim_datum(), &bounced);

	if (!bounced)
		pmk_claim_skip(
			"this device's mappings do not bounce: it sees the CPU's memory itself",
			"--target x86_64-6.1+swiotlb");
	return arrived;
}

static void stale_for_device(void)
{
	ck_assert_uint_eq(bounced_trip(), PMK_HOLD_BEFORE);
}

PMK_CLAIM(edu_stale_for_device) = {
	.claim = "of a bounced buffer the device sees what was there when it was mapped, "
		 "until dma_sync_single_for_device()",
	.source = "Documentation/core-api/swiotlb.rst, Core Functionality: the sync APIs cause a "
		  "CPU copy between the original buffer and the bounce buffer",
	.needs = PMK_NEED_MODULE | PMK_NEED_EDU,
	.datum = PMK_RUN_SYNC_CPU,
	.test = stale_for_device,
	.broken_datum = PMK_RUN_SYNC_CPU | PMK_RUN_SYNC_DEVICE,
};

static void stale_for_cpu(void)
{
	ck_assert_uint_eq(bounced_trip(), PMK_HOLD_NOTHING);
}

PMK_CLAIM(edu_stale_for_cpu) = {
	.claim = "of what the device stored into a bounced buffer the CPU sees nothing "
		 "until dma_sync_single_for_cpu()",
	.source = "Documentation/core-api/swiotlb.rst, Core Functionality: the sync APIs cause a "
		  "CPU copy between the original buffer and the bounce buffer",
	.needs = PMK_NEED_MODULE | PMK_NEED_EDU,
	.datum = PMK_RUN_SYNC_DEVICE,
	.test = stale_for_cpu,
	.broken_datum = PMK_RUN_SYNC_CPU | PMK_RUN_SYNC_DEVICE,
};

static void after_unmap(void)
{
	unsigned int steps = (unsigned int)pmk_claim_datum();
	struct pmk_device edu = edu_device();

	if (strcmp(pmk_claim_domain(&edu), "strict") != 0)
		pmk_claim_skip(
			"no strict IOMMU is before edu: its stores after an unmap may arrive",
			"--target x86_64-6.1+iommu-strict");
	ck_assert_uint_eq(edu_trip(PMK_DMA_STREAMING, steps, NULL), PMK_HOLD_NOTHING);
}

PMK_CLAIM(edu_after_unmap) = {
	.claim = "under a strict IOMMU what a device stores through a mapping after "
		 "dma_unmap_single() does not arrive",
	.source = "Documentation/admin-guide/kernel-parameters.txt, iommu.strict: "
		  "unmap operations invalidate IOMMU hardware TLBs synchronously",
	.needs = PMK_NEED_MODULE | PMK_NEED_EDU,
	.datum = PMK_RUN_SYNC_DEVICE | PMK_RUN_UNMAP,
	.test = after_unmap,
	.broken_datum = PMK_RUN_SYNC_DEVICE, /* still mapped */
};
