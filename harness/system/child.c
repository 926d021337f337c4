// SPDX-License-Identifier: GPL-2.0-only
/* Fresh processes: fork, execute ourselves, read the result, enforce the limit, clean up. */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "options/options.h"
#include "shortage.h"
#include "text/clock.h"

#define STEP_S	   0.2	 /* how late a signal may be noticed */
#define PIPE_BYTES 65536 /* what a pipe holds */

volatile sig_atomic_t pmk_interrupted;

static void on_signal(int sig)
{
	pmk_interrupted = sig;
}

void pmk_interrupt_catch(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	const struct sigaction catch = { .sa_handler = on_signal };
	struct sigaction found;

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		if (!sigaction(signals[i], NULL, &found) && found.sa_handler != SIG_IGN)
			sigaction(signals[i], &catch, NULL);
}

/* Where memory runs out, a sample is to be lost and not the run. */
static void offer_to_oom_killer(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	/* Without the right to, it is as likely to be killed as before. */
	(void)!write(fd, "1000", 4);
	close(fd);
}

static _Noreturn void child_main(const char *const argv[], pid_t parent, int result_fd)
{
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127); /* it died before the death signal was armed */
	offer_to_oom_killer();
	/* dup2() onto itself would leave close-on-exec set. */
	if (result_fd == PMK_CHILD_FD)
		fcntl(result_fd, F_SETFD, 0);
	else
		dup2(result_fd, PMK_CHILD_FD);
	/* A copy of ours: the cast drops const for execv()'s historical prototype only. */
	execv("/proc/self/exe", (char *const *)argv);
	_exit(127);
}

/* Waits for something to read, and takes from *@left_s what that took. */
static bool wait_readable(int fd, double *left_s)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	double start_s = pmk_when_monotonic_s();
	/* In steps, because a signal may arrive just before poll() sleeps. */
	bool readable = poll(&p, 1, (int)ceil(1000 * fmin(*left_s, STEP_S))) > 0;

	/* A step that took longer was one in which this process was stopped, or the machine. */
	*left_s = fmax(*left_s - fmin(pmk_when_monotonic_s() - start_s, 2 * STEP_S), 0);
	return readable;
}

/*
 * Reads until end of file; sets timed_out or interrupted if it gave up before. After the limit what
 * lies in the pipe is still taken: the child may have been faster than we.
 */
static void collect(int fd, unsigned int limit_s, struct pmk_child *child)
{
	double left_s = limit_s;
	size_t late_bytes = 0;

	for (;;) {
		char spill[256];
		char *to = child->text + child->len;
		size_t room = sizeof(child->text) - 1 - child->len;
		bool late = left_s == 0, readable = wait_readable(fd, &left_s);
		ssize_t got;

		child->interrupted = pmk_interrupted != 0;
		child->timed_out = late && (!readable || late_bytes > PIPE_BYTES);
		if (child->interrupted || child->timed_out)
			return;
		if (!readable)
			continue;
		got = TEMP_FAILURE_RETRY(room ? read(fd, to, room)
					      : read(fd, spill, sizeof(spill)));
		if (got <= 0)
			return;
		late_bytes += late ? (size_t)got : 0;
		if (room)
			child->len += (size_t)got;
	}
}

int pmk_child_run(const char *const argv[], unsigned int limit_s, struct pmk_child *child)
{
	pid_t parent = getpid(), pid;
	int fds[2];

	memset(child, 0, sizeof(*child));
	if (pipe2(fds, O_CLOEXEC) < 0)
		return -errno;
	pid = fork();
	if (pid < 0) {
		close(fds[0]);
		close(fds[1]);
		return -errno;
	}
	if (pid == 0)
		child_main(argv, parent, fds[1]);
	setpgid(pid, pid); /* here too: whoever comes first */
	close(fds[1]);
	collect(fds[0], limit_s, child);
	close(fds[0]);
	/* Also what a finished child may have left in its group. */
	if (child->timed_out || child->interrupted)
		kill(-pid, SIGKILL);
	TEMP_FAILURE_RETRY(waitpid(pid, &child->wait_status, 0));
	kill(-pid, SIGKILL);
	return 0;
}

bool pmk_child_starved(const struct pmk_child *child, uint64_t kills_before, struct pmk_why *s)
{
	if (child->timed_out || child->interrupted || !WIFSIGNALED(child->wait_status) ||
	    WTERMSIG(child->wait_status) != SIGKILL || pmk_shortage_kills("") == kills_before)
		return false;
	pmk_shortage_killed("", s);
	return true;
}

const char *pmk_child_fate(const struct pmk_child *child, unsigned int limit_s, char *text,
			   size_t size)
{
	if (child->timed_out)
		snprintf(text, size, "no result within %u s; killed", limit_s);
	else if (child->interrupted)
		snprintf(text, size, "interrupted");
	else if (WIFSIGNALED(child->wait_status))
		snprintf(text, size, "killed by SIG%s", sigabbrev_np(WTERMSIG(child->wait_status)));
	else if (child->len)
		snprintf(text, size, "ended with status %d after an unreadable result: %.60s",
			 WEXITSTATUS(child->wait_status), child->text);
	else
		snprintf(text, size, "ended with status %d without a result",
			 WEXITSTATUS(child->wait_status));
	return text;
}
