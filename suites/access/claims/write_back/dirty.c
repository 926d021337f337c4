// SPDX-License-Identifier: GPL-2.0-only
/* That a page dirtied through a mapping is accounted for. */
#include "../../../claim_file.h"
#include "../../../proc_value.h"

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
static int clean_file(void)
{
	int fd = claim_file((off_t)page_bytes());

	claim_file_needs_device(fd);
	claim_file_needs_cache(fd);
	pmk_claim_need(pwrite(fd, "x", 1, 0) == 1, "room to write to the file");
	pmk_claim_need(fsync(fd) == 0, "room to write the file back");
	return fd;
}

static void dirty_counted(void)
{
	volatile uint8_t *p = claim_file_map(clean_file(), 1, (int)pmk_claim_datum());
	uint64_t before_bytes;

	pmk_keep(p[0]);
	before_bytes = dirtied_bytes();
	p[0] = 1;
	/*
	 * At least: a file system may hold the page in a larger folio, which is dirty as a whole.
	 */
	ck_assert_uint_ge(dirtied_bytes() - before_bytes, page_bytes());
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
	volatile uint8_t *p = claim_file_map(clean_file(), 1, MAP_SHARED);
	uint64_t before_bytes;

	p[0] = 1;
	pmk_claim_need(msync((void *)p, page_bytes(), MS_SYNC) == 0, "room to write the file back");
	before_bytes = dirtied_bytes();
	if (pmk_claim_datum() == MAP_SHARED)
		p[0] = 2;
	ck_assert_uint_ge(dirtied_bytes() - before_bytes, page_bytes());
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
