// SPDX-License-Identifier: GPL-2.0-only
/* Page frames: their struct pages, linear addresses and zones, there and back. */
#include <string.h>

#include "frames.h"

/* What is movable is high memory too where there is some. */
static bool high(const struct zone *z)
{
	return !strcmp(z->name, "HighMem") || (sizeof(long) < 8 && !strcmp(z->name, "Movable"));
}

/* The first frame of each zone, @low: of low memory only, and what the kernel says of it. */
static void for_each_zone(void (*judge)(uint64_t frame, const uint64_t *answers), bool low)
{
	struct zone zones[ZONES_MAX];
	unsigned int n = zones_read(zones), judged = 0;

	for (unsigned int i = 0; i < n; i++) {
		uint64_t answers[8];

		if (!zones[i].present || ask_address(zones[i].start, 0, 0, answers))
			continue;
		/* A page of high memory may have an address by kmap(), also after it. */
		if (low && (!answers[2] || high(&zones[i])))
			continue;
		judge(zones[i].start, answers);
		judged++;
	}
	pmk_claim_must(judged > 0);
}

static void page_round_trip(uint64_t frame, const uint64_t *answers)
{
	ck_assert_uint_eq(answers[0], frame);
}

static void frame_page_frame(void)
{
	for_each_zone(page_round_trip, false);
}

PMK_CLAIM(frame_page_round_trip) = {
	.claim = "page_to_pfn(pfn_to_page()) is the same frame, in every zone there is",
	.source = "Documentation/mm/memory-model.rst, pfn_to_page() and page_to_pfn()",
	.needs = PMK_NEED_MODULE,
	.test = frame_page_frame,
	.broken_module = "address_next",
};

static void physical_round_trip(uint64_t frame, const uint64_t *answers)
{
	ck_assert_uint_eq(answers[3], frame * page_bytes());
}

static void linear_physical(void)
{
	for_each_zone(physical_round_trip, true);
}

PMK_CLAIM(frame_linear_round_trip) = {
	.claim = "virt_to_phys(page_address()) of a page of low memory is where its frame lies",
	.source = "Linux Device Drivers 3, chapter 15, Address Types, Kernel logical addresses; "
		  "arch/x86/include/asm/io.h, kernel-doc of virt_to_phys()",
	.needs = PMK_NEED_MODULE,
	.test = linear_physical,
	.broken_module = "address_next",
};

static void at_page_offset(uint64_t frame, const uint64_t *answers)
{
	ck_assert_uint_eq(answers[2], answers[4] + frame * page_bytes());
}

static void linear(void)
{
#if defined(__x86_64__) || defined(__i386__)
	for_each_zone(at_page_offset, true);
#else
	(void)at_page_offset;
	pmk_claim_skip("where the linear map begins is a matter of the architecture",
		       "--target x86_64-6.1");
#endif
}

PMK_CLAIM(frame_linear_map) = {
	.claim = "on x86, low memory lies in one piece from PAGE_OFFSET on: a page's address is "
		 "PAGE_OFFSET plus its physical address",
	.source = "Documentation/arch/x86/x86_64/mm.rst, direct mapping of all physical memory",
	.needs = PMK_NEED_MODULE,
	.test = linear,
	.broken_module = "address_next",
};

/* Where one zone ends and the next begins, on both sides. */
static void zone_agrees(void)
{
	struct zone zones[ZONES_MAX];
	unsigned int n = zones_read(zones), judged = 0;
	uint64_t answers[8];

	for (unsigned int i = 0; i < n; i++) {
		const struct zone *z = &zones[i];
		uint64_t last = z->start + z->spanned - 1;

		if (!z->present || ask_address(z->start, 0, 0, answers))
			continue;
		ck_assert_uint_eq(answers[1], z->number);
		if (i + 1 == n || zones[i + 1].start != last + 1 ||
		    ask_address(last, 0, 0, answers))
			continue;
		ck_assert_uint_eq(answers[1], z->number);
		judged++;
	}
	if (!judged)
		pmk_claim_skip("no two zones are neighbours here", "--target x86_64-6.1");
}

PMK_CLAIM(frame_zone_as_zoneinfo) = {
	.claim = "the zone of a page, at both ends of a zone, is the one that /proc/zoneinfo says",
	.source = "proc(5), /proc/zoneinfo; include/linux/mmzone.h, page_zonenum()",
	.needs = PMK_NEED_MODULE,
	.test = zone_agrees,
	.broken_module = "address_next",
};
