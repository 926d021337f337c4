// SPDX-License-Identifier: GPL-2.0-only
/* What becomes of a scatterlist when it is mapped. */
#include "ask.h"

static uint64_t more = 1;

static struct pmk_run list(uint64_t entries)
{
	struct pmk_run q = { .op = PMK_OP_DMA_MAP_SG,
			     .device = dma_device().index,
			     .pages = entries * more };

	pmk_claim_must(dma_try(&q) == 0);
	ck_assert_uint_ge(q.check, 1);
	return q;
}

static void twice_as_long(void)
{
	more = 2;
}

static void count(void)
{
	ck_assert_uint_eq(list(1).check, 1);
	ck_assert_uint_le(list(16).check, 16);
	ck_assert_uint_le(list(64).check, 64);
}

PMK_CLAIM(scatterlist_count) = {
	.claim = "dma_map_sg() makes at least one segment of a list, and no more than it "
		 "has entries",
	.source = "Documentation/core-api/dma-api.rst, dma_map_sg: the number of DMA "
		  "address segments mapped",
	.needs = PMK_NEED_MODULE,
	.test = count,
	.broken_by = twice_as_long,
};

static void covers(void)
{
	static const unsigned int entries[] = { 1, 16, PMK_DMA_SG_MAX };

	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++)
		ck_assert_uint_ne(list(entries[i]).facts & PMK_FACT_COVERED, 0);
}

static void sg_changed(void)
{
	module_break("sg_changed");
}

PMK_CLAIM(scatterlist_covers) = {
	.claim = "the segments of a mapped list are together as long as its entries",
	.source = "Documentation/core-api/dma-api.rst, dma_map_sg, sg_dma_len",
	.needs = PMK_NEED_MODULE,
	.test = covers,
	.broken_by = sg_changed,
};

static void limit(void)
{
	ck_assert_uint_ne(list(PMK_DMA_SG_MAX).facts & PMK_FACT_LIMITED, 0);
}

static void sg_longer(void)
{
	module_break("sg_longer");
}

PMK_CLAIM(scatterlist_segment_limit) = {
	.claim = "no segment is longer than dma_get_max_seg_size() of the device, however "
		 "much is merged",
	.source = "include/linux/dma-mapping.h, dma_set_max_seg_size; "
		  "include/linux/device.h, struct device_dma_parameters",
	.needs = PMK_NEED_MODULE,
	.test = limit,
	.broken_by = sg_longer,
};
