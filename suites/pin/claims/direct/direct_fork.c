// SPDX-License-Identifier: GPL-2.0-only
/* O_DIRECT into memory of a process that forks meanwhile. */
#include <pthread.h>

#include "../../../claim_call.h"
#include "../../../kernel_option.h"
#include "direct.h"

#define PART_BYTES 512u
#define READS	   64

/**
 * struct reader - a thread that reads into the first bytes of a page again and again
 * @fd: of the file, with O_DIRECT
 * @p: the page
 * @lost: out: reads whose bytes were not there afterwards
 * @failed: out: errno of the first read that failed
 * @done: out: it has ended
 */
struct reader {
	int fd;
	volatile uint8_t *p;
	unsigned int lost;
	int failed;
	bool done;
};

/* The break loses the page, as a parent would whose store after fork(2) moved it to a copy. */
static void *read_on(void *arg)
{
	struct reader *r = arg;

	for (unsigned int i = 0; i < READS && !r->failed; i++) {
		r->p[0] = r->p[PART_BYTES - 1] = 0;
		if (pread(r->fd, (void *)r->p, PART_BYTES, 0) != PART_BYTES)
			r->failed = errno ? errno : EIO;
		if (pmk_claim_datum())
			madvise((void *)r->p, page_bytes(), MADV_DONTNEED);
		r->lost += r->p[0] != 'a' || r->p[PART_BYTES - 1] != 'a';
	}
	__atomic_store_n(&r->done, true, __ATOMIC_RELEASE);
	return NULL;
}

static int leave(void *arg)
{
	(void)arg;
	return 0;
}

static void forking(void)
{
	struct reader r = { .p = pmk_claim_alloc(page_bytes()) };
	pthread_t thread;
	int cached;

	if (kernel_before(6, 5))
		claim_since("pins under O_DIRECT", "6.5");
	r.fd = direct_open(&cached);
	errno = pthread_create(&thread, NULL, read_on, &r);
	pmk_claim_need(errno == 0, "one more thread");
	while (!__atomic_load_n(&r.done, __ATOMIC_ACQUIRE)) {
		claim_child(leave, NULL);
		/* Beside what is read: this store must not take the page from the device. */
		r.p[2 * PART_BYTES]++;
	}
	pmk_claim_must(pthread_join(thread, NULL) == 0);
	if (r.failed == EINVAL)
		pmk_claim_skip("O_DIRECT here takes no blocks of 512 bytes",
			       "--dir DIR on a device whose blocks are smaller than pages");
	errno = r.failed;
	pmk_claim_must(!r.failed);
	ck_assert_uint_eq(r.lost, 0);
}

PMK_CLAIM(direct_read_survives_fork) = {
	.claim = "an O_DIRECT read into a page of a process that forks and stores into the same "
		 "page meanwhile loses no byte",
	.source = "Documentation/core-api/pin_user_pages.rst, CASE 1: Direct IO (pinned since "
		  "Linux 6.5); open(2), NOTES, forbids it for older kernels",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = forking,
	.broken_datum = true,
};
