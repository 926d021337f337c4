// SPDX-License-Identifier: GPL-2.0-only
/* What the DMA API tells drivers of mappings for their device, and whether it is so. */
#include <inttypes.h>
#include <stdio.h>

#include "../../base_pages.h"
#include "../../kernel_option.h"
#include "ask.h"

/* Of PMK_ASK_DMA_LIMITS, the answers. */
enum { MAX_MAPPING, OPT_MAPPING, MERGE_BOUNDARY, MAX_SEGMENT, SEGMENT_BOUNDARY, REQUIRED_MASK };

static struct pmk_run limits(void)
{
	struct pmk_run q = { .op = PMK_ASK_DMA_LIMITS, .device = dma_device().index };

	pmk_claim_must(!pmk_claim_ask(&q));
	return q;
}

static void optimal(void)
{
	struct pmk_run q = limits();

	if (kernel_before(6, 0))
		pmk_claim_skip("this kernel has no dma_opt_mapping_size()", "Linux 6.0 or newer");
	ck_assert_uint_gt(q.answers[OPT_MAPPING], 0);
	ck_assert_uint_le(q.answers[OPT_MAPPING], q.answers[MAX_MAPPING] >> pmk_claim_datum());
}

PMK_CLAIM(map_optimal_size) = {
	.claim = "dma_opt_mapping_size() is at most dma_max_mapping_size()",
	.source = "Documentation/core-api/dma-api.rst, dma_opt_mapping_size: the maximum optimal "
		  "size of a mapping; dma_max_mapping_size: a mapping should not be larger",
	.needs = PMK_NEED_MODULE,
	.test = optimal,
	.broken_datum = 63, /* of the maximum no more than a byte is left */
};

/* The highest address of the machine's memory, as root sees it. */
static uint64_t highest_memory(void)
{
	FILE *f = fopen("/proc/iomem", "r");
	uint64_t from, to, highest = 0;
	char line[160];

	pmk_claim_need(f, "/proc/iomem");
	while (fgets(line, sizeof(line), f))
		if (*line != ' ' && strstr(line, ": System RAM") &&
		    sscanf(line, "%" SCNx64 "-%" SCNx64, &from, &to) == 2 && to > highest)
			highest = to;
	fclose(f);
	if (!highest)
		pmk_claim_skip("/proc/iomem does not tell where memory lies",
			       "root: sudo pagemark ...");
	return highest;
}

static void required(void)
{
	struct pmk_device d = dma_device();

	if (dma_translated(&d))
		pmk_claim_skip("an IOMMU translates this device's addresses, which lead to all of "
			       "memory under any mask",
			       "a guest without: --target x86_64-6.1");
	ck_assert_uint_ge(limits().answers[REQUIRED_MASK], highest_memory() << pmk_claim_datum());
}

PMK_CLAIM(mask_required_covers) = {
	.claim = "without an IOMMU, dma_get_required_mask() covers all of the machine's memory",
	.source = "Documentation/core-api/dma-api.rst, dma_get_required_mask: the mask that the "
		  "platform requires to operate efficiently, usually the minimum required to cover "
		  "all of memory",
	.needs = PMK_NEED_MODULE,
	.test = required,
	.broken_datum = 16, /* as if memory were 65,536 times as large */
};

/* A list of single pages that lie apart, mapped. */
static struct pmk_run list(uint64_t entries)
{
	struct pmk_run q = { .op = PMK_OP_DMA_MAP_SG,
			     .device = dma_device().index,
			     .flags = PMK_RUN_APART,
			     .pages = entries };

	pmk_claim_need(!pmk_claim_ask(&q), "memory of the kernel, and bounce buffers");
	return q;
}

/* Entries that one segment may have, by its length and by the boundary that it may not cross. */
static uint64_t entries_max(const struct pmk_run *told)
{
	uint64_t longest = told->answers[MAX_SEGMENT];

	if (told->answers[SEGMENT_BOUNDARY] < longest)
		longest = told->answers[SEGMENT_BOUNDARY] + 1;
	return longest / page_bytes();
}

static const uint64_t lists[] = { 2, 16, 63, 256 };
#define N_LISTS (sizeof(lists) / sizeof(lists[0]))

static void merged(void)
{
	struct pmk_run told = limits();
	uint64_t each = entries_max(&told), times = pmk_claim_datum();

	if (!told.answers[MERGE_BOUNDARY])
		pmk_claim_skip("nothing merges entries of a list for this device: "
			       "dma_get_merge_boundary() is 0",
			       "--target x86_64-6.1+iommu-strict");
	if (told.answers[MERGE_BOUNDARY] >= page_bytes() || !each)
		pmk_claim_skip("a page is less than this device's entries are merged by",
			       "a kernel with larger pages");
	for (size_t i = 0; i < N_LISTS; i++)
		ck_assert_uint_eq(list(times * lists[i]).check, (lists[i] + each - 1) / each);
}

PMK_CLAIM(scatterlist_merged) = {
	.claim = "where dma_get_merge_boundary() is not 0, pages that lie apart become as few "
		 "segments as dma_get_max_seg_size() and dma_get_seg_boundary() allow",
	.source = "Documentation/core-api/dma-api.rst, dma_get_merge_boundary; "
		  "block/blk-settings.c, blk_queue_can_use_dma_map_merging(), which counts on it",
	.needs = PMK_NEED_MODULE,
	.datum = 1,
	.test = merged,
	.broken_datum = 2, /* a list twice as long */
};

static void apart(void)
{
	if (limits().answers[MERGE_BOUNDARY])
		pmk_claim_skip("an IOMMU merges entries of a list for this device",
			       "a guest without: --target x86_64-6.1");
	for (size_t i = 0; i < N_LISTS; i++)
		ck_assert_uint_eq(list(pmk_claim_datum() * lists[i]).check, lists[i]);
}

PMK_CLAIM(scatterlist_not_merged) = {
	.claim = "where dma_get_merge_boundary() is 0, each page of a list that lies apart is a "
		 "segment",
	.source = "Documentation/core-api/dma-api.rst, dma_get_merge_boundary: 0 if the device "
		  "cannot merge any of the DMA address segments",
	.needs = PMK_NEED_MODULE,
	.datum = 1,
	.test = apart,
	.broken_datum = 2, /* a list twice as long */
};

static void boundary(void)
{
	struct pmk_run q = list(256);

	if (q.check == 256)
		pmk_claim_skip("nothing merges entries of a list for this device",
			       "--target x86_64-6.1+iommu-strict");
	ck_assert_uint_ne(q.facts & PMK_FACT_BOUNDED, 0);
}

PMK_CLAIM(scatterlist_boundary) = {
	.claim = "no segment of a mapped list crosses dma_get_seg_boundary() of the device",
	.source = "include/linux/dma-mapping.h, dma_get_seg_boundary; include/linux/device.h, "
		  "struct device_dma_parameters; drivers/iommu/dma-iommu.c, iommu_dma_map_sg(): "
		  "the segments are laid out so as not to cross any boundary",
	.needs = PMK_NEED_MODULE,
	.test = boundary,
	.broken_module = "sg_crosses",
};
