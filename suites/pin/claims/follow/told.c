// SPDX-License-Identifier: GPL-2.0-only
/* What an interval notifier of the MMU is told of, so that a device need not pin what it uses. */
#include <sys/syscall.h>

#include "../huge/thp.h"
#include "follow.h"

static void must_tell(struct hold *h)
{
	ck_assert_uint_ge(told(h), 1);
	ck_assert(expired(h));
}

static void by_munmap(void)
{
	uint64_t *p = hold_memory(PAGES, 1);
	struct hold h;

	hold_begin(&h, p, PAGES, FOLLOW);
	pmk_claim_must(munmap(second(p), page_bytes()) == 0);
	must_tell(&h);
}

static void by_mremap(void)
{
	uint64_t *p = hold_memory(PAGES, 1);
	uint8_t *to = claim_room(1);
	struct hold h;

	hold_begin(&h, p, PAGES, FOLLOW);
	pmk_claim_must(mremap(second(p), page_bytes(), page_bytes(), MREMAP_MAYMOVE | MREMAP_FIXED,
			      to) == to);
	must_tell(&h);
	ck_assert_uint_eq(*(uint64_t *)(void *)to, 2);
}

static void by_mprotect(void)
{
	uint64_t *p = hold_memory(PAGES, 1);
	struct hold h;

	hold_begin(&h, p, PAGES, FOLLOW);
	pmk_claim_must(mprotect(second(p), page_bytes(), PROT_READ) == 0);
	must_tell(&h);
}

static void by_dontneed(void)
{
	uint64_t *p = hold_memory(PAGES, 1);
	struct hold h;

	hold_begin(&h, p, PAGES, FOLLOW);
	pmk_claim_must(madvise(second(p), page_bytes(), MADV_DONTNEED) == 0);
	must_tell(&h);
}

static void idle(void *arg)
{
	(void)arg;
}

static void by_fork(void)
{
	uint64_t *p = hold_memory(PAGES, 1);
	struct claim_twin twin;
	struct hold h;

	hold_begin(&h, p, PAGES, FOLLOW);
	twin = claim_twin_begin(idle, NULL);
	must_tell(&h);
	claim_twin_end(&twin);
}

/* To be read, which does not part the page from the child's. */
static void by_copy(void)
{
	uint64_t *p = hold_memory(PAGES, 1);
	struct claim_twin twin = claim_twin_begin(idle, NULL);
	struct hold h;

	hold_begin(&h, p, PAGES, FOLLOW & ~HOLD_WRITE);
	*(volatile uint64_t *)second(p) = 3;
	must_tell(&h);
	claim_twin_end(&twin);
}

/* From the advice on khugepaged may be the one that collapses. */
static void by_collapse(void)
{
	uint8_t *p = thp_make(true);
	struct hold h;

	claim_need_advice(MADV_COLLAPSE, "MADV_COLLAPSE", "6.1");
	hold_begin(&h, p, PAGES, FOLLOW);
	pmk_claim_must(madvise(p, HUGE, MADV_HUGEPAGE) == 0);
	pmk_claim_need(madvise(p, HUGE, MADV_COLLAPSE) == 0, "a huge page");
	must_tell(&h);
	ck_assert_uint_eq(p[0], 0x5a);
}

/* move_pages(2) of one page: its node, or -errno; @to: NULL asks only. */
static int move_page(void *at, const int *to)
{
	int status = -ENOENT;

	if (syscall(SYS_move_pages, 0, 1ul, &at, to, &status, 2 /* MPOL_MF_MOVE */))
		return -errno;
	return status;
}

static void by_migration(void)
{
	uint64_t *p = hold_memory(PAGES, 1);
	int from = move_page(second(p), NULL), to = !from;
	struct hold h;

	hold_begin(&h, p, PAGES, FOLLOW);
	if (from < 0 || move_page(second(p), &to) != to)
		pmk_claim_skip("there is no second node to which a page could be moved",
			       "--target x86_64-6.1+numa2");
	must_tell(&h);
	ck_assert_uint_eq(*(uint64_t *)second(p), 2);
}

#define NOTIFIER "include/linux/mmu_notifier.h, enum mmu_notifier_event, "
#define TOLD(by, change, text)                                                                     \
	PMK_CLAIM(followed_told_of_##by) = {                                                       \
		.claim = "a driver that follows pages instead of pinning them is told of " change, \
		.source = NOTIFIER text "; Documentation/mm/hmm.rst",                              \
		.needs = PMK_NEED_MODULE,                                                          \
		.config = { "CONFIG_ADVISE_SYSCALLS" },                                            \
		.test = by_##by,                                                                   \
		.broken_module = "notifier_deaf",                                                  \
	}

TOLD(munmap, "munmap(2) of one of them", "MMU_NOTIFY_UNMAP");
TOLD(mremap, "mremap(2), which moves one of them to another address",
     "MMU_NOTIFY_UNMAP: or a mremap() that move the range");
TOLD(mprotect, "mprotect(2) of one of them", "MMU_NOTIFY_PROTECTION_VMA: mprotect() syscall");
TOLD(dontneed, "MADV_DONTNEED, which takes one of them away",
     "MMU_NOTIFY_CLEAR: many reasons like madvise()");
TOLD(fork, "fork(2), after which a store would go to a copy",
     "MMU_NOTIFY_PROTECTION_PAGE: change in read/write flag for pages in the range");
TOLD(copy, "the copy that a store makes of a page shared with a child",
     "MMU_NOTIFY_CLEAR: replacing a page by another one");
TOLD(collapse, "MADV_COLLAPSE, which moves them into a huge page",
     "MMU_NOTIFY_CLEAR: replacing a page by another one");
TOLD(migration, "move_pages(2), by which one of them becomes a page of another node",
     "MMU_NOTIFY_CLEAR: replacing a page by another one");
