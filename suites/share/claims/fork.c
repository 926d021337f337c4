// SPDX-License-Identifier: GPL-2.0-only
/* Memory of a parent and its child: what is one memory, what is each one's own, how it counts. */
#include "../../claim_call.h"
#include "../../claim_file.h"
#include "../../claim_maps.h"
#include "../../claim_memory.h"
#include "../../pagemap.h"

static int store_in_child(void *p)
{
	*(volatile uint8_t *)p = 'c';
	return 0;
}

static void store_in_twin(void *p)
{
	store_in_child(p);
}

static void load_in_twin(void *p)
{
	pmk_keep(*(volatile uint8_t *)p);
}

static void anonymous(void)
{
	volatile uint8_t *p = claim_anonymous(1, (int)pmk_claim_datum());

	p[0] = 'p';
	pmk_claim_must(claim_child(store_in_child, (void *)p) == 0);
	ck_assert_uint_eq(p[0], 'c');
}

PMK_CLAIM(fork_shares_shared_anonymous) = {
	.claim = "shared anonymous memory is one memory for parent and child: the parent loads "
		 "what the child stored",
	.source = "mmap(2), MAP_SHARED; fork(2)",
	.spec = "POSIX.1-2017 fork()",
	.datum = MAP_SHARED,
	.test = anonymous,
	.broken_datum = MAP_PRIVATE,
};

static void private_file(void)
{
	int fd = claim_file_written(1);
	volatile uint8_t *p = claim_file_map(fd, 1, (int)pmk_claim_datum());
	uint8_t byte;

	pmk_keep(p[0]);
	pmk_claim_must(claim_child(store_in_child, (void *)p) == 0);
	ck_assert_uint_eq(p[0], 'a');
	pmk_claim_must(pread(fd, &byte, 1, 0) == 1);
	ck_assert_uint_eq(byte, 'a');
}

PMK_CLAIM(fork_private_file_is_own) = {
	.claim = "what a child stores into a private file mapping neither its parent nor the file "
		 "sees",
	.source = "fork(2), DESCRIPTION: memory writes performed by one process do not affect the "
		  "other; mmap(2), MAP_PRIVATE",
	.datum = MAP_PRIVATE,
	.test = private_file,
	.broken_datum = MAP_SHARED,
};

static void exclusive(void)
{
	volatile uint8_t *p = claim_pages(1);
	struct claim_twin twin;
	uint8_t other = 0;

	ck_assert(pagemap_entry(p) & PAGEMAP_EXCLUSIVE);
	if (pmk_claim_datum())
		pmk_claim_must(madvise((void *)p, page_bytes(), MADV_DONTFORK) == 0);
	twin = claim_twin_begin(load_in_twin, pmk_claim_datum() ? &other : (void *)p);
	ck_assert(!(pagemap_entry(p) & PAGEMAP_EXCLUSIVE));
	p[0] = 'p';
	ck_assert(pagemap_entry(p) & PAGEMAP_EXCLUSIVE);
	claim_twin_end(&twin);
}

PMK_CLAIM(fork_ends_exclusive_mapping) = {
	.claim = "bit 56 of pagemap, exclusively mapped, is set for a page of private memory, "
		 "goes with fork(2), and comes back with the first store, which copies the page",
	.source = "Documentation/admin-guide/mm/pagemap.rst, bit 56",
	.config = { "CONFIG_PROC_PAGE_MONITOR", "CONFIG_ADVISE_SYSCALLS" },
	.test = exclusive,
	.broken_datum = true,
};

/* The datum: whether the child stores, and has private memory then. */
static void proportional(void)
{
	size_t kib = page_bytes() / KiB;
	uint8_t *p = claim_anonymous(1, pmk_claim_datum() ? MAP_PRIVATE : MAP_SHARED);
	struct claim_twin twin;

	*(volatile uint8_t *)p = 'p';
	ck_assert_uint_eq(smaps_kib(p, "Pss:"), kib);
	twin = claim_twin_begin(store_in_twin, p);
	ck_assert_uint_eq(smaps_kib(p, "Rss:"), kib);
	ck_assert_uint_eq(smaps_kib(p, "Pss:"), kib / 2);
	claim_twin_end(&twin);
	ck_assert_uint_eq(smaps_kib(p, "Pss:"), kib);
}

PMK_CLAIM(pss_divides_by_sharers) = {
	.claim = "Pss of a page that two processes have mapped is half of its Rss, and all of it "
		 "when one of them has gone",
	.source = "Documentation/filesystems/proc.rst, /proc/PID/smaps, Pss: each page is divided "
		  "by the number of processes sharing it",
	.config = { "CONFIG_PROC_PAGE_MONITOR", "CONFIG_SHMEM" },
	.test = proportional,
	.broken_datum = true,
};
