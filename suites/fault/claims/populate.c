// SPDX-License-Identifier: GPL-2.0-only
/* Populated memory: which touches fault no more, which still do, and whose faults are counted. */
#include "../../claim_file.h"
#include "../../claim_maps.h"
#include "../../claim_memory.h"
#include "../../first_use.h"

#define PAGES 8
#define TRIES 5

/* Page faults of one touch of each page, by code that has run before. */
static __attribute__((noinline, no_sanitize_address)) uint64_t faults_of(volatile uint8_t *p,
									 bool store)
{
	size_t each = page_bytes();
	uint64_t before = page_faults(RUSAGE_SELF);

	for (size_t i = 0; i < PAGES; i++)
		if (store)
			p[i * each] = 1;
		else
			(void)p[i * each];
	return page_faults(RUSAGE_SELF) - before;
}

static void warm_up(void)
{
	uint8_t *p = claim_pages(PAGES);

	faults_of(p, true);
	faults_of(p, false);
}

static void populate(uint8_t *p, int advice)
{
	claim_need_advice(advice, "MADV_POPULATE_READ and MADV_POPULATE_WRITE", "5.14");
	pmk_claim_need(madvise(p, PAGES * page_bytes(), advice) == 0, "memory for some pages");
}

/* Anonymous base pages, none of them present. */
static uint8_t *fresh(void)
{
	uint8_t *p = claim_pages(PAGES);

	pmk_claim_must(madvise(p, PAGES * page_bytes(), MADV_DONTNEED) == 0);
	return p;
}

/* A machine short of memory may take a page away before it is touched, but not each time. */
static void store_after_populate(void)
{
	uint64_t faults = 1;

	warm_up();
	for (int i = 0; faults && i < TRIES; i++) {
		uint8_t *p = fresh();

		populate(p, (int)pmk_claim_datum());
		faults = faults_of(p, true);
	}
	ck_assert_uint_eq(faults, 0);
}

PMK_CLAIM(populate_write_ends_faults) = {
	.claim = "after MADV_POPULATE_WRITE stores take no page fault",
	.source = "madvise(2), MADV_POPULATE_WRITE (since Linux 5.14)",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.datum = MADV_POPULATE_WRITE,
	.test = store_after_populate,
	.broken_datum = MADV_NORMAL,
};

static void load_after_populate(void)
{
	uint64_t loads = 1, stores = 0, again = 1;
	uint8_t *p = fresh();

	warm_up();
	if (faults_of(p, false) && !faults_of(p, true))
		pmk_claim_skip("here a load maps a page of its own", "another kernel");
	for (int i = 0; (loads || stores != PAGES || again) && i < TRIES; i++) {
		p = fresh();
		populate(p, (int)pmk_claim_datum());
		loads = faults_of(p, false);
		stores = faults_of(p, true);
		again = faults_of(p, true);
	}
	ck_assert_uint_eq(loads + again, 0);
	ck_assert_uint_eq(stores, PAGES);
}

PMK_CLAIM(populate_read_leaves_store_fault) = {
	.claim = "after MADV_POPULATE_READ loads take no page fault, and the first store into each "
		 "page takes one",
	.source = "madvise(2), MADV_POPULATE_READ (since Linux 5.14)",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.datum = MADV_POPULATE_READ,
	.test = load_after_populate,
	.broken_datum = MADV_POPULATE_WRITE,
};

static void populate_dirties(void)
{
	int fd = claim_file_written(PAGES);
	uint8_t *p;

	claim_file_needs_device(fd);
	claim_file_needs_cache(fd);
	pmk_claim_need(fsync(fd) == 0, "room to write the file back");
	p = claim_map(PAGES, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
	populate(p, (int)pmk_claim_datum());
	ck_assert_uint_eq(smaps_kib(p, "Shared_Dirty:") + smaps_kib(p, "Private_Dirty:"), 0);
	populate(p, MADV_POPULATE_WRITE);
	ck_assert_uint_eq(smaps_kib(p, "Shared_Dirty:") + smaps_kib(p, "Private_Dirty:"),
			  PAGES * page_bytes() / KiB);
}

PMK_CLAIM(populate_read_dirties_nothing) = {
	.claim = "MADV_POPULATE_READ of a shared mapping of a file leaves its pages clean, "
		 "MADV_POPULATE_WRITE dirties them",
	.source = "madvise(2), MADV_POPULATE_READ: simulating read access; MADV_POPULATE_WRITE: "
		  "marked dirty",
	.config = { "CONFIG_ADVISE_SYSCALLS", "CONFIG_PROC_PAGE_MONITOR" },
	.datum = MADV_POPULATE_READ,
	.test = populate_dirties,
	.broken_datum = MADV_POPULATE_WRITE,
};

static uint8_t *map_shared(int fd, int flags)
{
	return claim_map(PAGES, PROT_READ | PROT_WRITE, MAP_SHARED | flags, fd);
}

static void populate_file(void)
{
	int fd = claim_file_written(PAGES);
	uint64_t faults = 1;

	warm_up();
	for (int i = 0; faults && i < TRIES; i++)
		faults = faults_of(map_shared(fd, (int)pmk_claim_datum()), false);
	ck_assert_uint_eq(faults, 0);
}

PMK_CLAIM(populated_file_loads_without_fault) = {
	.claim = "loads from a file that is mapped with MAP_POPULATE take no page fault",
	.source = "mmap(2), MAP_POPULATE",
	.datum = MAP_POPULATE,
	.test = populate_file,
	.broken_datum = 0,
};

static void first_store(void)
{
	int fd = claim_file_written(PAGES);
	uint64_t faults = 0;

	claim_file_needs_device(fd);
	warm_up();
	for (int i = 0; faults != PAGES && i < TRIES; i++) {
		uint8_t *p;

		pmk_claim_need(fsync(fd) == 0, "room to write the file back");
		p = map_shared(fd, MAP_POPULATE);
		if (pmk_claim_datum())
			faults_of(p, true);
		faults = faults_of(p, true);
	}
	ck_assert_uint_eq(faults, PAGES);
}

PMK_CLAIM(populated_file_store_faults) = {
	.claim = "the first store into each page of a shared file mapping takes a page fault, "
		 "MAP_POPULATE or not, by which the file system learns of it",
	.source = "Documentation/filesystems/locking.rst, page_mkwrite(); mmap(2), MAP_POPULATE",
	.test = first_store,
	.broken_datum = true,
};

static void counted(void)
{
	uint64_t before;
	void *p;

	page_faults(RUSAGE_SELF); /* its code has been faulted in by then */
	before = page_faults(RUSAGE_SELF);
	p = mmap(NULL, PAGES * page_bytes(), PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | (int)pmk_claim_datum(), -1, 0);
	ck_assert_uint_gt(page_faults(RUSAGE_SELF) - before, 0);
	pmk_claim_need(p != MAP_FAILED, "memory for some pages");
}

PMK_CLAIM(populate_counts_as_faults) = {
	.claim = "what MAP_POPULATE brings in counts as page faults of the process, which touched "
		 "nothing",
	.source = "getrusage(2), ru_minflt; mm/memory.c, mm_account_fault()",
	.datum = MAP_POPULATE,
	.test = counted,
	.broken_datum = 0,
};
