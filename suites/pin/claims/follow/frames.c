// SPDX-License-Identifier: GPL-2.0-only
/* Which frames a driver finds that follows pages, until when they are right, what is not told. */
#include "follow.h"

/* The datum is the advice. */
static void expire(void)
{
	uint64_t *p = hold_memory(PAGES, 1);
	struct hold h;

	hold_begin(&h, p, PAGES, FOLLOW);
	pmk_claim_must(madvise(second(p), page_bytes(), (int)pmk_claim_datum()) == 0);
	told(&h);
	ck_assert(expired(&h));
}

PMK_CLAIM(followed_frames_expire) = {
	.claim = "once a page has changed, mmu_interval_read_retry() says that the frames which "
		 "were found before may be used no more",
	.source = "include/linux/mmu_notifier.h, mmu_interval_read_retry(): true if an "
		  "invalidation collided; Documentation/mm/hmm.rst",
	.needs = PMK_NEED_MODULE,
	.datum = MADV_DONTNEED,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = expire,
	.broken_datum = MADV_NORMAL,
};

/* The page behind the range, which the datum makes one of it; and what changes no page. */
static void beside(void)
{
	uint64_t *p = hold_memory(PAGES + 1, 1);
	uint8_t *behind = (uint8_t *)p + (PAGES - pmk_claim_datum()) * page_bytes();
	struct hold h;

	hold_begin(&h, p, PAGES, FOLLOW);
	*(volatile uint64_t *)p = 2;
	pmk_claim_must(mprotect(behind, page_bytes(), PROT_READ) == 0);
	pmk_claim_must(munmap(behind, page_bytes()) == 0);
	ck_assert_uint_eq(told(&h), 0);
	ck_assert(!expired(&h));
}

PMK_CLAIM(followed_beside_not_told) = {
	.claim = "a driver that follows pages is not told of what happens to the page behind them, "
		 "nor of stores into them, and its frames stay right",
	.source = "mm/mmu_notifier.c, kernel-doc of mmu_interval_notifier_insert(): subscribes to "
		  "invalidations that intersect the range",
	.needs = PMK_NEED_MODULE,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = beside,
	.broken_datum = 1,
};

/* The datum is whether others are asked for. */
static void brings_in(void)
{
	uint8_t *p = base_pages(PAGES * page_bytes());
	struct hold h;

	pmk_claim_need(p != MAP_FAILED, "memory to follow");
	h = hold_once(pmk_claim_datum() ? hold_memory(PAGES, 1) : (void *)p, PAGES, FOLLOW);
	ck_assert_int_eq(hold_got(&h), PAGES);
	ck_assert_uint_eq(base_pages_present(p, PAGES * page_bytes()), PAGES);
}

PMK_CLAIM(followed_faults_in) = {
	.claim = "hmm_range_fault() with HMM_PFN_REQ_FAULT faults in what was never touched, as "
		 "the program's own access would",
	.source = "Documentation/mm/hmm.rst: with HMM_PFN_REQ_FAULT it triggers a page fault on "
		  "missing entries",
	.needs = PMK_NEED_MODULE,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = brings_in,
	.broken_datum = true,
};

/* The datum is the protection. */
static void read_only(void)
{
	uint64_t *p = hold_memory(PAGES, 1);
	struct hold h;

	pmk_claim_must(mprotect(p, PAGES * page_bytes(), (int)pmk_claim_datum()) == 0);
	h = hold_once(p, PAGES, FOLLOW & ~HOLD_WRITE);
	ck_assert_int_eq(hold_got(&h), PAGES);
	h = hold_once(p, PAGES, FOLLOW);
	ck_assert_int_eq(hold_got(&h), -EPERM);
}

PMK_CLAIM(followed_read_only_eperm) = {
	.claim = "frames of memory that the program may only read are found for reading, and "
		 "refused for writing with EPERM",
	.source = "mm/hmm.c, kernel-doc of hmm_range_fault(): -EPERM, asking for write and range "
		  "is read only",
	.needs = PMK_NEED_MODULE,
	.datum = PROT_READ,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = read_only,
	.broken_datum = PROT_READ | PROT_WRITE,
};

/* The datum is whether nothing is unmapped. */
static void hole(void)
{
	uint64_t *p = hold_memory(PAGES, 1);
	struct hold h;

	if (!pmk_claim_datum())
		pmk_claim_must(munmap(second(p), page_bytes()) == 0);
	h = hold_once(p, PAGES, FOLLOW);
	ck_assert_int_eq(hold_got(&h), -EFAULT);
}

PMK_CLAIM(followed_hole_efault) = {
	.claim = "frames of a range with a hole are not found, not even those before it: EFAULT",
	.source = "mm/hmm.c, kernel-doc of hmm_range_fault(): -EFAULT, has no backing VMA",
	.needs = PMK_NEED_MODULE,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = hole,
	.broken_datum = true,
};
