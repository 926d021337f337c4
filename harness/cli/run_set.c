// SPDX-License-Identifier: GPL-2.0-only
/* Several runs, one after the other: their folder, a process for each, what they come to. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "options/commands.h"
#include "run_end.h"
#include "run_expect.h"
#include "run_set.h"
#include "system/child.h"
#include "text/clock.h"
#include "text/folder.h"

#define NOT_MADE 255 /* exit status of a run's process that has no whole record */

/* A new folder, or one that is there and empty: 0, -ENOTEMPTY, or a negative errno. */
static int make_empty(const char *path)
{
	int holds;

	if (!mkdir(path, 0777))
		return 0;
	if (errno != EEXIST)
		return -errno;
	holds = pmk_folder_holds_anything(path);
	return holds > 0 ? -ENOTEMPTY : holds;
}

uint64_t pmk_run_set_seed(uint64_t seed, unsigned int run)
{
	return (seed + run - 1) & INT64_MAX;
}

/* From the best to the worst; where there is no whole record, it is worse than any. */
static size_t badness(int status)
{
	static const int order[] = { PMK_EXIT_OK, PMK_EXIT_NOTHING, PMK_EXIT_FAIL, PMK_EXIT_BROKEN,
				     PMK_EXIT_INTERRUPTED };
	size_t i = 0;

	while (i < sizeof(order) / sizeof(order[0]) && order[i] != status)
		i++;
	return i;
}

int pmk_run_set_worse(int a, int b)
{
	return badness(b) > badness(a) ? b : a;
}

/* On stderr, before the run; how long the rest takes is told by the runs before it. */
static void say_next(const struct pmk_live_run *run, double set_started_s)
{
	double seconds = pmk_when_monotonic_s() - set_started_s;

	if (run->quiet)
		return;
	fprintf(stderr, "run %u of %u", run->set_run, run->set_of);
	if (run->set_run > 1)
		fprintf(stderr, ", about %.0f s to the end of the last",
			seconds / (run->set_run - 1) * (run->set_of - run->set_run + 1));
	fputc('\n', stderr);
}

static void on_child(int sig)
{
	(void)sig; /* it ends sigsuspend() */
}

/* The wait status of the child; what would end us is passed on to it. */
static int wait_for(pid_t pid, const sigset_t *before)
{
	int status = 0, passed_on = 0;

	while (waitpid(pid, &status, WNOHANG) == 0) {
		if (pmk_interrupted != passed_on)
			kill(pid, passed_on = pmk_interrupted);
		sigsuspend(before);
	}
	return status;
}

/* As @measure, in a process of its own. */
static int measure_apart(struct pmk_live_run *run, struct pmk_request *req,
			 int (*measure)(struct pmk_live_run *run, struct pmk_request *req))
{
	const struct sigaction wake = { .sa_handler = on_child };
	struct sigaction before;
	sigset_t blocked, mask;
	pid_t pid;
	int status;

	fflush(NULL);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGINT);
	sigaddset(&blocked, SIGTERM);
	sigaddset(&blocked, SIGHUP);
	sigaddset(&blocked, SIGCHLD);
	sigprocmask(SIG_BLOCK, &blocked, &mask);
	sigaction(SIGCHLD, &wake, &before);
	pid = fork();
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		sigaction(SIGCHLD, &before, NULL);
		sigprocmask(SIG_SETMASK, &mask, NULL);
		status = measure(run, req);
		if (fflush(stdout)) {
			perror("pagemark run: standard output");
			status = pmk_run_set_worse(status, PMK_EXIT_BROKEN);
		}
		exit(status < 0 ? NOT_MADE : status);
	}
	status = pid < 0 ? -errno : wait_for(pid, &mask);
	sigaction(SIGCHLD, &before, NULL);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	if (pid > 0 && WIFSIGNALED(status))
		fprintf(stderr, "pagemark run: its process was killed by SIG%s\n",
			sigabbrev_np(WTERMSIG(status)));
	if (pid > 0)
		status = WIFEXITED(status) ? WEXITSTATUS(status) : NOT_MADE;
	return status == NOT_MADE ? -ECANCELED : status;
}

/* Where -o says nothing, the folder is named as a record would be. */
static int make_folder(const struct pmk_live_run *asked, struct pmk_request *req)
{
	int err;

	if (!req->output)
		pmk_run_default_output(asked, req, "");
	err = make_empty(req->output);
	if (err)
		fprintf(stderr,
			"pagemark run: --runs takes a new or an empty folder, and %.300s is none: "
			"%s; choose another -o DIR\n",
			req->output, strerror(-err));
	return err;
}

int pmk_run_set_measure(const struct pmk_live_run *asked, struct pmk_request *req,
			int (*measure)(struct pmk_live_run *run, struct pmk_request *req))
{
	int status = make_folder(asked, req), worst = PMK_EXIT_OK;
	struct pmk_run_expected expected;
	unsigned int k = 0;

	if (status)
		return status;
	pmk_interrupt_catch();
	while (status >= 0 && k < asked->set_of && !pmk_interrupted) {
		struct pmk_live_run run = *asked;

		run.set_run = ++k;
		run.seed = pmk_run_set_seed(asked->seed, k);
		run.id[0] = '\0';
		run.started_s = pmk_when_monotonic_s();
		say_next(&run, asked->started_s);
		status = measure_apart(&run, req, measure);
		worst = pmk_run_set_worse(worst, status);
	}
	if (status < 0) {
		fprintf(stderr, "pagemark run: run %u of %u could not be made, so no other is\n", k,
			asked->set_of);
		rmdir(req->output); /* stays where it holds a record */
		return status;
	}
	if (k < asked->set_of) {
		fprintf(stderr, "pagemark run: interrupted after %u of %u runs\n", k,
			asked->set_of);
		worst = PMK_EXIT_INTERRUPTED;
	}
	if (pmk_run_expect_record(asked, req->output, &expected))
		worst = pmk_run_set_worse(worst, PMK_EXIT_BROKEN);
	if (expected.violated || expected.empty)
		worst = pmk_run_set_worse(worst,
					  expected.violated ? PMK_EXIT_FAIL : PMK_EXIT_NOTHING);
	pmk_run_answer(asked, req->output);
	if (!asked->quiet)
		fprintf(stderr, "the set of runs: %s\n", req->output);
	return worst;
}
