// SPDX-License-Identifier: GPL-2.0-only
/* What mmap(2) refuses: arguments that it cannot grant, and files opened for less. */
#include <fcntl.h>
#include <sys/syscall.h>

#include "../../claim_file.h"
#include "../../claim_memory.h"

static void length_zero(void)
{
	claim_refused(mmap(NULL, pmk_claim_datum(), PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
		      EINVAL);
}

PMK_CLAIM(mmap_length_zero_refused) = {
	.claim = "mmap(2) of length 0 fails with EINVAL",
	.source = "mmap(2), ERRORS, EINVAL (since Linux 2.6.12)",
	.spec = "POSIX.1-2017 mmap()",
	.datum = 0,
	.test = length_zero,
	.broken_datum = 1,
};

static void no_sharing(void)
{
	int flags = MAP_ANONYMOUS | (int)pmk_claim_datum();

	claim_refused(mmap(NULL, page_bytes(), PROT_READ, flags, -1, 0), EINVAL);
}

PMK_CLAIM(mmap_sharing_must_be_said) = {
	.claim = "mmap(2) with neither MAP_SHARED nor MAP_PRIVATE fails with EINVAL",
	.source = "mmap(2), ERRORS, EINVAL: flags contained none of MAP_PRIVATE, MAP_SHARED, or "
		  "MAP_SHARED_VALIDATE",
	.datum = 0,
	.test = no_sharing,
	.broken_datum = MAP_PRIVATE,
};

/* By number: the C library refuses such an offset by itself. */
static void offset_unaligned(void)
{
	int fd = claim_file((off_t)(2 * page_bytes()));

#ifdef SYS_mmap2
	(void)fd;
	pmk_claim_skip("mmap2(2) takes the offset in pages, so that each is aligned",
		       "--target x86_64-6.1");
#else
	claim_refused(syscall(SYS_mmap, NULL, page_bytes(), PROT_READ, MAP_PRIVATE, fd,
			      pmk_claim_datum()),
		      EINVAL);
#endif
}

PMK_CLAIM(mmap_offset_unaligned_refused) = {
	.claim = "mmap(2) at an offset that is no multiple of the page size fails with EINVAL",
	.source = "mmap(2), ERRORS, EINVAL: not aligned on a page boundary",
	.datum = 1,
	.test = offset_unaligned,
	.broken_datum = 0,
};

/* Another opening of a file; @mode: O_RDONLY and its like. */
static int opened_again(int fd, int mode)
{
	char path[32];
	int again;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	again = open(path, mode | O_CLOEXEC);
	pmk_claim_need(again >= 0, "/proc/self/fd, to open a file again");
	return again;
}

static void write_only(void)
{
	static const int prots[] = { PROT_NONE, PROT_READ, PROT_WRITE, PROT_READ | PROT_WRITE };
	int fd = opened_again(claim_file((off_t)page_bytes()), (int)pmk_claim_datum());

	for (size_t i = 0; i < sizeof(prots) / sizeof(prots[0]); i++) {
		claim_refused(mmap(NULL, page_bytes(), prots[i], MAP_PRIVATE, fd, 0), EACCES);
		claim_refused(mmap(NULL, page_bytes(), prots[i], MAP_SHARED, fd, 0), EACCES);
	}
}

PMK_CLAIM(mmap_write_only_file_refused) = {
	.claim = "mmap(2) of a file open for writing only fails with EACCES, whatever its "
		 "protection and sharing",
	.source = "mmap(2), ERRORS, EACCES: a file mapping was requested, but fd is not open for "
		  "reading",
	.spec = "POSIX.1-2017 mmap()",
	.datum = O_WRONLY,
	.test = write_only,
	.broken_datum = O_RDWR,
};

static void read_only(void)
{
	int fd = opened_again(claim_file((off_t)page_bytes()), O_RDONLY);

	claim_file_map(fd, 1, MAP_PRIVATE);
	claim_refused(mmap(NULL, page_bytes(), PROT_WRITE, (int)pmk_claim_datum(), fd, 0), EACCES);
}

PMK_CLAIM(mmap_shared_store_needs_write) = {
	.claim = "mmap(2) of a file open for reading grants a private mapping to store into, and "
		 "refuses a shared one with EACCES",
	.source = "mmap(2), ERRORS, EACCES: MAP_SHARED was requested and PROT_WRITE is set, but fd "
		  "is not open in read/write mode",
	.spec = "POSIX.1-2017 mmap()",
	.datum = MAP_SHARED,
	.test = read_only,
	.broken_datum = MAP_PRIVATE,
};

static void protect_read_only(void)
{
	int fd = opened_again(claim_file((off_t)page_bytes()), O_RDONLY);
	void *p = mmap(NULL, page_bytes(), PROT_READ, (int)pmk_claim_datum(), fd, 0);

	pmk_claim_need(p != MAP_FAILED, "a mapping of the file");
	claim_refused(mprotect(p, page_bytes(), PROT_READ | PROT_WRITE), EACCES);
}

PMK_CLAIM(mprotect_shared_store_needs_write) = {
	.claim = "mprotect(2) refuses PROT_WRITE with EACCES for a shared mapping of a file that "
		 "is open for reading",
	.source = "mprotect(2), ERRORS, EACCES",
	.spec = "POSIX.1-2017 mprotect()",
	.datum = MAP_SHARED,
	.test = protect_read_only,
	.broken_datum = MAP_PRIVATE,
};

#define UNKNOWN_FLAG 0x200 /* no MAP_* of any architecture that pagemark runs on */

static void unknown_flag(void)
{
	int fd = claim_file((off_t)page_bytes());
	void *p = mmap(NULL, page_bytes(), PROT_READ, MAP_SHARED | UNKNOWN_FLAG, fd, 0);

	ck_assert_ptr_ne(p, MAP_FAILED);
	claim_refused(mmap(NULL, page_bytes(), PROT_READ, (int)pmk_claim_datum() | UNKNOWN_FLAG, fd,
			   0),
		      EOPNOTSUPP);
}

PMK_CLAIM(mmap_validate_knows_its_flags) = {
	.claim = "MAP_SHARED_VALIDATE refuses an unknown flag with EOPNOTSUPP, MAP_SHARED ignores "
		 "it",
	.source = "mmap(2), MAP_SHARED_VALIDATE",
	.datum = MAP_SHARED_VALIDATE,
	.test = unknown_flag,
	.broken_datum = MAP_SHARED,
};
