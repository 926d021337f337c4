// SPDX-License-Identifier: GPL-2.0-only
/* What fork(2) does to memory: locks, copies, registered buffers, ranges kept from the child. */
#include "../../claim_call.h"
#include "../../claim_file.h"
#include "../../claim_memory.h"
#include "../../claim_uring.h"
#include "lock/locked.h"

static int locked_in_child(void *p)
{
	if (pmk_claim_datum())
		must_lock(p, locked_bytes(), 0);
	return counted_bytes() != 0;
}

static void locks_end_at_fork(void)
{
	uint8_t *p = fresh_map(locked_bytes());

	must_lock(p, locked_bytes(), 0);
	ck_assert_int_eq(claim_child(locked_in_child, p), 0);
	ck_assert_uint_eq(counted_bytes(), locked_bytes());
}

PMK_CLAIM(fork_drops_locks) = {
	.claim = "a child made by fork(2) inherits no memory lock, and its parent keeps them",
	.source = "mlock(2), NOTES: memory locks are not inherited by a child",
	.spec = "POSIX.1-2017 fork()",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = locks_end_at_fork,
	.broken_datum = true,
};

static int store_in_child(void *arg)
{
	volatile uint8_t *p = arg;
	uint8_t before = p[0];

	p[0] = 'c';
	return before != 'p';
}

static void copy_on_write(void)
{
	uint8_t *p = fresh_map(locked_bytes());

	if (pmk_claim_datum())
		p = mmap(NULL, locked_bytes(), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
			 -1, 0);
	pmk_claim_need(p != MAP_FAILED, "memory to share");
	p[0] = 'p';
	ck_assert_int_eq(claim_child(store_in_child, p), 0);
	ck_assert_uint_eq(*(volatile uint8_t *)p, 'p');
}

PMK_CLAIM(fork_copies_on_write) = {
	.claim = "a child sees its parent's private memory as it was at fork(2), and its stores "
		 "stay its own",
	.source = "fork(2), DESCRIPTION: memory writes performed by one process do not affect the "
		  "other",
	.spec = "POSIX.1-2017 fork()",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = copy_on_write,
	.broken_datum = true,
};

static int load_in_child(void *p)
{
	return *(volatile uint8_t *)p;
}

static void dontfork(void)
{
	uint8_t *p = fresh_map(locked_bytes());
	int status;

	*(volatile uint8_t *)p = 1;
	if (!pmk_claim_datum())
		pmk_claim_must(madvise(p, locked_bytes(), MADV_DONTFORK) == 0);
	status = claim_child(load_in_child, p);
	ck_assert_msg(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV,
		      "the child's load ended with wait status 0x%x, not SIGSEGV",
		      (unsigned int)status);
	ck_assert_uint_eq(*(volatile uint8_t *)p, 1);
}

PMK_CLAIM(dontfork_unmapped_in_child) = {
	.claim = "a range under MADV_DONTFORK is not mapped in a child, so its pages stay where a "
		 "device expects them",
	.source = "madvise(2), MADV_DONTFORK",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = dontfork,
	.broken_datum = true,
};

static void load_in_twin(void *p)
{
	pmk_keep(*(volatile uint8_t *)p);
}

/* The break loses the page, as a parent would whose store after fork(2) moved it to a copy. */
static void registered(void)
{
	struct uring r = claim_uring(1, 0);
	volatile uint8_t *p = claim_pages(1);
	int fd = claim_file_written(1);
	struct claim_twin twin;

	claim_uring_must_buffer(&r, (void *)p, page_bytes());
	twin = claim_twin_begin(load_in_twin, (void *)p);
	if (pmk_claim_datum())
		pmk_claim_must(madvise((void *)p, page_bytes(), MADV_DONTNEED) == 0);
	p[100] = 'p';
	ck_assert_int_eq(claim_uring_read(&r, IORING_OP_READ_FIXED, fd, (void *)p, 50, 0), 50);
	ck_assert_uint_eq(p[0], 'a');
	ck_assert_uint_eq(p[100], 'p');
	claim_twin_end(&twin);
}

PMK_CLAIM(registered_stays_with_parent) = {
	.claim = "after fork(2) a registered buffer is the parent's page: the parent sees what "
		 "IORING_OP_READ_FIXED read, also if it stored into the page while the child lives",
	.source = "Documentation/core-api/pin_user_pages.rst; mm/memory.c, copy_present_page(): a "
		  "page that may be pinned is copied at fork",
	.config = { "CONFIG_IO_URING", "CONFIG_ADVISE_SYSCALLS" },
	.test = registered,
	.broken_datum = true,
};
