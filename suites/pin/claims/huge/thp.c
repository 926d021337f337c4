// SPDX-License-Identifier: GPL-2.0-only
/* Transparent huge pages: made on demand, and split without loss. */
#include "thp.h"
#include "../../../claim_maps.h"
#include "../../../claim_memory.h"

static void made(void)
{
	uint8_t *p;

	claim_need_advice(MADV_COLLAPSE, "MADV_COLLAPSE", "6.1");
	p = thp_make(pmk_claim_datum());

	ck_assert_uint_eq(smaps_kib(p, "AnonHugePages:"), HUGE / KiB);
	ck_assert_uint_eq(p[HUGE - 1], 0x5a);
}

PMK_CLAIM(collapse_makes_huge_page) = {
	.claim = "MADV_COLLAPSE makes one huge page of base pages at once, which smaps counts in "
		 "AnonHugePages, with their bytes",
	.source = "madvise(2), MADV_COLLAPSE (since Linux 6.1); proc(5), /proc/pid/smaps",
	.config = { "CONFIG_ADVISE_SYSCALLS", "CONFIG_TRANSPARENT_HUGEPAGE",
		    "CONFIG_PROC_PAGE_MONITOR" },
	.test = made,
	.broken_datum = true,
};

/* Half of it and a page, so that no side is a huge page of some smaller size. */
static void split(void)
{
	size_t half = HUGE / 2 + page_bytes();
	uint8_t *p = thp_make(false), *old = claim_anonymous(1, MAP_PRIVATE);

	memset(old, 0x5a, page_bytes());
	ck_assert_int_eq(munmap(p + half, page_bytes()), 0);
	if (pmk_claim_datum())
		p[half - 1] = 0;
	ck_assert_uint_eq(maps_count(p + half, 1), 0);
	for (size_t at = 0; at < HUGE; at += page_bytes())
		if (at != half)
			ck_assert_mem_eq(p + at, old, page_bytes());
	ck_assert_uint_eq(smaps_kib(p, "AnonHugePages:"), 0);
}

PMK_CLAIM(munmap_splits_huge_page) = {
	.claim = "munmap(2) of a base page in a huge page leaves the bytes on both sides, and no "
		 "huge page in smaps",
	.source = "Documentation/mm/transhuge.rst, split_huge_pmd(); munmap(2)",
	.config = { "CONFIG_ADVISE_SYSCALLS", "CONFIG_TRANSPARENT_HUGEPAGE",
		    "CONFIG_PROC_PAGE_MONITOR" },
	.test = split,
	.broken_datum = true,
};
