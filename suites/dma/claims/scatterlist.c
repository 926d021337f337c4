// SPDX-License-Identifier: GPL-2.0-only
/* What becomes of a scatterlist when it is mapped. */
#include "ask.h"

static uint64_t more = 1;

static struct pmk_ask list(uint64_t entries)
{
	struct pmk_ask q = { .question = PMK_ASK_DMA_SG, .device = dma_device().index };

	q.args[0] = entries * more;
	dma_ask(&q);
	ck_assert_uint_ge(q.answers[0], 1);
	return q;
}

static void twice_as_long(void)
{
	more = 2;
}

static void count(void)
{
	struct pmk_ask one = list(1);

	ck_assert_uint_eq(one.answers[0], 1);
	ck_assert_uint_le(list(16).answers[0], 16);
	ck_assert_uint_le(list(64).answers[0], 64);
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
	uint64_t page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);

	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++)
		ck_assert_uint_eq(list(entries[i]).answers[1], entries[i] * page_bytes);
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
	struct pmk_ask q = list(PMK_DMA_SG_MAX);

	ck_assert_uint_le(q.answers[2], q.answers[3]);
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
