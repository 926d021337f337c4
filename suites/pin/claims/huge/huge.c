// SPDX-License-Identifier: GPL-2.0-only
/* Pins of huge pages, pins for long, and what pins do not count against. */
#include <sys/resource.h>

#include "../../../huge_page.h"
#include "../../../proc_value.h"
#include "../../../zoneinfo.h"
#include "../hold.h"
#include "thp.h"

#define PAGES 123

static void exact(void)
{
	struct hold h = hold_once(thp_make(pmk_claim_datum()), PAGES, PMK_OP_PIN);

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
	.broken_datum = true,
};

/* VmLck and VmPin of this process, in KiB. */
static uint64_t counted_kib(void)
{
	uint64_t locked_kib, pinned_kib;

	pmk_claim_need(proc_value("/proc/self/status", "VmLck:", &locked_kib) &&
			       proc_value("/proc/self/status", "VmPin:", &pinned_kib),
		       "a file of /proc that tells of memory");
	return locked_kib + pinned_kib;
}

static void not_counted(void)
{
	const struct rlimit none = { 0, 0 };
	uint64_t *p = hold_memory(PAGES, 1);
	uint64_t before_kib = counted_kib();
	struct hold h;

	if (pmk_claim_datum())
		pmk_claim_need(mlock(p, page_bytes()) == 0, "locked memory of one page");
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
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = not_counted,
	.broken_datum = true,
};

/* Whether the frame lies in ZONE_MOVABLE of some node. SKIP where no node has any. */
static bool movable(uint64_t pfn)
{
	struct zone zones[ZONES_MAX];
	unsigned int n = zones_read(zones);
	bool any = false, in = false;

	for (unsigned int i = 0; i < n; i++) {
		if (strcmp(zones[i].name, "Movable") != 0 || !zones[i].present)
			continue;
		any = true;
		in |= zones[i].start <= pfn && pfn < zones[i].start + zones[i].spanned;
	}
	if (!any)
		pmk_claim_skip("this kernel has no memory in ZONE_MOVABLE",
			       "--target x86_64-6.1+movable, or boot with movablecore=128M");
	return in;
}

static void migrates(void)
{
	unsigned int how = (unsigned int)pmk_claim_datum() | HOLD_WRITE;
	uint64_t *p = hold_memory(1, 1);
	struct hold h;

	if (!movable(pagemap_frame(p)))
		pmk_claim_skip("ZONE_MOVABLE has no free memory for this program",
			       "end what uses it, or boot with a larger movablecore=");
	h = hold_once(p, 1, how);
	ck_assert_int_eq(hold_got(&h), 1);
	ck_assert_uint_eq(h.q.answers[2], 1);
	ck_assert_msg(!movable(h.q.answers[1]), "the pinned page is still in ZONE_MOVABLE");
	ck_assert_uint_eq(pagemap_frame(p), h.q.answers[1]);
}

PMK_CLAIM(pin_longterm_leaves_movable) = {
	.claim = "a pin with FOLL_LONGTERM first moves a page out of ZONE_MOVABLE, with its data",
	.source = "Documentation/admin-guide/mm/memory-hotplug.rst, ZONE_MOVABLE: long-term "
		  "pinning; mm/gup.c, kernel-doc of check_and_migrate_movable_pages()",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.datum = PMK_OP_PIN_SLOW_LONGTERM,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = migrates,
	.broken_datum = PMK_OP_PIN,
};
