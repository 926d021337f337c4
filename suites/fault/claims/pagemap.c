// SPDX-License-Identifier: GPL-2.0-only
/* What /proc/self/pagemap and clear_refs tell of pages: presence, frames, references, stores. */
#include <sys/ioctl.h>

#include "../../capability.h"
#include "../../claim_call.h"
#include "../../claim_file.h"
#include "../../claim_maps.h"
#include "../../claim_memory.h"
#include "../../pagemap.h"
#include "../../uapi.h"

static void present(void)
{
	volatile uint8_t *p = base_pages(page_bytes());

	pmk_claim_need(p != MAP_FAILED, "a page of memory");
	if (pmk_claim_datum())
		p[0] = 1;
	ck_assert(!(pagemap_entry(p) & PAGEMAP_PRESENT));
	p[0] = 1;
	ck_assert(pagemap_entry(p) & PAGEMAP_PRESENT);
}

PMK_CLAIM(pagemap_present_once_touched) = {
	.claim = "bit 63 of pagemap, present, is clear before the first touch of a page and set "
		 "after it",
	.source = "Documentation/admin-guide/mm/pagemap.rst, bit 63",
	.config = { "CONFIG_PROC_PAGE_MONITOR" },
	.test = present,
	.broken_datum = true,
};

static void one_frame(void)
{
	int fd = claim_file_written(1);
	volatile uint8_t *p = claim_file_map(fd, 1, MAP_SHARED);
	volatile uint8_t *q = claim_file_map(fd, 1, (int)pmk_claim_datum());

	p[0] = q[0] = 'p';
	if (!pagemap_frame(p))
		pmk_claim_skip("pagemap hides the numbers of page frames",
			       "CAP_SYS_ADMIN, which a container may lack");
	ck_assert_uint_eq(pagemap_frame(p), pagemap_frame(q));
}

PMK_CLAIM(pagemap_one_frame_of_two_mappings) = {
	.claim = "two shared mappings of one page of a file have the same page frame",
	.source = "Documentation/admin-guide/mm/pagemap.rst, bits 0-54; mmap(2), MAP_SHARED",
	.needs = PMK_NEED_ROOT,
	.datum = MAP_SHARED,
	.config = { "CONFIG_PROC_PAGE_MONITOR" },
	.test = one_frame,
	.broken_datum = MAP_PRIVATE,
};

static void hidden(void)
{
	volatile uint8_t *p = claim_pages(1);

	if (!pmk_claim_datum())
		capability_give_up(CAP_SYS_ADMIN);
	ck_assert(pagemap_entry(p) & PAGEMAP_PRESENT);
	ck_assert_uint_eq(pagemap_frame(p), 0);
}

PMK_CLAIM(pagemap_hides_frames) = {
	.claim = "without CAP_SYS_ADMIN pagemap tells that a page is present, but 0 as its frame",
	.source = "Documentation/admin-guide/mm/pagemap.rst: since Linux 4.2 the PFN field is "
		  "zeroed without CAP_SYS_ADMIN",
	.needs = PMK_NEED_ROOT,
	.config = { "CONFIG_PROC_PAGE_MONITOR", "CONFIG_ADVISE_SYSCALLS" },
	.test = hidden,
	.broken_datum = true,
};

#define SCANNED 8u

/* Of pages from @p on, those in regions that PAGEMAP_SCAN finds present, a bit for each. */
static unsigned int scan(const uint8_t *p)
{
	struct uapi_page_region found[SCANNED];
	struct uapi_pm_scan_arg ask = {
		.size = sizeof(ask),
		.start = (uintptr_t)p,
		.end = (uintptr_t)p + SCANNED * page_bytes(),
		.vec = (uintptr_t)found,
		.vec_len = SCANNED,
		.category_mask = UAPI_PAGE_IS_PRESENT,
		.return_mask = UAPI_PAGE_IS_PRESENT,
	};
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC), n;
	unsigned int is = 0;

	pmk_claim_need(fd >= 0, "opening /proc/self/pagemap");
	n = ioctl(fd, UAPI_PAGEMAP_SCAN, &ask);
	if (n < 0 && errno == ENOTTY)
		claim_since("PAGEMAP_SCAN", "6.7");
	ck_assert_int_ge(n, 0);
	for (unsigned int i = 0; i < (unsigned int)n; i++)
		for (uint64_t at = found[i].start; at < found[i].end; at += page_bytes())
			is |= 1u << (at - ask.start) / page_bytes();
	close(fd);
	return is;
}

static void scanned(void)
{
	uint8_t *p = base_pages(2 * SCANNED * page_bytes());
	unsigned int present_pages = 0;

	pmk_claim_need(p != MAP_FAILED, "memory to be scanned");
	for (unsigned int i = 0; i < SCANNED; i++)
		if (i != 2 && i != 5)
			*(volatile uint8_t *)(p + i * page_bytes()) = 1;
	for (unsigned int i = 0; i < SCANNED; i++)
		if (pagemap_entry(p + i * page_bytes()) & PAGEMAP_PRESENT)
			present_pages |= 1u << i;
	ck_assert_uint_eq(scan(p + pmk_claim_datum() * page_bytes()), present_pages);
}

PMK_CLAIM(pagemap_scan_agrees) = {
	.claim = "the regions that the ioctl PAGEMAP_SCAN finds present are the pages that "
		 "reading pagemap tells are present",
	.source = "Documentation/admin-guide/mm/pagemap.rst, PAGEMAP_SCAN IOCTL (since Linux 6.7)",
	.config = { "CONFIG_PROC_PAGE_MONITOR" },
	.test = scanned,
	.broken_datum = 1,
};

static void clear_refs(const char *what)
{
	int fd = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);

	pmk_claim_need(fd >= 0, "opening /proc/self/clear_refs");
	pmk_claim_must(write(fd, what, 1) == 1);
	close(fd);
}

static void referenced(void)
{
	uint8_t *p = claim_pages(1);

	ck_assert_uint_eq(smaps_kib(p, "Referenced:"), page_bytes() / KiB);
	/* 3 is for pages of files. */
	clear_refs(pmk_claim_datum() ? "3" : "1");
	ck_assert_uint_eq(smaps_kib(p, "Referenced:"), 0);
	ck_assert_uint_eq(smaps_kib(p, "Rss:"), page_bytes() / KiB);
}

PMK_CLAIM(clear_refs_clears_referenced) = {
	.claim = "1 written to /proc/self/clear_refs makes Referenced in smaps 0, and no page goes",
	.source = "Documentation/filesystems/proc.rst, /proc/PID/clear_refs",
	.config = { "CONFIG_PROC_PAGE_MONITOR", "CONFIG_ADVISE_SYSCALLS" },
	.test = referenced,
	.broken_datum = true,
};

static void soft_dirty(void)
{
	volatile uint8_t *p = claim_pages(1);

	clear_refs("4");
	ck_assert(!(pagemap_entry(p) & PAGEMAP_SOFT_DIRTY));
	pmk_keep(p[0]);
	ck_assert(!(pagemap_entry(p) & PAGEMAP_SOFT_DIRTY));
	if (!pmk_claim_datum())
		p[0] = 2;
	ck_assert(pagemap_entry(p) & PAGEMAP_SOFT_DIRTY);
}

PMK_CLAIM(soft_dirty_set_by_store) = {
	.claim = "the soft-dirty bit of pagemap is cleared by 4 written to clear_refs, and set "
		 "again by a store, not by a load",
	.source = "Documentation/admin-guide/mm/soft-dirty.rst",
	.config = { "CONFIG_MEM_SOFT_DIRTY", "CONFIG_PROC_PAGE_MONITOR", "CONFIG_ADVISE_SYSCALLS" },
	.test = soft_dirty,
	.broken_datum = true,
};
