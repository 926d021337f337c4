// SPDX-License-Identifier: GPL-2.0-only
/* Claims that end as none should: by a signal, silently, never, or with a child left behind. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

#include "pagemark_claim.h"

#define SOURCE .source = "none: a test of the tests"

static void crash(void)
{
	raise(SIGSEGV);
}

static void leave(void)
{
	exit(0);
}

static void leave_badly(void)
{
	_exit(1);
}

static void hang(void)
{
	for (;;)
		pause();
}

static void come_to_an_end(void)
{
}

static void assert_first(void)
{
	ck_assert_int_eq(1, 2);
}

/* libcheck's process, above the test, so nobody is left to speak. */
static void kill_runner(void)
{
	kill(getppid(), SIGKILL);
	pause();
}

static void print(void)
{
	printf("this belongs on standard error\n");
	fflush(stdout);
}

/* It may live no longer than the test that began it: the tests look for its name. */
static void leave_child(void)
{
	if (fork() == 0)
		execlp("sleep", "sleep", "98765", NULL);
}

static void leave_child_and_kill_runner(void)
{
	leave_child();
	/* Until the child's name has changed. */
	usleep(100000);
	kill_runner();
}

PMK_CLAIM(broken_crash) = { .claim = "BROKEN: a signal out of the blue", SOURCE, .test = crash };
PMK_CLAIM(broken_exit) = { .claim = "BROKEN: exit(0) in the middle", SOURCE, .test = leave };
PMK_CLAIM(broken_exit_1) = { .claim = "BROKEN: _exit(1) in the middle",
			     SOURCE,
			     .test = leave_badly };
PMK_CLAIM(broken_hang) = { .claim = "BROKEN: never ends", SOURCE, .test = hang };
PMK_CLAIM(broken_runner) = { .claim = "BROKEN: kills its runner", SOURCE, .test = kill_runner };
PMK_CLAIM(broken_orphan) = {
	.claim = "BROKEN: kills its runner and leaves a child behind",
	SOURCE,
	.test = leave_child_and_kill_runner,
};
PMK_CLAIM(pass_orphan) = { .claim = "PASS: leaves a child behind", SOURCE, .test = leave_child };
PMK_CLAIM(pass_print) = { .claim = "PASS: prints to standard output", SOURCE, .test = print };
PMK_CLAIM(pass_signal) = {
	.claim = "PASS: the signal comes",
	SOURCE,
	.signal = SIGSEGV,
	.test = crash,
};
PMK_CLAIM(fail_signal_wrong) = {
	.claim = "FAIL: another signal comes",
	SOURCE,
	.signal = SIGBUS,
	.test = crash,
};
PMK_CLAIM(fail_signal_absent) = {
	.claim = "FAIL: no signal comes",
	SOURCE,
	.signal = SIGBUS,
	.test = come_to_an_end,
};
PMK_CLAIM(fail_signal_assertion) = {
	.claim = "FAIL: an assertion fails before the signal",
	SOURCE,
	.signal = SIGBUS,
	.test = assert_first,
};
PMK_CLAIM(broken_signal_exit) = {
	.claim = "BROKEN: exit(0) before the signal",
	SOURCE,
	.signal = SIGBUS,
	.test = leave,
};
PMK_CLAIM(broken_signal_hang) = {
	.claim = "BROKEN: never ends, and no signal comes",
	SOURCE,
	.signal = SIGBUS,
	.test = hang,
};
