// SPDX-License-Identifier: GPL-2.0-only
/* Pages of programs in CMA, and what a pin for long does with them. */
#include "../../meminfo.h"
#include "hold.h"

#define LEAST_KIB (32 * 1024) /* of CMA: of less, none is used before memory runs out */
#define LEFT_KIB  (48 * 1024) /* of memory, for everybody else */
#define USED_KIB  (8 * 1024)  /* of CMA, then enough of our pages lie there */
#define STEP	  256	      /* pages between two looks at what is free */

/*
 * Whether the next STEP pages leave enough. A kernel that does not group pages by mobility, because
 * its blocks are large for its memory, keeps CMA from programs: then what is free there is no help.
 */
static bool memory_left(void)
{
	unsigned long long least_kib = 0, step_kib = STEP * page_bytes() / 1024;
	FILE *f = fopen("/proc/sys/vm/min_free_kbytes", "re");

	pmk_claim_need(f && fscanf(f, "%llu", &least_kib) == 1, "vm.min_free_kbytes");
	fclose(f);
	return meminfo_kib("MemAvailable:") > LEFT_KIB &&
	       meminfo_kib("MemFree:") > meminfo_kib("CmaFree:") + least_kib + step_kib;
}

/* Stores into the next STEP pages. Return: the first of them. */
static uint8_t *populate(uint8_t *memory, size_t *pages)
{
	uint8_t *first = memory + *pages * page_bytes();

	for (size_t i = 0; i < STEP; i++, ++*pages)
		*(uint64_t *)(first + i * page_bytes()) = *pages + 1;
	return first;
}

/* How many of STEP pages a pin for long moves; each keeps its word, and stays where it is then. */
static unsigned int moved_by_pin(uint8_t *p)
{
	unsigned int how = (unsigned int)pmk_claim_datum() | HOLD_WRITE, moved = 0;

	for (size_t i = 0; i < STEP; i++) {
		uint64_t *at = (uint64_t *)(p + i * page_bytes()), pfn = pagemap_frame(at);
		uint64_t word = *at;
		struct hold h = hold_once(at, 1, how), again;

		ck_assert_int_eq(hold_got(&h), 1);
		ck_assert_uint_eq(h.q.answers[2], word);
		ck_assert_uint_eq(pagemap_frame(at), h.q.answers[1]);
		moved += h.q.answers[1] != pfn;
		again = hold_once(at, 1, how);
		ck_assert_uint_eq(again.q.answers[1], h.q.answers[1]);
	}
	return moved;
}

/*
 * Populates memory until pages come from CMA, which they do once more than half of what is free is
 * there. Others use CMA too: what is missing there need not be ours, so a step of which a pin moves
 * nothing is followed by another, until memory ends.
 */
static void leaves_cma(void)
{
	uint64_t before_kib, least_kib;
	size_t pages = 0, all;
	uint8_t *p;

	meminfo_need_cma(LEAST_KIB);
	before_kib = least_kib = meminfo_kib("CmaFree:");
	all = meminfo_kib("MemTotal:") * 1024 / page_bytes() / STEP * STEP;
	p = mmap(NULL, all * page_bytes(), PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	pmk_claim_need(p != MAP_FAILED, "memory for all of CMA");
	pmk_claim_must(madvise(p, all * page_bytes(), MADV_NOHUGEPAGE) == 0 || errno == EINVAL);
	while (pages < all && memory_left()) {
		uint8_t *step = populate(p, &pages);
		uint64_t free_kib = meminfo_kib("CmaFree:");

		if (free_kib + USED_KIB >= least_kib)
			continue;
		least_kib = free_kib;
		/* The kernel takes pages from there and from elsewhere in turn, some at a time. */
		if (moved_by_pin(step) >= STEP / 8)
			return;
	}
	if (least_kib == before_kib)
		pmk_claim_skip("memory ran out before pages of a program came from CMA",
			       "--target arm64-6.1");
	ck_abort_msg("%zu pages were populated, CMA has %llu KiB less free, and none was moved",
		     pages, (unsigned long long)(before_kib - least_kib));
}

PMK_CLAIM(pin_longterm_leaves_cma) = {
	.claim = "a pin with FOLL_LONGTERM first moves a page out of CMA, with its data, and a "
		 "second one finds it where it may stay",
	.source = "include/linux/mm_types.h (mm.h in Linux 6.1), note on FOLL_LONGTERM: CMA "
		  "attempts to migrate the page before pinning; mm/gup.c, kernel-doc of "
		  "check_and_migrate_movable_pages()",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.datum = PMK_OP_PIN_SLOW_LONGTERM,
	.test = leaves_cma,
	.broken_datum = PMK_OP_PIN,
};
