// SPDX-License-Identifier: GPL-2.0-only
/* Pages of programs in CMA, and what a pin for long does with them. */
#include "../../meminfo.h"
#include "hold.h"

#define LEAST_KIB (32 * 1024) /* of CMA: of less, none is used before memory runs out */
#define LEFT_KIB  (48 * 1024) /* of memory, for everybody else */
#define USED_KIB  (8 * 1024)  /* of CMA, then enough of our pages lie there */
#define STEP	  256	      /* pages between two looks at what is free */

/*
 * Populates memory until pages come from CMA, which they do once more than half of what is free is
 * there. Return: the last of them, STEP pages.
 */
static uint8_t *memory_in_cma(void)
{
	size_t each = page_bytes(), step_bytes = STEP * each;
	uint64_t before_kib = meminfo_kib("CmaFree:");
	size_t all_bytes = (size_t)meminfo_kib("MemTotal:") * 1024 / step_bytes * step_bytes;
	uint8_t *p = mmap(NULL, all_bytes, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	pmk_claim_need(p != MAP_FAILED, "memory for all of CMA");
	pmk_claim_must(madvise(p, all_bytes, MADV_NOHUGEPAGE) == 0 || errno == EINVAL);
	for (size_t at = 0; at < all_bytes && meminfo_kib("MemAvailable:") > LEFT_KIB;) {
		for (size_t i = 0; i < STEP; i++, at += each)
			*(uint64_t *)(p + at) = at + 1;
		if (meminfo_kib("CmaFree:") + USED_KIB < before_kib)
			return p + at - step_bytes;
	}
	pmk_claim_skip("memory ran out before pages of a program came from CMA",
		       "--target arm64-6.1");
}

static void leaves_cma(void)
{
	unsigned int how = (unsigned int)pmk_claim_datum() | HOLD_WRITE;
	unsigned int moved = 0;
	uint8_t *p;

	meminfo_need_cma(LEAST_KIB);
	p = memory_in_cma();
	for (size_t i = 0; i < STEP; i++) {
		uint64_t *at = (uint64_t *)(p + i * page_bytes()), pfn = pagemap_frame(at);
		uint64_t word = *at;
		struct hold h = hold_once(at, 1, how), again;

		ck_assert_int_eq(hold_got(&h), 1);
		ck_assert_uint_eq(h.q.answers[2], word);
		ck_assert_uint_eq(pagemap_frame(at), h.q.answers[1]);
		moved += h.q.answers[1] != pfn;
		/* Where it is now, it may stay. */
		again = hold_once(at, 1, how);
		ck_assert_uint_eq(again.q.answers[1], h.q.answers[1]);
	}
	/* The kernel takes pages from there and from elsewhere in turn, some at a time. */
	ck_assert_msg(moved >= STEP / 8, "of %d pages, among them some of CMA, %u were moved", STEP,
		      moved);
}

PMK_CLAIM(pin_longterm_leaves_cma) = {
	.claim = "a pin with FOLL_LONGTERM first moves a page out of CMA, with its data, and a "
		 "second one finds it where it may stay",
	.source = "include/linux/mm.h, note on FOLL_LONGTERM: CMA attempts to migrate the page "
		  "before pinning; mm/gup.c, kernel-doc of check_and_migrate_movable_pages()",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.datum = PMK_OP_PIN_SLOW_LONGTERM,
	.test = leaves_cma,
	.broken_datum = PMK_OP_PIN,
};
