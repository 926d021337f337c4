// SPDX-License-Identifier: GPL-2.0-only
/* Pins of huge pages, pins for long, and what pins do not count against. */
#include <sys/resource.h>

#include "../huge_page.h"
#include "hold.h"

#define HUGE  (2 * MiB)
#define PAGES 123

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

static bool turned;

static void turn_it(void)
{
	turned = true;
}

/* A transparent huge page; under the break, as many base pages. */
static uint8_t *huge_page(void)
{
	char why[128];
	uint8_t *p;

	if (huge_page_other(false, HUGE, why, sizeof(why)))
		pmk_claim_skip(why, HUGE_PAGE_REMEDY);
	p = mmap(NULL, 2 * HUGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	pmk_claim_need(p != MAP_FAILED, "memory for a huge page");
	p += -(uintptr_t)p % HUGE;
	if (turned)
		pmk_claim_must(madvise(p, HUGE, MADV_NOHUGEPAGE) == 0);
	memset(p, 0x5a, HUGE);
	if (!turned && madvise(p, HUGE, MADV_COLLAPSE))
		pmk_claim_skip("the kernel does not make a huge page of this memory",
			       "a kernel of 6.1 or newer with CONFIG_TRANSPARENT_HUGEPAGE");
	return p;
}

static void exact(void)
{
	struct hold h = hold_once(huge_page(), PAGES, PMK_OP_PIN);

	ck_assert_int_eq(hold_got(&h), PAGES);
	ck_assert_uint_eq(h.q.answers[4], 1);
	ck_assert_uint_eq(h.q.answers[5], PAGES);
}

PMK_CLAIM(pin_huge_counts_exactly) = {
	.claim = "a pin of part of a huge page adds one reference for each page of that part, not "
		 "GUP_PIN_COUNTING_BIAS, and the huge page looks pinned",
	.source = "Documentation/core-api/pin_user_pages.rst, Which flags are set by each wrapper: "
		  "for huge pages the bias is not used",
	.needs = PMK_NEED_MODULE,
	.test = exact,
	.broken_by = turn_it,
};

/* VmLck and VmPin of this process, in KiB. */
static unsigned long counted_kib(void)
{
	FILE *f = fopen("/proc/self/status", "re");
	unsigned long kib, sum_kib = 0;
	char line[256];

	pmk_claim_need(f, "a file of /proc that tells of memory");
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "VmLck: %lu kB", &kib) == 1 ||
		    sscanf(line, "VmPin: %lu kB", &kib) == 1)
			sum_kib += kib;
	fclose(f);
	return sum_kib;
}

static void not_counted(void)
{
	const struct rlimit none = { 0, 0 };
	uint64_t *p = hold_memory(PAGES, 1);
	unsigned long before_kib = counted_kib();
	struct hold h;

	if (turned)
		pmk_claim_need(mlock(p, hold_page()) == 0, "locked memory of one page");
	pmk_claim_must(setrlimit(RLIMIT_MEMLOCK, &none) == 0);
	hold_begin(&h, p, PAGES, PMK_OP_PIN_LONGTERM);
	ck_assert_uint_eq(counted_kib(), before_kib);
	hold_end(&h);
	ck_assert_int_eq(hold_got(&h), PAGES);
}

PMK_CLAIM(pin_is_not_locked_memory) = {
	.claim = "a pin by itself counts neither as locked nor as pinned memory of the process, "
		 "and RLIMIT_MEMLOCK does not stop it: that is for its caller to do",
	.source = "include/linux/mm.h, account_locked_vm() and mm_types.h, pinned_vm: kept by the "
		  "callers; proc(5), VmLck and VmPin",
	.needs = PMK_NEED_MODULE,
	.test = not_counted,
	.broken_by = turn_it,
};

/* First page of ZONE_MOVABLE and the one after its last, of the node that has it; 0: none. */
static void movable(uint64_t *from, uint64_t *to)
{
	FILE *f = fopen("/proc/zoneinfo", "re");
	unsigned long long value, spanned = 0;
	bool inside = false;
	char line[256], zone[32];

	*from = *to = 0;
	pmk_claim_need(f, "a file of /proc that tells of memory");
	while (fgets(line, sizeof(line), f)) {
		if (sscanf(line, "Node %*d, zone %31s", zone) == 1)
			inside = !strcmp(zone, "Movable");
		if (inside && sscanf(line, " spanned %llu", &value) == 1)
			spanned = value;
		if (inside && spanned && sscanf(line, " start_pfn: %llu", &value) == 1) {
			*from = value;
			*to = value + spanned;
		}
	}
	fclose(f);
}

static void migrates(void)
{
	unsigned int how = (turned ? PMK_OP_PIN : PMK_OP_PIN_SLOW_LONGTERM) | HOLD_WRITE;
	uint64_t *p = hold_memory(1, 1), from, to, pfn = hold_pfn(p);
	struct hold h;

	movable(&from, &to);
	if (!to)
		pmk_claim_skip("this kernel has no memory in ZONE_MOVABLE",
			       "--target x86_64-6.1+movable, or boot with movablecore=128M");
	pmk_claim_must(from <= pfn && pfn < to);
	h = hold_once(p, 1, how);
	ck_assert_int_eq(hold_got(&h), 1);
	ck_assert_uint_eq(h.q.answers[2], 1);
	ck_assert_msg(h.q.answers[1] < from || h.q.answers[1] >= to,
		      "the pinned page is still in ZONE_MOVABLE");
	ck_assert_uint_eq(hold_pfn(p), h.q.answers[1]);
}

PMK_CLAIM(pin_longterm_leaves_movable) = {
	.claim = "a pin with FOLL_LONGTERM first moves a page out of ZONE_MOVABLE, with its data",
	.source = "Documentation/admin-guide/mm/memory-hotplug.rst, ZONE_MOVABLE: long-term "
		  "pinning; mm/gup.c, kernel-doc of check_and_migrate_movable_pages()",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.test = migrates,
	.broken_by = turn_it,
};
