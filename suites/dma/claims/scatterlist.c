// SPDX-License-Identifier: GPL-2.0-only
/* What becomes of a scatterlist when it is mapped. */
#include "ask.h"

static struct pmk_run list(uint64_t entries)
{
	struct pmk_run q = { .op = PMK_OP_DMA_MAP_SG,
			     .device = dma_device().index,
			     .pages = entries };

	pmk_claim_need(!pmk_claim_ask(&q), "memory of the kernel, and bounce buffers");
	ck_assert_uint_ge(q.check, 1);
	return q;
}

static void count(void)
{
	uint64_t each = pmk_claim_datum();

	ck_assert_uint_eq(list(1).check, 1);
	ck_assert_uint_le(list(16).check, 16 * each);
	ck_assert_uint_le(list(64).check, 64 * each);
}

PMK_CLAIM(scatterlist_count) = {
	.claim = "dma_map_sg() makes at least one segment of a list, and no more than it "
		 "has entries",
	.source = "Documentation/core-api/dma-api.rst, dma_map_sg: the number of DMA "
		  "address segments mapped",
	.needs = PMK_NEED_MODULE,
	.datum = 1,
	.test = count,
	.broken_datum = 0, /* segments of an entry: none, however much is merged */
};

static void covers(void)
{
	static const unsigned int entries[] = { 1, 16, PMK_DMA_SG_MAX };

	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++)
		ck_assert_uint_ne(list(entries[i]).facts & PMK_FACT_COVERED, 0);
}

PMK_CLAIM(scatterlist_covers) = {
	.claim = "the segments of a mapped list are together as long as its entries",
	.source = "Documentation/core-api/dma-api.rst, dma_map_sg, sg_dma_len",
	.needs = PMK_NEED_MODULE,
	.test = covers,
	.broken_module = "sg_changed",
};

static void limit(void)
{
	struct pmk_run q = list(PMK_DMA_SG_MAX);

	if (q.check == PMK_DMA_SG_MAX)
		pmk_claim_skip("nothing merges entries of a list for this device",
			       "--target x86_64-6.1+iommu-strict");
	ck_assert_uint_ne(q.facts & PMK_FACT_LIMITED, 0);
}

PMK_CLAIM(scatterlist_segment_limit) = {
	.claim = "no segment is longer than dma_get_max_seg_size() of the device, however "
		 "much is merged",
	.source = "include/linux/dma-mapping.h, dma_set_max_seg_size; "
		  "include/linux/device.h, struct device_dma_parameters",
	.needs = PMK_NEED_MODULE,
	.test = limit,
	.broken_module = "sg_longer",
};
