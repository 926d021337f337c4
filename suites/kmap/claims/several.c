// SPDX-License-Identifier: GPL-2.0-only
/* Several mappings at once: nested and released in reverse, or side by side, or as one area. */
#include "held.h"

static void all_right(const struct held *h, uint64_t pages)
{
	ck_assert_uint_eq(h->right, pages);
	ck_assert_uint_eq(h->right_again, pages);
	ck_assert_uint_eq(h->stored, pages);
}

#define NESTED_PAGES 8

static void nested(void)
{
	struct held h = held_any(pmk_claim_datum(), NESTED_PAGES, 0);

	all_right(&h, NESTED_PAGES);
}

PMK_CLAIM(kmap_local_nests) = {
	.claim = "mappings of kmap_local_page() nest: each shows its own page while all are there, "
		 "and an outer one still does after the inner ones were unmapped in reverse order",
	.source = "include/linux/highmem.h, kernel-doc of kmap_local_page(): the map management "
		  "is stack based",
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.datum = PMK_OP_KMAP_LOCAL,
	.test = nested,
	.broken_module = ONE_SLOT,
};

PMK_CLAIM(kmap_atomic_nests) = {
	.claim = "mappings of kmap_atomic() nest in the same way",
	.source = "Documentation/mm/highmem.rst, kmap_local_page(): nesting kmap_local_page() and "
		  "kmap_atomic() mappings is allowed",
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.datum = PMK_OP_KMAP_ATOMIC,
	.test = nested,
	.broken_module = ONE_SLOT,
};

#define VMAP_PAGES 64

static void vmap_coherent(void)
{
	struct held h = held_any(PMK_OP_KMAP_VMAP, VMAP_PAGES, 0);

	all_right(&h, VMAP_PAGES);
	ck_assert_uint_eq(h.at_address, 0);
}

PMK_CLAIM(vmap_writable_coherent) = {
	.claim = "vmap() shows pages as one range of addresses, none of them "
		 "a page_address(), and what is stored there is in the pages",
	.source = "mm/vmalloc.c, kernel-doc of vmap(): maps pages into virtually contiguous space",
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.test = vmap_coherent,
	.broken_module = ONE_SLOT,
};

static void walked(void)
{
	struct held h = held_any(PMK_OP_KMAP_VMAP, VMAP_PAGES, 0);

	ck_assert_uint_eq(h.walked, VMAP_PAGES);
}

PMK_CLAIM(vmalloc_to_page_finds) = {
	.claim = "vmalloc_to_page() of an address that vmap() gave is the page behind it",
	.source = "mm/vmalloc.c, vmalloc_to_page(): walk a vmap address to the struct page it maps",
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.test = walked,
	.broken_module = ONE_SLOT,
};

#define COPY_BYTES 4096
#define COPY_PAGES 8
#define COPY_SEED  0x1000ull

/* Every page is copied, the last one compared word for word. */
static void copied_out(void)
{
	struct pmk_run run = { .op = PMK_OP_KMAP_FROM,
			       .flags = PMK_RUN_HIGHMEM,
			       .n = COPY_PAGES,
			       .pages = COPY_PAGES,
			       .bytes = COPY_BYTES,
			       .seed = COPY_SEED };

	if (pmk_claim_ask(&run) == -ENODEV) {
		run.flags = 0;
		pmk_claim_ask(&run);
	}
	pmk_claim_need(!errno, "pages of the kernel");
	ck_assert_uint_eq(run.check, COPY_PAGES * COPY_SEED + COPY_PAGES * (COPY_PAGES - 1) / 2);
	ck_assert_uint_ne(run.facts & PMK_FACT_INTACT, 0);
}

PMK_CLAIM(memcpy_to_and_from_page) = {
	.claim = "what memcpy_to_page() stores in a page memcpy_from_page() reads back, without a "
		 "mapping by the caller",
	.source = "include/linux/highmem.h, memcpy_from_page() and memcpy_to_page()",
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.test = copied_out,
	.broken_module = ONE_PAGE,
};
