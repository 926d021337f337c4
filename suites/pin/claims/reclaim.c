// SPDX-License-Identifier: GPL-2.0-only
/* Advice on what is to be reclaimed, or read, soon: no byte is lost, and pages come and go. */
#include <time.h>

#include "../../claim_file.h"
#include "../../claim_memory.h"
#include "../../first_use.h"

#define PAGES 16
#define TRIES 20

static void keeps(int advice)
{
	uint8_t *p = claim_pages(PAGES),
		*shared = claim_file_map(claim_file_written(PAGES), PAGES, MAP_SHARED);

	claim_need_advice(MADV_COLD, "MADV_COLD and MADV_PAGEOUT", "5.4");
	pmk_claim_must(madvise(shared, PAGES * page_bytes(), advice) == 0);
	pmk_claim_must(madvise(p, PAGES * page_bytes(), advice) == 0);
	for (size_t i = 0; i < PAGES; i++) {
		ck_assert_uint_eq(p[i * page_bytes()], i + 1);
		ck_assert_uint_eq(shared[i * page_bytes()], 'a' + i);
	}
}

static void reclaim_keeps(void)
{
	keeps((int)pmk_claim_datum());
}

PMK_CLAIM(cold_loses_no_byte) = {
	.claim = "MADV_COLD changes no byte of anonymous memory or of a file",
	.source = "madvise(2), MADV_COLD (since Linux 5.4): a nondestructive operation",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.datum = MADV_COLD,
	.test = reclaim_keeps,
	.broken_datum = MADV_DONTNEED,
};

PMK_CLAIM(pageout_loses_no_byte) = {
	.claim = "MADV_PAGEOUT changes no byte of anonymous memory or of a file",
	.source = "madvise(2), MADV_PAGEOUT (since Linux 5.4): a nondestructive operation",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.datum = MADV_PAGEOUT,
	.test = reclaim_keeps,
	.broken_datum = MADV_DONTNEED,
};

static uint64_t major_faults(void)
{
	struct rusage usage;

	pmk_claim_must(getrusage(RUSAGE_SELF, &usage) == 0);
	return (uint64_t)usage.ru_majflt;
}

/* A page that is on its way to a list of the kernel's is not reclaimed: once of several times. */
static void reclaimed(void)
{
	int fd = claim_file_written(1);
	uint64_t faults = 0;

	claim_file_needs_device(fd);
	claim_file_needs_cache(fd);
	claim_need_advice(MADV_PAGEOUT, "MADV_PAGEOUT", "5.4");
	for (int i = 0; !faults && i < TRIES; i++) {
		volatile uint8_t *p = claim_file_map(fd, 1, MAP_SHARED);

		pmk_claim_need(fsync(fd) == 0, "room to write the file back");
		pmk_keep(p[0]);
		pmk_claim_must(madvise((void *)p, page_bytes(), (int)pmk_claim_datum()) == 0);
		faults = major_faults();
		ck_assert_uint_eq(p[0], 'a');
		faults = major_faults() - faults;
		pmk_claim_must(munmap((void *)p, page_bytes()) == 0);
	}
	ck_assert_uint_eq(faults, 1);
}

PMK_CLAIM(pageout_makes_major_fault) = {
	.claim = "after MADV_PAGEOUT of a clean page of a file the next load is a major fault",
	.source = "madvise(2), MADV_PAGEOUT: reclaim; getrusage(2), ru_majflt",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.datum = MADV_PAGEOUT,
	.test = reclaimed,
	.broken_datum = MADV_COLD,
};

#define WAIT_NS	  1000000
#define WAITS_MAX 1000
#define SOON	  2 /* pages: the kernel reads no more ahead than its setting, 128 KiB */

static void read_soon(void)
{
	const struct timespec wait = { .tv_nsec = WAIT_NS };
	int fd = claim_file_written(SOON), waits = 0;
	uint8_t *p;

	claim_file_evict(fd, SOON);
	p = claim_file_map(fd, SOON, MAP_SHARED);
	pmk_claim_must(madvise(p, SOON * page_bytes(), (int)pmk_claim_datum()) == 0);
	while (base_pages_present(p, SOON * page_bytes()) < SOON && waits++ < WAITS_MAX)
		nanosleep(&wait, NULL);
	ck_assert_uint_eq(base_pages_present(p, SOON * page_bytes()), SOON);
}

PMK_CLAIM(willneed_reads_file) = {
	.claim = "MADV_WILLNEED of a file that is not in memory reads it, though nobody touches it",
	.source = "madvise(2), MADV_WILLNEED: it might be a good idea to read some pages ahead",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.datum = MADV_WILLNEED,
	.test = read_soon,
	.broken_datum = MADV_NORMAL,
};
