// SPDX-License-Identifier: GPL-2.0-only
/* Huge pages, of the pool and transparent ones: their size, their faults, and who gets none. */
#include <inttypes.h>
#include <stdio.h>

#include "../../../claim_maps.h"
#include "../../../claim_memory.h"
#include "../../../first_use.h"
#include "../../../meminfo.h"
#include "hugetlb.h"

/* Two huge pages; under the break as much memory in base pages. */
static uint8_t *map_two(void)
{
	uint8_t *p = hugetlb_map(2);

	if (!pmk_claim_datum())
		return p;
	p = base_pages(2 * hugetlb_bytes());
	pmk_claim_need(p != MAP_FAILED, "memory");
	return p;
}

static void part_refused(void)
{
	uint8_t *p = map_two();

	ck_assert_uint_eq((uintptr_t)p % hugetlb_bytes(), 0);
	claim_refused(munmap(p + page_bytes(), page_bytes()), EINVAL);
	claim_refused(mprotect(p, page_bytes(), PROT_READ), EINVAL);
	ck_assert_int_eq(munmap(p, hugetlb_bytes()), 0);
}

PMK_CLAIM(hugetlb_part_refused) = {
	.claim = "a mapping of huge pages of the pool is aligned to them, and munmap(2) and "
		 "mprotect(2) of part of one fail with EINVAL",
	.source = "mmap(2), Huge page (Huge TLB) mappings; munmap(2); mprotect(2), EINVAL",
	.config = { "CONFIG_HUGETLBFS" },
	.test = part_refused,
	.broken_datum = true,
};

/* Page faults of a store into each base page; AddressSanitizer would add those of its shadow. */
static __attribute__((noinline, no_sanitize_address)) uint64_t touch(volatile uint8_t *p,
								     size_t size_bytes)
{
	size_t each = page_bytes();
	uint64_t before = page_faults(RUSAGE_SELF);

	for (size_t i = 0; i < size_bytes; i += each)
		p[i] = 1;
	return page_faults(RUSAGE_SELF) - before;
}

static void one_fault(void)
{
	uint8_t *p = map_two();

	touch(pmk_claim_alloc(page_bytes()), page_bytes());
	ck_assert_uint_eq(touch(p, hugetlb_bytes()), 1);
	ck_assert_uint_eq(touch(p, hugetlb_bytes()), 0);
	ck_assert_uint_eq(smaps_kib(p, "KernelPageSize:") * KiB, hugetlb_bytes());
}

PMK_CLAIM(hugetlb_one_fault) = {
	.claim = "one page fault makes all of a huge page of the pool, and smaps tells its size as "
		 "KernelPageSize",
	.source = "Documentation/admin-guide/mm/hugetlbpage.rst; proc(5), smaps, KernelPageSize",
	.config = { "CONFIG_HUGETLBFS", "CONFIG_PROC_PAGE_MONITOR" },
	.test = one_fault,
	.broken_datum = true,
};

/* The datum is MAP_NORESERVE under the break. Others may give back some pages meanwhile. */
static void beyond_pool(void)
{
	size_t huge_bytes = hugetlb_bytes();
	uint64_t more = 0, pages;
	FILE *f = fopen("/proc/sys/vm/nr_overcommit_hugepages", "re");

	if (f) {
		pmk_claim_must(fscanf(f, "%" SCNu64, &more) == 1);
		fclose(f);
	}
	pages = meminfo_kib("HugePages_Total:") + more + 8;
	if (pages > SIZE_MAX / 4 / huge_bytes)
		pmk_claim_skip("the pool has more huge pages than an address space",
			       "a smaller pool");
	claim_refused(mmap(NULL, (size_t)pages * huge_bytes, PROT_READ | PROT_WRITE,
			   HUGETLB | (int)pmk_claim_datum(), -1, 0),
		      ENOMEM);
}

PMK_CLAIM(hugetlb_beyond_pool_enomem) = {
	.claim = "mmap(2) of more huge pages than the pool has fails with ENOMEM, so that no touch "
		 "of them fails later",
	.source = "Documentation/admin-guide/mm/hugetlbpage.rst; "
		  "Documentation/mm/hugetlbfs_reserv.rst",
	.datum = 0,
	.config = { "CONFIG_HUGETLBFS" },
	.test = beyond_pool,
	.broken_datum = MAP_NORESERVE,
};
