// SPDX-License-Identifier: GPL-2.0-only
/* Advice on the order of use: what a fault fetches, and the flags by which smaps tells it. */
#include "../../claim_file.h"
#include "../../claim_maps.h"
#include "../../claim_memory.h"
#include "../../proc_value.h"

#define PAGES 64

/* Bytes that devices were asked for by one load in the middle of the file. */
static uint64_t fetched_by_load(int fd, int advice)
{
	volatile uint8_t *p;
	uint64_t before, after;

	claim_file_evict(fd, PAGES);
	p = claim_file_map(fd, PAGES, MAP_SHARED);
	pmk_claim_must(madvise((void *)p, PAGES * page_bytes(), advice) == 0);
	pmk_claim_need(proc_value("/proc/self/io", "read_bytes:", &before), "/proc/self/io");
	pmk_keep(p[PAGES / 2 * page_bytes()]);
	pmk_claim_must(proc_value("/proc/self/io", "read_bytes:", &after));
	pmk_claim_must(munmap((void *)p, PAGES * page_bytes()) == 0);
	return after - before;
}

static void fetches(void)
{
	int fd = claim_file_written(PAGES);

	if (fetched_by_load(fd, MADV_NORMAL) <= page_bytes())
		pmk_claim_skip("the device of the folder for files has no read-ahead",
			       "blockdev --setra 256 DEVICE");
	ck_assert_uint_eq(fetched_by_load(fd, (int)pmk_claim_datum()), page_bytes());
}

PMK_CLAIM(random_fetches_one_page) = {
	.claim = "under MADV_RANDOM a fault of a file's mapping fetches one page from the device, "
		 "under MADV_NORMAL more around it",
	.source = "madvise(2), MADV_RANDOM: read ahead may be less useful than normally; "
		  "mm/filemap.c, do_sync_mmap_readahead()",
	.config = { "CONFIG_ADVISE_SYSCALLS", "CONFIG_TASK_IO_ACCOUNTING" },
	.datum = MADV_RANDOM,
	.test = fetches,
	.broken_datum = MADV_NORMAL,
};

static void advise(uint8_t *p, int advice)
{
	pmk_claim_must(madvise(p, page_bytes(), advice) == 0);
}

static void flags(void)
{
	uint8_t *p = claim_pages(1);

	advise(p, (int)pmk_claim_datum());
	ck_assert(smaps_flag(p, " rr "));
	advise(p, MADV_SEQUENTIAL);
	ck_assert(!smaps_flag(p, " rr "));
	ck_assert(smaps_flag(p, " sr "));
	advise(p, MADV_NORMAL);
	ck_assert(!smaps_flag(p, " rr "));
	ck_assert(!smaps_flag(p, " sr "));
}

PMK_CLAIM(order_shown_in_smaps) = {
	.claim = "MADV_RANDOM sets rr in the VmFlags of smaps, MADV_SEQUENTIAL sr, MADV_NORMAL "
		 "neither",
	.source = "Documentation/filesystems/proc.rst, smaps, VmFlags",
	.config = { "CONFIG_ADVISE_SYSCALLS", "CONFIG_PROC_PAGE_MONITOR" },
	.datum = MADV_RANDOM,
	.test = flags,
	.broken_datum = MADV_NORMAL,
};

static void no_dump(void)
{
	uint8_t *p = claim_pages(1);

	advise(p, (int)pmk_claim_datum());
	ck_assert(smaps_flag(p, " dd "));
	advise(p, MADV_DODUMP);
	ck_assert(!smaps_flag(p, " dd "));
}

PMK_CLAIM(dontdump_shown_in_smaps) = {
	.claim = "MADV_DONTDUMP sets dd in the VmFlags of smaps, MADV_DODUMP takes it back",
	.source = "madvise(2), MADV_DONTDUMP; Documentation/filesystems/proc.rst, smaps, VmFlags",
	.config = { "CONFIG_ADVISE_SYSCALLS", "CONFIG_PROC_PAGE_MONITOR" },
	.datum = MADV_DONTDUMP,
	.test = no_dump,
	.broken_datum = MADV_DODUMP,
};
