// SPDX-License-Identifier: GPL-2.0-only
/* What msync(2) refuses, and what it does to dirty pages and to the time of the last change. */
#include <sys/stat.h>

#include "../../../claim_file.h"
#include "../../../claim_maps.h"
#include "../../../claim_memory.h"

static void over_hole(void)
{
	uint8_t *p = claim_pages(3);

	if (!pmk_claim_datum())
		pmk_claim_must(munmap(p + page_bytes(), page_bytes()) == 0);
	claim_refused(msync(p, 3 * page_bytes(), MS_SYNC), ENOMEM);
}

PMK_CLAIM(msync_hole_enomem) = {
	.claim = "msync(2) of a range with a hole fails with ENOMEM",
	.source = "msync(2), ERRORS, ENOMEM",
	.spec = "POSIX.1-2017 msync()",
	.test = over_hole,
	.broken_datum = true,
};

static void both_ways(void)
{
	claim_refused(msync(claim_pages(1), page_bytes(), MS_SYNC | (int)pmk_claim_datum()),
		      EINVAL);
}

PMK_CLAIM(msync_sync_async_refused) = {
	.claim = "msync(2) with both MS_SYNC and MS_ASYNC fails with EINVAL",
	.source = "msync(2), ERRORS, EINVAL",
	.datum = MS_ASYNC,
	.test = both_ways,
	.broken_datum = 0,
};

static uint64_t dirty_kib(const volatile void *p)
{
	return smaps_kib(p, "Shared_Dirty:") + smaps_kib(p, "Private_Dirty:");
}

/* A shared mapping of one page of a file, which is clean. */
static volatile uint8_t *clean_page(int *fd, int sharing)
{
	*fd = claim_file_written(1);
	claim_file_needs_device(*fd);
	pmk_claim_need(fsync(*fd) == 0, "room to write the file back");
	return claim_map(1, PROT_READ | PROT_WRITE, sharing, *fd);
}

static void async_writes_nothing(void)
{
	volatile uint8_t *p;
	int fd;

	p = clean_page(&fd, MAP_SHARED);
	claim_file_needs_cache(fd);
	p[0] = 's';
	ck_assert_uint_eq(dirty_kib(p), page_bytes() / KiB);
	ck_assert_int_eq(msync((void *)p, page_bytes(), (int)pmk_claim_datum()), 0);
	ck_assert_uint_eq(dirty_kib(p), page_bytes() / KiB);
}

PMK_CLAIM(msync_async_writes_nothing) = {
	.claim = "MS_ASYNC starts no write: the page stays dirty in /proc/self/smaps",
	.source = "msync(2), NOTES: since Linux 2.6.19, MS_ASYNC is in fact a no-op",
	.config = { "CONFIG_PROC_PAGE_MONITOR" },
	.datum = MS_ASYNC,
	.test = async_writes_nothing,
	.broken_datum = MS_SYNC,
};

static void changes_time(void)
{
	struct timespec long_ago[2] = { { .tv_sec = 1000000000 }, { .tv_sec = 1000000000 } };
	volatile uint8_t *p;
	struct stat st;
	int fd;

	p = clean_page(&fd, (int)pmk_claim_datum());
	pmk_claim_must(futimens(fd, long_ago) == 0);
	p[0] = 's';
	ck_assert_int_eq(msync((void *)p, page_bytes(), MS_SYNC), 0);
	pmk_claim_must(fstat(fd, &st) == 0);
	ck_assert_int_gt(st.st_mtime, long_ago[1].tv_sec);
}

PMK_CLAIM(msync_changes_mtime) = {
	.claim = "after a store into a shared mapping and msync(MS_SYNC) the file's st_mtime has "
		 "changed",
	.source = "mmap(2), NOTES: st_ctime and st_mtime are updated after a write to the mapped "
		  "region and before a subsequent msync(2)",
	.spec = "POSIX.1-2017 mmap()",
	.datum = MAP_SHARED,
	.test = changes_time,
	.broken_datum = MAP_PRIVATE,
};
