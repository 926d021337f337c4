// SPDX-License-Identifier: GPL-2.0-only
/* That a page dirtied through a mapping is accounted for. */
#include <linux/magic.h>
#include <sys/mman.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "../../proc_value.h"
#include "pagemark_claim.h"

/* What this process dirtied so far. */
static uint64_t dirtied_bytes(void)
{
	uint64_t bytes;
	bool read = proc_value("/proc/self/io", "write_bytes:", &bytes);

	if (!read && errno == ENOENT)
		pmk_claim_skip("this kernel has no /proc/self/io",
			       "a kernel with CONFIG_TASK_IO_ACCOUNTING");
	pmk_claim_need(read, "/proc/self/io");
	return bytes;
}

/* A file whose one page is clean: written back, and its mapping not yet written through. */
static int clean_file(size_t page_bytes)
{
	int fd = pmk_claim_tmpfile();
	struct statfs fs;
	unsigned int type;

	pmk_claim_need(fstatfs(fd, &fs) == 0, "the file system of TMPDIR");
	/* The magic numbers have 32 bits; the field is signed where a long has 32. */
	type = (unsigned int)fs.f_type;
	if (type == TMPFS_MAGIC || type == RAMFS_MAGIC || type == OVERLAYFS_SUPER_MAGIC)
		pmk_claim_skip(
			"the temporary directory is on a file system that writes nothing back "
			"itself",
			"TMPDIR on a disk, for instance ext4 (a guest has none)");
	pmk_claim_need(ftruncate(fd, (off_t)page_bytes) == 0, "a file of one page");
	pmk_claim_need(pwrite(fd, "x", 1, 0) == 1, "room to write to the file");
	pmk_claim_need(fsync(fd) == 0, "room to write the file back");
	return fd;
}

static void dirty_counted(void)
{
	size_t page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	int fd = clean_file(page_bytes);
	volatile uint8_t *p =
		mmap(NULL, page_bytes, PROT_READ | PROT_WRITE, (int)pmk_claim_datum(), fd, 0);
	uint64_t before_bytes;

	pmk_claim_need((void *)p != MAP_FAILED, "a mapping of the file");
	pmk_keep(p[0]);
	before_bytes = dirtied_bytes();
	p[0] = 1;
	/*
	 * At least: a file system may hold the page in a larger folio, which is dirty as a whole.
	 */
	ck_assert_uint_ge(dirtied_bytes() - before_bytes, page_bytes);
}

PMK_CLAIM(shared_store_dirties) = {
	.claim = "a store into a clean page of a shared mapping counts in write_bytes when it "
		 "dirties the page",
	.source = "Documentation/filesystems/proc.rst, /proc/<pid>/io: write_bytes, at "
		  "page-dirtying time",
	.datum = MAP_SHARED,
	.test = dirty_counted,
	.broken_datum = MAP_PRIVATE,
};

static void second_store_free(void)
{
	size_t page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	int fd = clean_file(page_bytes);
	volatile uint8_t *p = mmap(NULL, page_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	uint64_t before_bytes;

	pmk_claim_need((void *)p != MAP_FAILED, "a mapping of the file");
	p[0] = 1;
	pmk_claim_need(msync((void *)p, page_bytes, MS_SYNC) == 0, "room to write the file back");
	before_bytes = dirtied_bytes();
	if (pmk_claim_datum() == MAP_SHARED)
		p[0] = 2;
	ck_assert_uint_ge(dirtied_bytes() - before_bytes, page_bytes);
}

PMK_CLAIM(msync_cleans) = {
	.claim = "after msync(MS_SYNC) the page is clean: the next store into the mapping dirties "
		 "it anew",
	.source = "msync(2), MS_SYNC; Documentation/filesystems/proc.rst, /proc/<pid>/io: "
		  "write_bytes",
	.datum = MAP_SHARED,
	.test = second_store_free,
	.broken_datum = MAP_PRIVATE,
};
