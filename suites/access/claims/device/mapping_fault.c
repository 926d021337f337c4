// SPDX-License-Identifier: GPL-2.0-only
/* The ways in which a driver's fault handler fills the page table: what each is to user space. */
#include "../../../claim_fault.h"
#include "../../../kernel_option.h"
#include "mapping.h"

/* But for one all that every kernel has; those from FIRST_FAULTS on map a page when it is used. */
static const unsigned int ways[] = {
	PMK_MMAP_PFN,	     PMK_MMAP_PAGES,	   PMK_MMAP_FAULT,
	PMK_MMAP_FAULT_PAGE, PMK_MMAP_FAULT_MIXED, PMK_MMAP_FAULT_PFN,
};
#define WAYS	     (sizeof(ways) / sizeof(ways[0]))
#define FIRST_FAULTS 2

/* Where get_user_pages() miscounts what vmf_insert_mixed() maps, the module does not. */
static bool is_there(unsigned int way)
{
	return way != PMK_MMAP_FAULT_MIXED || !kernel_before(5, 18);
}

/* Each stores a word that the others then load. */
static void one_memory(void)
{
	int fd = device_buffer(PMK_BUFFER_CACHED);
	size_t at = buffer_bytes() / sizeof(uint64_t) - 1;
	volatile uint64_t *map[WAYS];
	uint64_t word;

	for (size_t i = 0; i < WAYS; i++)
		map[i] = map_buffer(fd, is_there(ways[i]) ? ways[i] : PMK_MMAP_FAULT);
	for (size_t i = 0; i < WAYS; i++) {
		map[i][at] = 0xfeed00 + i;
		for (size_t j = 0; j < WAYS; j++)
			ck_assert_uint_eq(map[j][at], 0xfeed00 + i);
		pmk_claim_must(pread(fd, &word, 8, (off_t)(at * 8)) == 8);
		ck_assert_uint_eq(word, 0xfeed00 + i);
	}
}

PMK_CLAIM(device_ways_one_memory) = {
	.claim = "mappings by remap_pfn_range(), vm_insert_pages(), vmf->page, vmf_insert_page(), "
		 "vmf_insert_mixed() and vmf_insert_pfn() are of the same pages: each shows what "
		 "was stored through another",
	.source = "mmap(2), MAP_SHARED; mm/memory.c, kernel-doc of remap_pfn_range(), "
		  "vm_insert_pages(), vmf_insert_pfn()",
	.needs = PMK_NEED_MODULE,
	.test = one_memory,
	.broken_module = "first_page",
};

/* The handler is asked, and none of the ways inserts what is not there. */
static void ends(void)
{
	int fd = device_buffer(PMK_BUFFER_CACHED);

	for (size_t i = FIRST_FAULTS; i < WAYS; i++) {
		uint8_t *p;

		if (!is_there(ways[i]))
			continue;
		p = (uint8_t *)map_bytes(fd, 2 * buffer_bytes(), ways[i]);

		claim_load_raises(p + buffer_bytes() - 1, 0, 0);
		claim_load_raises(p + buffer_bytes(), SIGBUS, BUS_ADRERR);
		claim_store_raises(p + buffer_bytes(), SIGBUS, BUS_ADRERR);
	}
}

PMK_CLAIM(device_ways_end_sigbus) = {
	.claim = "beyond the end of a device's buffer a load and a store raise SIGBUS, whichever "
		 "way its fault handler maps the pages before it",
	.source = "mmap(2), SIGBUS; include/linux/mm_types.h, VM_FAULT_SIGBUS",
	.needs = PMK_NEED_MODULE,
	.test = ends,
	.broken_module = "no_end",
};

/* Again after all have been used. The break takes a way that needs no fault. */
static void once_each(void)
{
	for (size_t i = FIRST_FAULTS; i < WAYS; i++) {
		unsigned int way = pmk_claim_datum() ? PMK_MMAP_PAGES : ways[i];
		volatile uint8_t *p;

		if (!is_there(way))
			continue;
		p = (uint8_t *)map_new(way);
		ck_assert_uint_eq(faults_of_loads(p, BUFFER_PAGES), BUFFER_PAGES);
		ck_assert_uint_eq(faults_of_loads(p, BUFFER_PAGES), 0);
	}
}

PMK_CLAIM(device_ways_fault_once) = {
	.claim = "a driver's mapping that is filled by faults takes one for each page that is "
		 "used, and none when it is used again, whichever way its handler maps the page",
	.source = "Documentation/filesystems/locking.rst, vm_operations_struct, fault(): called "
		  "when a previously not present pte is about to be faulted in; getrusage(2), "
		  "ru_minflt",
	.needs = PMK_NEED_MODULE,
	.test = once_each,
	.broken_datum = true,
};

/* The datum: the way. */
static int pin(void)
{
	return pin_page(map_new((unsigned int)pmk_claim_datum()));
}

static void pinned(void)
{
	ck_assert_int_eq(pin(), 0);
}

static void not_pinned(void)
{
	ck_assert_int_eq(pin(), -EFAULT);
}

static void no_page(void)
{
	if (!is_there(PMK_MMAP_FAULT_MIXED))
		pmk_claim_skip("of what vmf_insert_mixed() mapped this kernel tells "
			       "get_user_pages() that it has pages (docs/findings.md)",
			       "Linux 5.18 or newer: --target x86_64-6.1");
	ck_assert_int_eq(pin(), -EEXIST);
}

PMK_CLAIM(device_inserted_page_pinned) = {
	.claim = "a page that vmf_insert_page() mapped can be pinned: it is mapped as a page, not "
		 "as a frame",
	.source = "mm/memory.c, kernel-doc of vm_insert_page(): inserts individual pages into a "
		  "user vma; vm_normal_page(): normal mappings do have a struct page",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_MMAP_FAULT_PAGE,
	.test = pinned,
	.broken_datum = PMK_MMAP_FAULT_PFN,
};

PMK_CLAIM(device_inserted_frame_not_pinned) = {
	.claim = "what vmf_insert_pfn() mapped cannot be pinned, though there is a page behind the "
		 "frame: EFAULT",
	.source = "mm/gup.c, check_vma_flags(): VM_PFNMAP; mm/memory.c, vm_normal_page(): a raw "
		  "VM_PFNMAP mapping is always considered a special mapping, even if there are "
		  "struct pages",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_MMAP_FAULT_PFN,
	.test = not_pinned,
	.broken_datum = PMK_MMAP_FAULT_PAGE,
};

PMK_CLAIM(device_mixed_frame_not_pinned) = {
	.claim = "what vmf_insert_mixed() mapped by its frame cannot be pinned where page table "
		 "entries can be marked special: EEXIST",
	.source = "mm/gup.c, __get_user_pages(), EEXIST: proper page table entry exists, but no "
		  "corresponding struct page; mm/memory.c, vm_normal_page(): special mappings",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_MMAP_FAULT_MIXED,
	.config = { "CONFIG_ARCH_HAS_PTE_SPECIAL" },
	.test = no_page,
	.broken_datum = PMK_MMAP_FAULT_PAGE,
};
