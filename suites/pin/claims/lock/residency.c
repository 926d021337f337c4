// SPDX-License-Identifier: GPL-2.0-only
/* What is in memory, as mincore(2) tells it, and what keeps it there: mlockall(2), mappings. */
#include <fcntl.h>

#include "../../../claim_call.h"
#include "../../../claim_file.h"
#include "../../../claim_memory.h"
#include "locked.h"

#define FADVISE_BYTES (512 * KiB)
#define FADVISE_TRIES 20

static void hole(void)
{
	uint8_t *p = fresh_map(2 * page_bytes());
	unsigned char present[2];

	if (!pmk_claim_datum())
		pmk_claim_must(munmap(p + page_bytes(), page_bytes()) == 0);
	claim_refused(mincore(p, 2 * page_bytes(), present), ENOMEM);
}

PMK_CLAIM(mincore_hole_enomem) = {
	.claim = "mincore(2) of a range with unmapped memory in it fails with ENOMEM",
	.source = "mincore(2), ERRORS, ENOMEM",
	.test = hole,
	.broken_datum = true,
};

/* The break: a hole, of which no page was ever made. */
static void page_cache(void)
{
	int fd = pmk_claim_datum() ? claim_file((off_t)(2 * page_bytes())) : claim_file_written(2);
	uint8_t *p = claim_file_map(fd, 2, MAP_SHARED);

	claim_file_needs_cache(fd);
	ck_assert_uint_eq(base_pages_present(p, 2 * page_bytes()), 2);
}

PMK_CLAIM(mincore_tells_page_cache) = {
	.claim = "mincore(2) of a mapping that nobody has touched tells which pages of its file "
		 "are in the page cache, to who may write to the file",
	.source = "mincore(2), DESCRIPTION and NOTES (since Linux 5.2)",
	.test = page_cache,
	.broken_datum = true,
};

/* As a user who neither owns the file nor may write to it; 1: both pages were said to be there. */
static int ask_as_nobody(void *arg)
{
	if (!pmk_claim_datum() && (setgid(65534) || setuid(65534)))
		return 2;
	return base_pages_present(arg, 2 * page_bytes()) == 2;
}

static void of_another_user(void)
{
	char path[32];
	void *p;
	int fd;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", claim_file((off_t)(2 * page_bytes())));
	fd = open(path, O_RDONLY | O_CLOEXEC);
	pmk_claim_must(fd >= 0);
	p = mmap(NULL, 2 * page_bytes(), PROT_READ, MAP_SHARED, fd, 0);
	pmk_claim_must(p != MAP_FAILED);
	ck_assert_int_eq(WEXITSTATUS(claim_child(ask_as_nobody, p)), 1);
}

PMK_CLAIM(mincore_hides_from_others) = {
	.claim = "who neither owns a file nor may write to it learns nothing of the page cache: "
		 "mincore(2) tells that all of the file is resident, even a hole",
	.source = "mincore(2), NOTES: since Linux 5.2, all pages are reported as resident",
	.needs = PMK_NEED_ROOT,
	.config = { "CONFIG_MULTIUSER" },
	.test = of_another_user,
	.broken_datum = true,
};

static void fadvised(void)
{
	int fd = claim_file_written(1);
	volatile uint8_t *p;

	claim_file_evict(fd, 1);
	p = claim_file_map(fd, 1, MAP_SHARED);
	pmk_keep(p[0]);
	if (pmk_claim_datum()) {
		pmk_claim_must(munmap((void *)p, page_bytes()) == 0);
		p = claim_file_map(fd, 1, MAP_SHARED);
	}
	ck_assert_int_eq(posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED), 0);
	ck_assert_uint_eq(base_pages_present((uint8_t *)p, page_bytes()), 1);
}

PMK_CLAIM(fadvise_spares_mapped) = {
	.claim = "POSIX_FADV_DONTNEED leaves a page in the page cache that somebody has mapped and "
		 "touched",
	.source = "mm/truncate.c, invalidate_mapping_pages(): will not invalidate pages which are "
		  "dirty, locked, under writeback or mapped into pagetables",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = fadvised,
	.broken_datum = true,
};

/* How many pages of a dirty file POSIX_FADV_DONTNEED leaves; @written: it is clean by then. */
static size_t pages_left(size_t pages, bool written)
{
	int fd = claim_file_written(pages);
	uint8_t *p;
	size_t left;

	claim_file_needs_device(fd);
	pmk_claim_need(!written || fsync(fd) == 0, "room to write the file back");
	pmk_claim_must(posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) == 0);
	p = claim_file_map(fd, pages, MAP_SHARED);
	left = base_pages_present(p, pages * page_bytes());
	pmk_claim_must(munmap(p, pages * page_bytes()) == 0 && close(fd) == 0);
	return left;
}

/* The kernel begins to write them; who lost the processor meanwhile may find them written. */
static bool some_left(bool written)
{
	size_t left = 0;

	for (int i = 0; i < FADVISE_TRIES && !left; i++)
		left = pages_left(FADVISE_BYTES / page_bytes(), written);
	return left;
}

static void fadvised_dirty(void)
{
	if (!some_left(false))
		pmk_claim_skip("the device of the temporary directory has written a page before "
			       "posix_fadvise(2) looks at it",
			       "--dir DIR on a disk that is no memory");
	ck_assert(some_left(pmk_claim_datum()));
}

PMK_CLAIM(fadvise_spares_dirty) = {
	.claim = "POSIX_FADV_DONTNEED leaves pages in the page cache that were not written out "
		 "yet: only after fsync(2) they all go",
	.source = "posix_fadvise(2), NOTES: pages that have not yet been written out will be "
		  "unaffected",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = fadvised_dirty,
	.broken_datum = true,
};

/* The datum is what mlockall(2) is asked for; AddressSanitizer replaces the C library's. */
static void locked_later(size_t expected_pages)
{
	size_t before_bytes;
	uint8_t *p;

	if (syscall(SYS_mlockall, (int)pmk_claim_datum()))
		pmk_claim_skip("this process may not lock memory", lock_limit_remedy());
	before_bytes = counted_bytes();
	p = mmap(NULL, locked_bytes(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED && errno == EAGAIN)
		pmk_claim_skip("RLIMIT_MEMLOCK is too small to lock 8 pages", lock_limit_remedy());
	pmk_claim_need(p != MAP_FAILED, "memory to lock");
	ck_assert_uint_eq(counted_bytes() - before_bytes, locked_bytes());
	ck_assert_uint_eq(base_pages_present(p, locked_bytes()), expected_pages);
}

static void future(void)
{
	locked_later(LOCKED_PAGES);
}

PMK_CLAIM(mlockall_future_populates) = {
	.claim = "after mlockall(2) with MCL_FUTURE a new mapping is counted as locked, and "
		 "resident when mmap(2) returns",
	.source = "mlock(2), mlockall(), MCL_FUTURE",
	.datum = MCL_FUTURE,
	.test = future,
	.broken_datum = MCL_FUTURE | MCL_ONFAULT,
};

static void future_onfault(void)
{
	locked_later(0);
}

PMK_CLAIM(mlockall_onfault_waits) = {
	.claim = "after mlockall(2) with MCL_FUTURE and MCL_ONFAULT a new mapping is counted as "
		 "locked, and no page of it is there before it is touched",
	.source = "mlock(2), mlockall(), MCL_ONFAULT",
	.datum = MCL_FUTURE | MCL_ONFAULT,
	.test = future_onfault,
	.broken_datum = MCL_FUTURE,
};
