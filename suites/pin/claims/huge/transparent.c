// SPDX-License-Identifier: GPL-2.0-only
/* Transparent huge pages: that the first store makes one, and who gets none. */
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

#include "../../../claim_maps.h"
#include "../../../huge_page.h"
#include "../../../proc_value.h"

#define TRIES 4

/* Bytes of one; SKIP where none is made even for who asks. */
static size_t huge_bytes(void)
{
	FILE *f = fopen("/sys/kernel/mm/transparent_hugepage/enabled", "re");
	char line[64] = "[never]";
	size_t bytes = (size_t)huge_page_bytes(false);

	if (f && !fgets(line, sizeof(line), f))
		line[0] = '\0';
	if (f)
		fclose(f);
	if (strstr(line, "[never]") || !bytes)
		pmk_claim_skip("this kernel makes no transparent huge pages",
			       "CONFIG_TRANSPARENT_HUGEPAGE, and madvise in "
			       "/sys/kernel/mm/transparent_hugepage/enabled");
	return bytes;
}

/* KiB of huge pages that one store makes of memory with that advice. */
static uint64_t huge_kib(int advice)
{
	size_t bytes = huge_bytes();
	uint8_t *p = mmap(NULL, 2 * bytes, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	pmk_claim_need(p != MAP_FAILED, "memory for a huge page");
	p += -(uintptr_t)p % bytes;
	pmk_claim_must(madvise(p, bytes, advice) == 0);
	*(volatile uint8_t *)p = 1;
	return smaps_kib(p, "AnonHugePages:");
}

/* SKIP where not even the memory of who asks for them gets any. */
static void need_huge_pages(void)
{
	for (int i = 0; i < TRIES; i++)
		if (huge_kib(MADV_HUGEPAGE))
			return;
	pmk_claim_skip("no huge page is to be had: memory is fragmented, or a control group's is "
		       "short",
		       "echo 1 >/proc/sys/vm/compact_memory");
}

/* The datum is the advice. */
static void first_store(void)
{
	uint64_t kib = 0;

	need_huge_pages();
	for (int i = 0; i < TRIES && !kib; i++)
		kib = huge_kib((int)pmk_claim_datum());
	ck_assert_uint_eq(kib, huge_bytes() / KiB);
}

PMK_CLAIM(thp_made_by_first_store) = {
	.claim = "the first store into memory with MADV_HUGEPAGE makes a whole huge page, which "
		 "smaps counts as AnonHugePages",
	.source = "Documentation/admin-guide/mm/transhuge.rst; madvise(2), MADV_HUGEPAGE",
	.datum = MADV_HUGEPAGE,
	.config = { "CONFIG_TRANSPARENT_HUGEPAGE", "CONFIG_ADVISE_SYSCALLS",
		    "CONFIG_PROC_PAGE_MONITOR" },
	.test = first_store,
	.broken_datum = MADV_NOHUGEPAGE,
};

static void disabled(void)
{
	uint64_t kib = 0;

	need_huge_pages();
	pmk_claim_must(prctl(PR_SET_THP_DISABLE, !pmk_claim_datum(), 0, 0, 0) == 0);
	for (int i = 0; i < TRIES && !kib; i++)
		kib = huge_kib(MADV_HUGEPAGE);
	ck_assert_uint_eq(kib, 0);
}

PMK_CLAIM(thp_disabled_for_process) = {
	.claim = "a process with PR_SET_THP_DISABLE gets no huge page, though it advised "
		 "MADV_HUGEPAGE",
	.source = "prctl(2), PR_SET_THP_DISABLE",
	.config = { "CONFIG_TRANSPARENT_HUGEPAGE", "CONFIG_ADVISE_SYSCALLS",
		    "CONFIG_PROC_PAGE_MONITOR" },
	.test = disabled,
	.broken_datum = true,
};
