// SPDX-License-Identifier: GPL-2.0-only
/* What a driver's way of filling the page table makes of a mapping, as user space sees it. */
#include "mapping.h"
#include "../../../claim_maps.h"

/* The datum is the way of the mapping that a claim is about; its break takes the other one. */
static unsigned int how(void)
{
	return (unsigned int)pmk_claim_datum();
}

static unsigned int other(void)
{
	return how() == PMK_MMAP_PFN ? PMK_MMAP_FAULT : PMK_MMAP_PFN;
}

static void pfn_flags(void)
{
	static const char *const expected[] = { " io ", " pf ", " de ", " dd " };
	char flags[512];

	smaps_line(map_new(how()), "VmFlags:", flags, sizeof(flags));
	for (size_t i = 0; i < 4; i++)
		ck_assert_msg(strstr(flags, expected[i]), "no%sin%s", expected[i], flags);
}

PMK_CLAIM(device_pfn_flags) = {
	.claim = "remap_pfn_range() makes a mapping VM_IO, VM_PFNMAP, VM_DONTEXPAND and "
		 "VM_DONTDUMP",
	.source = "mm/memory.c, remap_pfn_range(); proc(5), smaps, VmFlags",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_MMAP_PFN,
	.config = { "CONFIG_PROC_PAGE_MONITOR" },
	.test = pfn_flags,
	.broken_datum = PMK_MMAP_FAULT,
};

static void pinned(void)
{
	ck_assert_int_eq(pin_page(map_new(other())), 0);
	ck_assert_int_eq(pin_page(map_new(PMK_MMAP_PAGES)), 0);
	ck_assert_int_eq(pin_page(map_new(how())), -EFAULT);
}

PMK_CLAIM(device_pinned_with_pages) = {
	.claim = "pages that came by a fault handler or by vm_insert_pages() can be pinned; a "
		 "mapping by remap_pfn_range() has no pages to pin: EFAULT",
	.source = "mm/gup.c, check_vma_flags(): VM_IO | VM_PFNMAP; "
		  "Documentation/core-api/pin_user_pages.rst",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_MMAP_PFN,
	.test = pinned,
	.broken_datum = PMK_MMAP_FAULT,
};

static void faults_counted(void)
{
	ck_assert_uint_eq(faults_of_loads(map_new(other()), BUFFER_PAGES), BUFFER_PAGES);
	ck_assert_uint_eq(faults_of_loads(map_new(how()), BUFFER_PAGES), 0);
	ck_assert_uint_eq(faults_of_loads(map_new(PMK_MMAP_PAGES), BUFFER_PAGES), 0);
}

PMK_CLAIM(device_faults_only_with_handler) = {
	.claim =
		"loads from pages that remap_pfn_range() or vm_insert_pages() mapped cause no page "
		"fault; a fault handler is called once for each page",
	.source = "Linux Device Drivers 3, chapter 15, The mmap Device Operation; getrusage(2), "
		  "ru_minflt",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_MMAP_PFN,
	.test = faults_counted,
	.broken_datum = PMK_MMAP_FAULT,
};

static void dontneed(void)
{
	volatile uint64_t *fault = map_new(other());
	uint64_t *pfn = map_new(how());
	uint64_t before;

	fault[0] = 0xfeed;
	ck_assert_int_eq(madvise((void *)(uintptr_t)fault, page_bytes(), MADV_DONTNEED), 0);
	before = page_faults(RUSAGE_SELF);
	ck_assert_uint_eq(fault[0], 0xfeed);
	ck_assert_uint_eq(page_faults(RUSAGE_SELF) - before, 1);
	errno = 0;
	ck_assert_int_eq(madvise(pfn, page_bytes(), MADV_DONTNEED), -1);
	ck_assert_int_eq(errno, EINVAL);
}

PMK_CLAIM(device_dontneed) = {
	.claim = "after MADV_DONTNEED a fault handler brings the device's page back, with what was "
		 "stored in it; for a mapping by remap_pfn_range() it is refused with EINVAL",
	.source = "madvise(2), MADV_DONTNEED: VM_PFNMAP",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_MMAP_PFN,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = dontneed,
	.broken_datum = PMK_MMAP_FAULT,
};
