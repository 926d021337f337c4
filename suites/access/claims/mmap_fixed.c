// SPDX-License-Identifier: GPL-2.0-only
/* Mappings at an address that the program chose, and those that the kernel must keep low. */
#include "../../capability.h"
#include "../../claim_fault.h"
#include "../../claim_memory.h"
#include "../../proc_value.h"

static void replaces(void)
{
	uint8_t *p = claim_pages(1);
	void *q = mmap(p, page_bytes(), PROT_READ,
		       MAP_PRIVATE | MAP_ANONYMOUS | (int)pmk_claim_datum(), -1, 0);

	pmk_claim_need(q != MAP_FAILED, "a mapping");
	ck_assert_uint_eq(p[0], 0);
	ck_assert_ptr_eq(q, p);
}

PMK_CLAIM(mmap_fixed_replaces) = {
	.claim = "MAP_FIXED puts new memory, which reads as zero, in the place of what was mapped "
		 "there",
	.source = "mmap(2), MAP_FIXED: the overlapped part of the existing mapping(s) will be "
		  "discarded",
	.spec = "POSIX.1-2017 mmap()",
	.datum = MAP_FIXED,
	.test = replaces,
	.broken_datum = 0,
};

static void no_replace(void)
{
	uint8_t *p = claim_pages(1);

	claim_refused(mmap(p, page_bytes(), PROT_READ,
			   MAP_PRIVATE | MAP_ANONYMOUS | (int)pmk_claim_datum(), -1, 0),
		      EEXIST);
	ck_assert_uint_eq(p[0], 1);
}

PMK_CLAIM(mmap_noreplace_refused) = {
	.claim = "MAP_FIXED_NOREPLACE over a mapping fails with EEXIST and leaves it as it was",
	.source = "mmap(2), MAP_FIXED_NOREPLACE (since Linux 4.17)",
	.datum = MAP_FIXED_NOREPLACE,
	.test = no_replace,
	.broken_datum = MAP_FIXED,
};

static void below_2g(void)
{
#ifdef __x86_64__
	void *p = mmap(NULL, page_bytes(), PROT_READ,
		       MAP_PRIVATE | MAP_ANONYMOUS | (int)pmk_claim_datum(), -1, 0);

	pmk_claim_need(p != MAP_FAILED, "a mapping below 2 GiB");
	ck_assert_uint_le((uintptr_t)p + page_bytes(), 1ull << 31);
#else
	pmk_claim_skip("MAP_32BIT is of 64-bit programs on x86", "--target x86_64-6.1");
#endif
}

PMK_CLAIM(mmap_32bit_below_2g) = {
	.claim = "MAP_32BIT maps into the first 2 GiB of the address space",
	.source = "mmap(2), MAP_32BIT",
	.datum = 0x40, /* MAP_32BIT */
	.test = below_2g,
	.broken_datum = 0,
};

/* The lowest page that needs no right. */
static uintptr_t lowest_page(void)
{
	FILE *f = fopen("/proc/sys/vm/mmap_min_addr", "re");
	unsigned long min = 0;

	pmk_claim_need(f, "/proc/sys/vm/mmap_min_addr");
	pmk_claim_must(fscanf(f, "%lu", &min) == 1);
	fclose(f);
	if (min < page_bytes())
		pmk_claim_skip("vm.mmap_min_addr is 0: everybody may map a page there",
			       "sysctl vm.mmap_min_addr=65536");
	return (min + page_bytes() - 1) & -page_bytes();
}

static void page_zero(void)
{
	uintptr_t at = lowest_page();
	long ret;

	capability_give_up(CAP_SYS_RAWIO);
	ret = (intptr_t)mmap((void *)(pmk_claim_datum() ? at : 0), page_bytes(), PROT_NONE,
			     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	ck_assert_msg(ret == -1, "the page was mapped");
	/* arch_mmap_check() of 32-bit ARM: its vectors may lie there. */
	if (errno == EINVAL)
		pmk_claim_skip("this architecture lets nobody map its lowest pages: EINVAL",
			       "another architecture");
	ck_assert_msg(errno == EPERM || errno == EACCES, "%s", strerrorname_np(errno));
}

PMK_CLAIM(mmap_page_zero_needs_right) = {
	.claim = "below vm.mmap_min_addr a process without CAP_SYS_RAWIO maps nothing: EPERM, or "
		 "EACCES of a security module",
	.source = "Documentation/admin-guide/sysctl/vm.rst, mmap_min_addr; capabilities(7), "
		  "CAP_SYS_RAWIO",
	.config = { "CONFIG_PROC_SYSCTL" },
	.test = page_zero,
	.broken_datum = true,
};
