// SPDX-License-Identifier: GPL-2.0-only
/* How many pages a pin takes, of which memory, and what it leaves in them. */
#include "hold.h"

#define PAGES	  8
#define PIN_BIAS  1024 /* GUP_PIN_COUNTING_BIAS */
#define KPF_DIRTY (1u << 4)

/* Every op that takes hold, but for FOLL_LONGTERM. */
static const unsigned int takers[] = {
	PMK_OP_GUP_FAST, PMK_OP_PIN_FAST, PMK_OP_GUP, PMK_OP_PIN, PMK_OP_PIN_REMOTE,
};
#define TAKERS (sizeof(takers) / sizeof(takers[0]))

static void beyond_vma(void)
{
	uint8_t *p = (uint8_t *)hold_memory(2 * PAGES, 1);

	if (!pmk_claim_datum())
		pmk_claim_must(munmap(p + PAGES * page_bytes(), PAGES * page_bytes()) == 0);
	for (size_t i = 0; i < TAKERS; i++) {
		struct hold h = hold_once(p, 2 * PAGES, takers[i]);

		ck_assert_int_eq(hold_got(&h), PAGES);
	}
}

PMK_CLAIM(pin_ends_with_mapping) = {
	.claim = "get_user_pages(), pin_user_pages(), their _fast() and the _remote() form return "
		 "exactly the pages up to the end of the mapping when asked for more",
	.source = "mm/gup.c, kernel-doc of __get_user_pages(): returns number of pages pinned; "
		  "this may be fewer than the number requested",
	.needs = PMK_NEED_MODULE,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = beyond_vma,
	.broken_datum = true,
};

static void same_page(void)
{
	uint64_t *p = hold_memory(1, 0x3333),
		 *asked = pmk_claim_datum() ? hold_memory(1, 0x3333) : p;

	for (size_t i = 0; i < TAKERS; i++) {
		struct hold h = hold_once(asked, 1, takers[i]);

		ck_assert_int_eq(hold_got(&h), 1);
		ck_assert_uint_eq(h.q.answers[1], pagemap_frame(p));
		ck_assert_uint_eq(h.q.answers[2], 0x3333);
		ck_assert_uint_eq(h.q.answers[4],
				  takers[i] != PMK_OP_GUP && takers[i] != PMK_OP_GUP_FAST);
	}
}

PMK_CLAIM(pin_is_the_mapped_page) = {
	.claim = "all of them take the page that the process has at that address, and only the "
		 "pin_ forms make it look pinned",
	.source = "Documentation/core-api/pin_user_pages.rst, Which flags are set by each wrapper, "
		  "folio_maybe_dma_pinned(): its page_ form in Linux 6.1",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = same_page,
	.broken_datum = true,
};

static void brings_in(void)
{
	uint8_t *p = base_pages(PAGES * page_bytes());
	struct hold h;

	pmk_claim_need(p != MAP_FAILED, "memory to pin");
	if (pmk_claim_datum())
		p[0] = 1;
	ck_assert_uint_eq(pagemap_frame(p), 0);
	h = hold_once(p, PAGES, PMK_OP_PIN_FAST | HOLD_WRITE);
	ck_assert_int_eq(hold_got(&h), PAGES);
	for (size_t i = 0; i < PAGES; i++)
		ck_assert_uint_ne(pagemap_frame(p + i * page_bytes()), 0);
	ck_assert_uint_eq(pagemap_frame(p), h.q.answers[1]);
}

PMK_CLAIM(pin_faults_in) = {
	.claim = "a pin of memory that was never touched faults its pages in, and they are the "
		 "process's own from then on",
	.source = "mm/gup.c, kernel-doc of __get_user_pages(): takes the page that would be "
		  "accessed if a user thread accesses the address; faultin_page()",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = brings_in,
	.broken_datum = true,
};

/* References of a pin: GUP_PIN_COUNTING_BIAS for a base page. */
static void biased(void)
{
	struct hold h = hold_once(hold_memory(1, 1), 1, (unsigned int)pmk_claim_datum());

	ck_assert_uint_eq(h.q.answers[5], PIN_BIAS);
}

PMK_CLAIM(pin_counts_bias) = {
	.claim = "a pin of a base page adds GUP_PIN_COUNTING_BIAS, 1024, to its reference count, "
		 "and the unpin takes all of it away",
	.source = "Documentation/core-api/pin_user_pages.rst, Tracking dma-pinned pages",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_OP_PIN,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = biased,
	.broken_datum = PMK_OP_GUP,
};

/* The page's dirty flag after a pin for reading, the datum; a store would set it on its own. */
static bool dirty_after_pin(void)
{
	struct hold h = hold_once(hold_memory(1, 1), 1, (unsigned int)pmk_claim_datum());

	ck_assert_int_eq(hold_got(&h), 1);
	return hold_kpageflags(h.q.answers[1]) & KPF_DIRTY;
}

static void dirty(void)
{
	ck_assert(dirty_after_pin());
}

PMK_CLAIM(pin_unpin_dirties) = {
	.claim = "unpin_user_pages_dirty_lock() marks the pages dirty",
	.source = "mm/gup.c, kernel-doc of unpin_user_pages_dirty_lock()",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.datum = PMK_OP_PIN_DIRTY,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = dirty,
	.broken_module = "unpin_clean",
};

static void stays_clean(void)
{
	ck_assert(!dirty_after_pin());
}

PMK_CLAIM(pin_unpin_leaves_clean) = {
	.claim = "unpin_user_pages() leaves a page as clean as it was: who wrote there must say so",
	.source = "mm/gup.c, kernel-doc of unpin_user_pages() and unpin_user_page(): for pages "
		  "that were not written",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.datum = PMK_OP_PIN_FAST,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = stays_clean,
	.broken_datum = PMK_OP_PIN_DIRTY,
};
