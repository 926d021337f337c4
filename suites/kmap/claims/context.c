// SPDX-License-Identifier: GPL-2.0-only
/* What each kind of mapping forbids while it lasts: page faults, preemption, or nothing. */
#include "../../kernel_option.h"
#include "held.h"

/* Where preemption is not counted there is nothing to see. */
static void need_counting(void)
{
	struct utsname u;

	pmk_claim_must(uname(&u) == 0);
	if (!strstr(u.version, "PREEMPT") || kernel_is_rt())
		pmk_claim_skip("this kernel does not count preemption, or is PREEMPT_RT",
			       "a kernel with PREEMPT_DYNAMIC, as Debian's");
}

static void atomic_no_faults(void)
{
	struct held h = held_any(PMK_OP_KMAP_ATOMIC, 1, 0);

	ck_assert_uint_eq(faults_disabled(h.before), 0);
	ck_assert_uint_eq(faults_disabled(h.with), 1);
	ck_assert_uint_eq(faults_disabled(h.after), 0);
}

PMK_CLAIM(kmap_atomic_disables_faults) = {
	.claim = "kmap_atomic() disables page faults until kunmap_atomic(), which allows them "
		 "again",
	.source = "include/linux/highmem.h, kernel-doc of kmap_atomic(); "
		  "Documentation/mm/highmem.rst",
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.test = atomic_no_faults,
	.broken_module = OTHER_KIND,
};

static void atomic_no_preemption(void)
{
	struct held h;

	need_counting();
	h = held_any(PMK_OP_KMAP_ATOMIC, HELD_PAGES, 0);
	ck_assert_uint_eq(preemption(h.with), preemption(h.before) + HELD_PAGES);
	ck_assert_uint_eq(preemption(h.after), preemption(h.before));
}

PMK_CLAIM(kmap_atomic_disables_preemption) = {
	.claim = "without PREEMPT_RT each kmap_atomic() disables preemption once more, and its "
		 "kunmap_atomic() takes that back",
	.source = "Documentation/mm/highmem.rst, kmap_atomic(): each call creates a "
		  "non-preemptible section",
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.test = atomic_no_preemption,
	.broken_module = OTHER_KIND,
};

static void nothing_forbidden(void)
{
	struct held h = held_any(pmk_claim_datum(), HELD_PAGES, 0);

	ck_assert_uint_eq(h.right, HELD_PAGES);
	ck_assert_uint_eq(h.with, h.before);
	ck_assert_uint_eq(h.after, h.before);
	ck_assert_uint_eq(faults_disabled(h.with), 0);
}

PMK_CLAIM(kmap_local_forbids_nothing) = {
	.claim = "kmap_local_page() disables neither preemption nor page faults",
	.source = "Documentation/mm/highmem.rst, kmap_local_page(): pagefaults and preemption are "
		  "never disabled",
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.datum = PMK_OP_KMAP_LOCAL,
	.test = nothing_forbidden,
	.broken_module = OTHER_KIND,
};

PMK_CLAIM(kmap_forbids_nothing) = {
	.claim = "kmap() disables neither preemption nor page faults",
	.source = "Documentation/mm/highmem.rst, kmap(): no restrictions on preemption or "
		  "migration",
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.datum = PMK_OP_KMAP,
	.test = nothing_forbidden,
	.broken_module = OTHER_KIND,
};

#define SLEEP_MS 20

static void across_sleep(void)
{
	struct held h = held_any(pmk_claim_datum(), HELD_PAGES, SLEEP_MS);

	ck_assert_uint_ne(h.flags & PMK_KMAP_SWITCHED, 0);
	ck_assert_uint_eq(h.right, HELD_PAGES);
	ck_assert_uint_eq(h.stored, HELD_PAGES);
}

PMK_CLAIM(kmap_local_survives_switch) = {
	.claim = "mappings of kmap_local_page() are the same after the task has slept and others "
		 "have run",
	.source = "Documentation/mm/highmem.rst, kmap_local_page(): the maps of the outgoing task "
		  "are saved and those of the incoming one are restored",
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.datum = PMK_OP_KMAP_LOCAL,
	.test = across_sleep,
	.broken_module = OTHER_KIND,
};

PMK_CLAIM(kmap_survives_switch) = {
	.claim = "mappings of kmap() stay valid while the task sleeps",
	.source = "include/linux/highmem.h, kernel-doc of kmap(): can only be invoked from "
		  "preemptible task context",
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.datum = PMK_OP_KMAP,
	.test = across_sleep,
	.broken_module = OTHER_KIND,
};
