// SPDX-License-Identifier: GPL-2.0-only
/* Reads and writes with flags, at odd places, and into mappings of the file itself. */
#include <fcntl.h>
#include <sys/uio.h>

#include "../../claim_call.h"
#include "../../claim_file.h"
#include "../../claim_memory.h"
#include "../../uapi.h"

/* A preadv2(2) of one page from the beginning. */
static ssize_t read_page(int fd, void *to, int flags)
{
	struct iovec iov = { to, page_bytes() };

	return preadv2(fd, &iov, 1, 0, flags);
}

static void own_mapping(void)
{
	size_t page = page_bytes();
	int fd = claim_file_written(3), from = fd;
	uint8_t *p;

	if (pmk_claim_datum())
		from = claim_file((off_t)page);
	p = claim_file_map(fd, 3, MAP_SHARED);
	/* Neither the page that is read nor the one that is written was touched. */
	ck_assert_int_eq(pread(from, p + page, page, 0), page);
	ck_assert_uint_eq(p[page], 'a');
	ck_assert_int_eq(pread(from, p, page, 0), page);
	ck_assert_uint_eq(p[0], 'a');
	ck_assert_int_eq(pwrite(fd, p + 2 * page, page, 0), page);
	ck_assert_uint_eq(p[0], 'c');
}

PMK_CLAIM(read_into_own_mapping) = {
	.claim = "read(2) into a mapping of the same file and write(2) from one end, also where "
		 "the mapping faults meanwhile, and move the right bytes",
	.source = "mm/filemap.c, generic_perform_write(): bring in the user page first, or "
		  "deadlock on copying from the same page as is written to",
	.test = own_mapping,
	.broken_datum = true,
};

/* The datum is the protection of the page behind the buffer. */
static void bad_buffer(void)
{
	size_t page = page_bytes();
	int fd = claim_file_written(1);
	uint8_t *p = pmk_claim_alloc(2 * page);
	ssize_t got;

	pmk_claim_must(mprotect(p + page, page, (int)pmk_claim_datum()) == 0);
	got = pread(fd, p + page - 100, 200, 0);
	/* linux/uaccess.h: a copy need not squeeze out the last bytes; 32-bit ARM leaves 4. */
	ck_assert_int_gt(got, 0);
	ck_assert_int_le(got, 100);
	ck_assert_uint_eq(p[page - 101 + (size_t)got], 'a');
	claim_refused(pread(fd, p + page, 100, 0), EFAULT);
}

PMK_CLAIM(read_short_at_bad_buffer) = {
	.claim = "a read(2) from the page cache into a buffer that ends in inaccessible memory "
		 "returns bytes before that, and EFAULT if there are none",
	.source = "read(2), RETURN VALUE and ERRORS, EFAULT; mm/filemap.c, filemap_read()",
	.datum = PROT_NONE,
	.test = bad_buffer,
	.broken_datum = PROT_READ | PROT_WRITE,
};

static void appended(void)
{
	int fd = claim_file_written(1);
	uint8_t bytes[2];

	pmk_claim_must(fcntl(fd, F_SETFL, (int)pmk_claim_datum()) == 0);
	pmk_claim_need(pwrite(fd, "z", 1, 0) == 1, "room to write to the file");
	pmk_claim_must(pread(fd, &bytes[0], 1, 0) == 1);
	ck_assert_uint_eq(bytes[0], 'a');
	ck_assert_int_eq(pread(fd, &bytes[1], 1, (off_t)page_bytes()), 1);
	ck_assert_uint_eq(bytes[1], 'z');
}

PMK_CLAIM(append_ignores_offset) = {
	.claim = "with O_APPEND, pwrite(2) appends to the file, whatever its offset",
	.source = "pwrite(2), BUGS",
	.datum = O_APPEND,
	.test = appended,
	.broken_datum = 0,
};

static void unknown_flag(void)
{
	int fd = claim_file_written(1);

	claim_refused(read_page(fd, pmk_claim_alloc(page_bytes()), (int)pmk_claim_datum()),
		      EOPNOTSUPP);
}

PMK_CLAIM(rwf_unknown_refused) = {
	.claim = "preadv2(2) with a flag that the kernel does not know fails with EOPNOTSUPP",
	.source = "readv(2), ERRORS, EOPNOTSUPP",
	.datum = 1u << 30,
	.test = unknown_flag,
	.broken_datum = 0,
};

static ssize_t read_evicted(int fd, uint8_t *p, int flags)
{
	ssize_t got = (ssize_t)page_bytes();

	/* What it begins to read may be there when it looks again: then it did not wait. */
	for (int tries = 0; got == (ssize_t)page_bytes() && tries < 50; tries++) {
		claim_file_evict(fd, 1);
		got = read_page(fd, p, flags);
	}
	return got;
}

static void nowait(void)
{
	int fd = claim_file_written(1);
	uint8_t *p = pmk_claim_alloc(page_bytes());

	if (read_page(fd, p, RWF_NOWAIT) < 0 && errno == EOPNOTSUPP)
		claim_file_lacks(fd, "RWF_NOWAIT", "--filesystem ext4, xfs or btrfs");
	/* Linux 6.12 begins to read, unlike 6.1, and a disk of memory is done with it at once. */
	if (read_evicted(fd, p, RWF_NOWAIT) > 0)
		pmk_claim_skip("this disk brings a page at once, so that there is no wait",
			       "--dir DIR on another disk, or --target x86_64-newest+nvme");
	claim_refused(read_evicted(fd, p, (int)pmk_claim_datum()), EAGAIN);
	pmk_claim_must(read_page(fd, p, 0) == (ssize_t)page_bytes());
	p[0] = 0;
	ck_assert_int_eq(read_page(fd, p, (int)pmk_claim_datum()), page_bytes());
	ck_assert_uint_eq(p[0], 'a');
}

PMK_CLAIM(rwf_nowait_does_not_wait) = {
	.claim = "preadv2(2) with RWF_NOWAIT gives EAGAIN where the page is not in the page cache, "
		 "and the bytes where it is",
	.source = "readv(2), RWF_NOWAIT",
	.datum = RWF_NOWAIT,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = nowait,
	.broken_datum = 0,
};

static void dontcache(void)
{
	int fd = claim_file_written(1);
	uint8_t *p = pmk_claim_alloc(page_bytes()), *map;

	if (read_page(fd, p, RWF_DONTCACHE) < 0 && errno == EOPNOTSUPP)
		claim_file_lacks(fd, "RWF_DONTCACHE",
				 "Linux 6.14 or newer, and --filesystem ext4, xfs or btrfs");
	claim_file_evict(fd, 1);
	pmk_claim_must(read_page(fd, p, (int)pmk_claim_datum()) == (ssize_t)page_bytes());
	ck_assert_uint_eq(p[0], 'a');
	map = claim_file_map(fd, 1, MAP_SHARED);
	ck_assert_uint_eq(base_pages_present(map, page_bytes()), 0);
}

PMK_CLAIM(rwf_dontcache_leaves_nothing) = {
	.claim = "preadv2(2) with RWF_DONTCACHE of a page that was not in the page cache leaves "
		 "it out of the page cache",
	.source = "readv(2), RWF_DONTCACHE",
	.datum = RWF_DONTCACHE,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = dontcache,
	.broken_datum = 0,
};

/*
 * The datum is how many pages the count leaves out. The last one is written in full: of a page that
 * was written in part mincore(2) says no where blocks are smaller than pages.
 */
static void counted(void)
{
	int fd = claim_file((off_t)(4 * page_bytes()));
	struct uapi_cachestat_range range = { 0, (4 - pmk_claim_datum()) * page_bytes() };
	struct uapi_cachestat found;
	uint8_t *p = claim_file_map(fd, 4, MAP_SHARED);

	pmk_claim_need(pwrite(fd, pmk_claim_alloc(page_bytes()), page_bytes(),
			      (off_t)(3 * page_bytes())) == (ssize_t)page_bytes(),
		       "room to write to the file");
	if (syscall(SYS_cachestat, fd, &range, &found, 0) && errno == ENOSYS)
		claim_since("cachestat(2)", "6.5");
	ck_assert_int_eq(syscall(SYS_cachestat, fd, &range, &found, 0), 0);
	ck_assert_uint_eq(found.nr_cache, base_pages_present(p, 4 * page_bytes()));
}

PMK_CLAIM(cachestat_counts_as_mincore) = {
	.claim = "cachestat(2) counts as many pages in the page cache as mincore(2) shows",
	.source = "tools/testing/selftests/cachestat/; mm/filemap.c, cachestat(): nr_cache is the "
		  "number of cached pages",
	.test = counted,
	.broken_datum = 1,
};
