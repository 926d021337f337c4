// SPDX-License-Identifier: GPL-2.0-only
/* What bounds a process's mappings, and what fresh ones hold. */
#include <sys/resource.h>
#include <sys/stat.h>

#include "../../claim_file.h"
#include "../../claim_memory.h"
#include "../../proc_value.h"

#define FRESH 64

static void reads_zero(void)
{
	size_t size_bytes = FRESH * page_bytes();
	uint8_t *p = claim_anonymous(FRESH, MAP_PRIVATE);

	/* Pages that the kernel has to clear before it gives them out again. */
	memset(p, 0xff, size_bytes);
	pmk_claim_must(munmap(p, size_bytes) == 0);
	p = claim_anonymous(FRESH, MAP_PRIVATE);
	if (pmk_claim_datum())
		((volatile uint8_t *)p)[size_bytes - 1] = 1;
	ck_assert(claim_filled(p, size_bytes, 0));
}

PMK_CLAIM(anonymous_reads_zero) = {
	.claim = "fresh anonymous memory reads as zero, whatever its pages held before",
	.source = "mmap(2), MAP_ANONYMOUS: its contents are initialized to zero",
	.test = reads_zero,
	.broken_datum = true,
};

static void address_space(void)
{
	size_t some_bytes = 4 * page_bytes();
	struct rlimit limit;
	uint64_t kib;
	void *p, *q;
	int err;

	pmk_claim_need(proc_value("/proc/self/status", "VmSize:", &kib), "/proc/self/status");
	pmk_claim_must(getrlimit(RLIMIT_AS, &limit) == 0);
	if (!pmk_claim_datum())
		limit.rlim_cur = (rlim_t)(kib * KiB + some_bytes);
	pmk_claim_need(setrlimit(RLIMIT_AS, &limit) == 0, "RLIMIT_AS");
	p = mmap(NULL, some_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	q = mmap(NULL, page_bytes(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	err = q == MAP_FAILED ? errno : 0;
	limit.rlim_cur = limit.rlim_max;
	pmk_claim_must(setrlimit(RLIMIT_AS, &limit) == 0);
	ck_assert_ptr_ne(p, MAP_FAILED);
	ck_assert_int_eq(err, ENOMEM);
}

PMK_CLAIM(mmap_address_space_limit) = {
	.claim = "RLIMIT_AS bounds a process's mappings to the page: the one beyond it fails with "
		 "ENOMEM",
	.source = "getrlimit(2), RLIMIT_AS; mmap(2), ERRORS, ENOMEM",
	.test = address_space,
	.broken_datum = true,
};

#define MANY 300000 /* making more takes too long */

static size_t mappings_max(void)
{
	FILE *f = fopen("/proc/sys/vm/max_map_count", "re");
	size_t max = 0;

	pmk_claim_need(f, "/proc/sys/vm/max_map_count");
	pmk_claim_must(fscanf(f, "%zu", &max) == 1);
	fclose(f);
	if (max > MANY)
		pmk_claim_skip("vm.max_map_count allows so many mappings that they take too long",
			       "sysctl vm.max_map_count=65530");
	return max;
}

/* Each second page gets a protection of its own, by which it and the next are mappings more. */
static void too_many(void)
{
	size_t pages = mappings_max() + 2, i;
	volatile uint8_t *p = claim_room(pages);
	int err = 0;

	for (i = 0; i < pages && !err; i += 2)
		if (mprotect((void *)(p + i * page_bytes()), page_bytes(), (int)pmk_claim_datum()))
			err = errno;
	for (size_t at = 0; err && at + 2 < i; at += 2)
		pmk_claim_must(p[at * page_bytes()] == 0);
	pmk_claim_must(munmap((void *)p, pages * page_bytes()) == 0);
	ck_assert_int_eq(err, ENOMEM);
	ck_assert_uint_gt(i, pages / 2);
}

PMK_CLAIM(mappings_bounded) = {
	.claim = "vm.max_map_count bounds the number of a process's mappings: ENOMEM, and those "
		 "that are there stay",
	.source = "Documentation/admin-guide/sysctl/vm.rst, max_map_count; mprotect(2), ERRORS, "
		  "ENOMEM",
	.datum = PROT_READ,
	.config = { "CONFIG_PROC_SYSCTL" },
	.test = too_many,
	.broken_datum = PROT_NONE,
};

static void sync_refused(void)
{
	int fd = claim_file_written(1), flags = MAP_SHARED_VALIDATE | (int)pmk_claim_datum();

	if (claim_file_in_place(fd))
		pmk_claim_skip(
			"the file system of the files is on DAX memory, where MAP_SYNC works",
			"--dir DIR on another one");
	claim_refused(mmap(NULL, page_bytes(), PROT_READ | PROT_WRITE, flags, fd, 0), EOPNOTSUPP);
}

PMK_CLAIM(map_sync_needs_dax) = {
	.claim = "MAP_SYNC of a file that is not on DAX memory fails with EOPNOTSUPP",
	.source = "mmap(2), MAP_SYNC (since Linux 4.15)",
	.datum = MAP_SYNC,
	.test = sync_refused,
	.broken_datum = 0,
};
