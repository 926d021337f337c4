// SPDX-License-Identifier: GPL-2.0-only
/* High memory: it has no address until kmap() gives it one, out of a table that can be full. */
#include <pthread.h>
#include <time.h>

#include "held.h"

#define ALL	 PMK_KMAP_HELD_MAX
#define SLEEP_MS 200

/* With every slot taken by other pages, one that is not mapped cannot be left over in any. */
static void no_address(void)
{
	struct held h = held_high(PMK_OP_KMAP, ALL, 0);

	ck_assert_uint_eq(h.flags & PMK_KMAP_OTHER, 0);
	ck_assert_uint_eq(h.at_address, ALL);
	ck_assert_uint_eq(h.stored, ALL);
}

PMK_CLAIM(highmem_address_only_mapped) = {
	.claim = "page_address() of a page of high memory is NULL while it is not mapped, and what "
		 "kmap() returned while it is",
	.source = "mm/highmem.c, kernel-doc of page_address(); Documentation/mm/highmem.rst, What "
		  "Is High Memory?",
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.test = no_address,
	.broken_module = ONE_SLOT,
};

static void again(void)
{
	for (int i = 0; i < 3; i++)
		ck_assert_uint_eq(held_high(PMK_OP_KMAP, ALL, 0).right, ALL);
}

PMK_CLAIM(highmem_kunmap_frees) = {
	.claim =
		"after kunmap() of all mappings, as many others can be mapped, any number of times",
	.source = "include/linux/highmem.h, kernel-doc of kmap(): until a slot is released via "
		  "kunmap()",
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.test = again,
	.broken_module = ONE_SLOT,
};

static void run_all(uint64_t pages)
{
	struct pmk_run run = {
		.op = PMK_OP_KMAP, .flags = PMK_RUN_HIGHMEM, .n = pages, .pages = pages
	};

	if (pmk_claim_ask(&run) == -ENODEV)
		pmk_claim_skip("this kernel has no high memory", "--target i386-pae-6.1");
	pmk_claim_need(!errno, "pages of high memory");
	ck_assert_uint_eq(run.check, pages * (pages - 1) / 2);
}

static void wraps(void)
{
	run_all(PMK_KMAP_PAGES_MAX);
}

PMK_CLAIM(highmem_kmap_wraps) = {
	.claim = "four times as many pages as kmap() has slots can be mapped one after the other, "
		 "and each mapping shows its own page",
	.source = "Documentation/mm/highmem.rst, kmap(): global TLB invalidation when the kmap's "
		  "pool wraps",
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.test = wraps,
	.broken_module = ONE_PAGE,
};

static void *hold_them(void *done)
{
	struct held h;

	held_try(PMK_RUN_HIGHMEM, PMK_OP_KMAP, pmk_claim_datum(), SLEEP_MS, &h);
	__atomic_store_n((int *)done, 1, __ATOMIC_RELEASE);
	return NULL;
}

static uint64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

/* The longest that mapping one page took while another thread had them all, for a time. */
static void waits(void)
{
	uint64_t longest_ms = 0;
	pthread_t holder;
	int done = 0;

	run_all(1);
	errno = pthread_create(&holder, NULL, hold_them, &done);
	pmk_claim_need(!errno, "one more thread");
	while (!__atomic_load_n(&done, __ATOMIC_ACQUIRE)) {
		uint64_t start_ms = now_ms();

		run_all(1);
		if (now_ms() - start_ms > longest_ms)
			longest_ms = now_ms() - start_ms;
	}
	pmk_claim_must(pthread_join(holder, NULL) == 0);
	ck_assert_uint_ge(longest_ms, SLEEP_MS / 2);
	run_all(1);
}

PMK_CLAIM(highmem_kmap_waits) = {
	.claim = "kmap() with all slots taken waits, and gets the first one that is released",
	.source = "include/linux/highmem.h, kernel-doc of kmap(): the function blocks until a slot "
		  "is released via kunmap()",
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.datum = ALL,
	.test = waits,
	.broken_datum = ALL / 2,
};
