// SPDX-License-Identifier: GPL-2.0-only
/* What fork(2) does to memory: locks, copies, and ranges kept from the child. */
#include <sys/wait.h>

#include "locked.h"

/* waitpid(2)'s status of a child that does fn(p). */
static int child_status(int (*fn)(volatile uint8_t *p), volatile uint8_t *p)
{
	pid_t pid = fork();
	int status;

	pmk_claim_need(pid >= 0, "one more process");
	if (pid == 0)
		_exit(fn(p));
	pmk_claim_must(waitpid(pid, &status, 0) == pid);
	return status;
}

static int locked_in_child(volatile uint8_t *p)
{
	if (pmk_claim_datum())
		must_lock((const void *)p, locked_bytes(), 0);
	return counted_bytes() != 0;
}

static void locks_end_at_fork(void)
{
	uint8_t *p = fresh_map(locked_bytes());

	must_lock(p, locked_bytes(), 0);
	ck_assert_int_eq(child_status(locked_in_child, p), 0);
	ck_assert_uint_eq(counted_bytes(), locked_bytes());
}

PMK_CLAIM(fork_drops_locks) = {
	.claim = "a child made by fork(2) inherits no memory lock, and its parent keeps them",
	.source = "mlock(2), NOTES: memory locks are not inherited by a child",
	.test = locks_end_at_fork,
	.broken_datum = true,
};

static int store_in_child(volatile uint8_t *p)
{
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
	ck_assert_int_eq(child_status(store_in_child, p), 0);
	ck_assert_uint_eq(*(volatile uint8_t *)p, 'p');
}

PMK_CLAIM(fork_copies_on_write) = {
	.claim = "a child sees its parent's private memory as it was at fork(2), and its stores "
		 "stay its own",
	.source = "fork(2), DESCRIPTION: memory writes performed by one process do not affect the "
		  "other",
	.test = copy_on_write,
	.broken_datum = true,
};

static int load_in_child(volatile uint8_t *p)
{
	return p[0];
}

static void dontfork(void)
{
	uint8_t *p = fresh_map(locked_bytes());
	int status;

	*(volatile uint8_t *)p = 1;
	if (!pmk_claim_datum())
		pmk_claim_must(madvise(p, locked_bytes(), MADV_DONTFORK) == 0);
	status = child_status(load_in_child, p);
	ck_assert_msg(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV,
		      "the child's load ended with wait status 0x%x, not SIGSEGV",
		      (unsigned int)status);
	ck_assert_uint_eq(*(volatile uint8_t *)p, 1);
}

PMK_CLAIM(dontfork_unmapped_in_child) = {
	.claim = "a range under MADV_DONTFORK is not mapped in a child, so its pages stay where a "
		 "device expects them",
	.source = "madvise(2), MADV_DONTFORK",
	.test = dontfork,
	.broken_datum = true,
};
