// SPDX-License-Identifier: GPL-2.0-only
/* Huge faults: a driver's handler maps 2 MiB by one page fault, where the kernel makes it safe. */
#include "../../../claim_call.h"
#include "mapping.h"

#define HUGE  (2 * MiB)
#define BASE  4096u /* the size of pages of which 512 are so much */
#define PAGES (HUGE / BASE)

/* The buffer @off bytes behind where a huge page may begin; MAP_FAILED and errno. */
static void *map_at(size_t off, unsigned int how)
{
	void *room = mmap(NULL, 3 * HUGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uintptr_t at = ((uintptr_t)room + HUGE - 1) / HUGE * HUGE + off;
	int fd = device_buffer_of(PMK_BUFFER_CACHED, HUGE);

	pmk_claim_need(room != MAP_FAILED, "address space");
	/* NOLINTNEXTLINE(performance-no-int-to-ptr) */
	return mmap((void *)at, HUGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, how);
}

static void need_huge_faults(void)
{
	if (page_bytes() != BASE)
		pmk_claim_skip("with base pages of this size a huge page is larger than a buffer",
			       "a kernel whose pages have 4 KiB");
	if (map_at(0, PMK_MMAP_FAULT_HUGE) == MAP_FAILED && errno == EOPNOTSUPP)
		pmk_claim_skip("this kernel has no huge faults of frames, or they are not safe",
			       "Linux 6.12 or newer on x86_64 or arm64: --target x86_64-6.12");
}

static uint64_t *map(size_t off, unsigned int how)
{
	void *p = map_at(off, how);

	pmk_claim_need(p != MAP_FAILED, "a mapping of the device's buffer");
	return p;
}

/* That all words from there to the end are the buffer's. */
static void holds_words(const uint64_t *p, size_t from)
{
	size_t right = from;

	while (right < HUGE / sizeof(*p) && p[right] == 1 + right)
		right++;
	ck_assert_uint_eq(right, HUGE / sizeof(*p));
}

/* The datum: the way. */
static void once(void)
{
	uint64_t *p;

	need_huge_faults();
	p = map(0, (unsigned int)pmk_claim_datum());
	ck_assert_uint_eq(faults_of_loads(p, PAGES), 1);
	holds_words(p, 0);
}

PMK_CLAIM(device_huge_fault_once) = {
	.claim =
		"where a driver's handler of huge faults maps 2 MiB by vmf_insert_pfn_pmd(), loads "
		"of all 512 pages take one page fault",
	.source = "include/linux/mm.h, vm_operations_struct, huge_fault(); mm/huge_memory.c, "
		  "kernel-doc of vmf_insert_pfn_pmd(): insert a pmd size pfn",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_MMAP_FAULT_HUGE,
	.test = once,
	.broken_datum = PMK_MMAP_FAULT_PFN,
};

/* The datum: how far off. */
static void falls_back(void)
{
	uint64_t *p;

	need_huge_faults();
	p = map(pmk_claim_datum(), PMK_MMAP_FAULT_HUGE);
	ck_assert_uint_eq(faults_of_loads(p, PAGES), PAGES);
	holds_words(p, 0);
}

PMK_CLAIM(device_huge_fault_falls_back) = {
	.claim = "where a mapping does not begin at a multiple of 2 MiB, its handler of huge "
		 "faults falls back, and each page takes a fault of its own",
	.source = "include/linux/mm_types.h, VM_FAULT_FALLBACK: huge page fault failed, fall back "
		  "to small",
	.needs = PMK_NEED_MODULE,
	.datum = BASE,
	.test = falls_back,
	.broken_datum = 0,
};

/* The first page goes; the store is into the last one. */
static void part_unmapped(void)
{
	size_t last = HUGE / sizeof(uint64_t) - 1;
	uint64_t *p;

	need_huge_faults();
	p = map(0, PMK_MMAP_FAULT_HUGE);
	ck_assert_uint_eq(p[0], 1);
	p[last] = 0xfeed;
	ck_assert_int_eq(munmap(p, BASE), 0);
	ck_assert(!claim_loads(p));
	ck_assert_uint_eq(p[last], 0xfeed);
	p[last] = 1 + last;
	holds_words(p, BASE / sizeof(*p));
}

PMK_CLAIM(device_huge_part_unmapped) = {
	.claim = "a page of what one huge fault mapped can be unmapped by itself, and the rest "
		 "shows the same bytes",
	.source = "munmap(2); mm/huge_memory.c, __split_huge_pmd_locked()",
	.needs = PMK_NEED_MODULE,
	.test = part_unmapped,
	.broken_module = "first_page",
};

/* The datum: the way. It is mapped when the pin comes. */
static void not_pinned(void)
{
	uint64_t *p;

	need_huge_faults();
	p = map(0, (unsigned int)pmk_claim_datum());
	ck_assert_uint_eq(p[0], 1);
	ck_assert_int_eq(pin_page(p), -EFAULT);
}

PMK_CLAIM(device_huge_frame_not_pinned) = {
	.claim = "what vmf_insert_pfn_pmd() mapped cannot be pinned, though there are pages behind "
		 "the frames: EFAULT",
	.source = "mm/gup.c, check_vma_flags(): VM_PFNMAP; gup_fast_pmd_leaf(): pmd_special(), "
		  "since Linux 6.12",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_MMAP_FAULT_HUGE,
	.test = not_pinned,
	.broken_datum = PMK_MMAP_FAULT,
};
