// SPDX-License-Identifier: GPL-2.0-only
/* That a thread sees no page any more that another thread has taken away or replaced. */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "../../claim_fault.h"
#include "../../claim_file.h"
#include "../../claim_memory.h"

#define ROUNDS	    10
#define LOADS_LEAST 100

/**
 * struct reader - a thread that loads one byte again and again
 * @thread: it
 * @at: the byte
 * @loads: how often it did
 * @gone: set after the page has been taken away; one more load, and the thread ends
 * @last: what that load raised, or found
 */
struct reader {
	pthread_t thread;
	volatile uint8_t *at;
	atomic_uint loads;
	atomic_bool gone;
	struct claim_fault last;
};

static void *reads(void *arg)
{
	struct reader *r = arg;
	bool gone;

	do {
		gone = r->gone;
		r->last = claim_touch_caught(r->at, false);
		r->loads++;
	} while (!gone);
	return NULL;
}

/* Returns while the thread loads, so that its processor knows the page. */
static void reader_begin(struct reader *r, volatile uint8_t *at)
{
	*r = (struct reader){ .at = at };
	claim_fault_catch();
	pmk_claim_need(!pthread_create(&r->thread, NULL, reads, r), "a thread");
	while (r->loads < LOADS_LEAST)
		sched_yield();
}

static struct claim_fault reader_end(struct reader *r)
{
	r->gone = true;
	pmk_claim_must(!pthread_join(r->thread, NULL));
	claim_fault_release();
	return r->last;
}

static int unmap(void *p)
{
	return munmap(p, page_bytes());
}

/* The break unmaps it in a process that is not the thread's. */
static void unmapped(void)
{
	for (int i = 0; i < ROUNDS; i++) {
		uint8_t *p = claim_pages(1);
		struct reader r;

		reader_begin(&r, p);
		if (pmk_claim_datum())
			pmk_claim_must(claim_child(unmap, p) == 0);
		else
			pmk_claim_must(unmap(p) == 0);
		ck_assert_int_eq(reader_end(&r).sig, SIGSEGV);
	}
}

PMK_CLAIM(munmap_reaches_all_threads) = {
	.claim = "once munmap(2) has returned in one thread, a load by another thread that has "
		 "been loading all the time raises SIGSEGV",
	.source = "Documentation/core-api/cachetlb.rst, flush_tlb_range(): after running, no stale "
		  "entries of the range in the TLB",
	.test = unmapped,
	.broken_datum = true,
};

/* The datum is the page of the file that takes the place of the first. */
static void replaced(void)
{
	int fd = claim_file_written(2);

	for (int i = 0; i < ROUNDS; i++) {
		uint8_t *p = claim_map(1, PROT_READ, MAP_SHARED, fd);
		struct claim_fault last;
		struct reader r;

		reader_begin(&r, p);
		pmk_claim_need(mmap(p, page_bytes(), PROT_READ, MAP_SHARED | MAP_FIXED, fd,
				    (off_t)(pmk_claim_datum() * page_bytes())) == p,
			       "a mapping of the file");
		last = reader_end(&r);
		ck_assert_int_eq(last.sig, 0);
		ck_assert_uint_eq(last.value, 'b');
	}
}

PMK_CLAIM(fixed_map_reaches_all_threads) = {
	.claim = "once mmap(2) with MAP_FIXED has put another page of a file in one's place, no "
		 "thread loads from the old page any more",
	.source = "Documentation/core-api/cachetlb.rst, flush_tlb_range(); mmap(2), MAP_FIXED",
	.datum = 1,
	.test = replaced,
	.broken_datum = 0,
};
