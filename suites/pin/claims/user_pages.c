// SPDX-License-Identifier: GPL-2.0-only
/* pin_user_pages() and get_user_pages(): what is taken is given back, and a hole is an error. */
#include "../../base_pages.h"
#include "../pins_counted.h"
#include "pagemark_abi.h"
#include "pagemark_claim.h"

#define PINNED_PAGES 16
#define PINS	     8

static int take(unsigned int op, void *at, uint64_t pages, uint64_t n, struct pmk_run *run)
{
	*run = (struct pmk_run){
		.op = op, .flags = PMK_RUN_WRITE, .n = n, .pages = pages, .addr = (uintptr_t)at
	};
	return pmk_claim_ask(run);
}

/* How many pages were pinned so far, and how many of them unpinned. */
static void count_pins(uint64_t counted[2])
{
	bool read = pins_counted(&counted[0], &counted[1]);

	if (!read && errno == ENODATA)
		pmk_claim_skip("this kernel does not count pins", "a kernel of 5.7 or newer");
	pmk_claim_need(read, "refreshed counters in /proc/vmstat");
}

static void pins_balance(void)
{
	void *mem = pmk_claim_alloc(PINNED_PAGES * page_bytes());
	uint64_t before[2], after[2];
	struct pmk_run run;

	count_pins(before);
	ck_assert_int_eq(take(PMK_OP_PIN_FAST, mem, PINNED_PAGES, PINS, &run), 0);
	count_pins(after);
	ck_assert_uint_eq(run.check, PINS * PINNED_PAGES);
	ck_assert_uint_ne(run.facts & PMK_FACT_PINNED, 0);
	/* PINS of them, and the one that the facts are of. */
	ck_assert_uint_ge(after[0] - before[0], (PINS + 1) * PINNED_PAGES);
	ck_assert_uint_ge(after[1] - before[1], (PINS + 1) * PINNED_PAGES);
}

PMK_CLAIM(pins_balance) = {
	.claim = "every page that pin_user_pages_fast() pins is counted as acquired, and as "
		 "released after unpin_user_pages()",
	.source = "Documentation/core-api/pin_user_pages.rst, nr_foll_pin_acquired and "
		  "nr_foll_pin_released",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.test = pins_balance,
	.broken_module = "pin_leak",
};

static void hole_efault(void)
{
	uint8_t *mem = pmk_claim_alloc(PINNED_PAGES * page_bytes());
	struct pmk_run run;

	pmk_claim_must(munmap(mem, PINNED_PAGES * page_bytes()) == 0);
	ck_assert_int_eq(take(PMK_OP_GUP_FAST, mem, 1, 1, &run), -EFAULT);
	ck_assert_int_eq(take(PMK_OP_PIN_FAST, mem, PINNED_PAGES, 1, &run), -EFAULT);
}

PMK_CLAIM(pin_unmapped_efault) = {
	.claim = "get_user_pages_fast() and pin_user_pages_fast() of an address that is not mapped "
		 "give -EFAULT",
	.source = "mm/gup.c, kernel-doc of __get_user_pages(), Return",
	.needs = PMK_NEED_MODULE,
	.test = hole_efault,
	.broken_module = "pin_short",
};

static void half_efault(void)
{
	size_t half = PINNED_PAGES / 2 * page_bytes();
	uint8_t *mem = pmk_claim_alloc(2 * half);
	struct pmk_run run;

	pmk_claim_must(munmap(mem + half, half) == 0);
	ck_assert_int_eq(take(PMK_OP_PIN_FAST, mem, PINNED_PAGES / 2, 1, &run), 0);
	ck_assert_uint_eq(run.check, PINNED_PAGES / 2);
	ck_assert_int_eq(take(PMK_OP_PIN_FAST, mem, PINNED_PAGES, 1, &run), -EFAULT);
}

PMK_CLAIM(pin_half_efault) = {
	.claim =
		"pin_user_pages_fast() of a range whose second half is not mapped pins fewer pages "
		"than asked, which /dev/pagemark reports as -EFAULT and never as a smaller result",
	.source = "mm/gup.c, kernel-doc of pin_user_pages_fast() and get_user_pages_fast(), Return",
	.needs = PMK_NEED_MODULE,
	.test = half_efault,
	.broken_module = "pin_short",
};

static void read_only_efault(void)
{
	uint8_t *mem = pmk_claim_alloc(page_bytes());
	struct pmk_run run;

	pmk_claim_must(mprotect(mem, page_bytes(), (int)pmk_claim_datum()) == 0);
	ck_assert_int_eq(take(PMK_OP_PIN_FAST, mem, 1, 1, &run), -EFAULT);
}

PMK_CLAIM(pin_read_only_efault) = {
	.claim = "pin_user_pages_fast(FOLL_WRITE) of a mapping without PROT_WRITE gives -EFAULT",
	.source = "mm/gup.c, check_vma_flags(), FOLL_WRITE; mprotect(2), PROT_READ",
	.needs = PMK_NEED_MODULE,
	.datum = PROT_READ,
	.test = read_only_efault,
	.broken_datum = PROT_READ | PROT_WRITE,
};
