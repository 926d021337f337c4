// SPDX-License-Identifier: GPL-2.0-only
/* Runs one claim: starts its process, listens to it, ends it, and believes nothing but its last line. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "claims.h"
#include "needs.h"
#include "registry.h"

#define RESULT_FD	3	/* where the runner writes its lines; claim_runner.c knows it too */
#define GRACE_MS	2000	/* the runner ends a late test itself and still has to say so */

struct runner {
	pid_t pid;
	pid_t test_pgid;	/* libcheck puts the test into a process group of its own; 0 if unknown */
	int fd;
	char text[8192];	/* what it wrote so far */
	size_t len;
	bool late;
	bool ended;
	int wait_status;
};

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

/* In the child: as little as possible is inherited. */
_Noreturn static void become_runner(int fd, pid_t parent, char **argv)
{
	int null = open("/dev/null", O_RDONLY);
	sigset_t none;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(127);
	setsid();
	for (int sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (null >= 0)
		dup2(null, STDIN_FILENO);
	/* What a test prints must not come between our results. */
	dup2(STDERR_FILENO, STDOUT_FILENO);
	/* dup2() onto itself would keep the flag. */
	if (fd == RESULT_FD)
		fcntl(fd, F_SETFD, 0);
	else
		dup2(fd, RESULT_FD);
	execv("/proc/self/exe", argv);
	_exit(127);
}

static int start(struct runner *r, const char *name, bool broken, unsigned int limit_s)
{
	char limit[16];
	char *argv[] = { "pagemark", "_claim", (char *)name, limit, broken ? "--break" : NULL, NULL };
	pid_t parent = getpid();
	int ends[2];

	snprintf(limit, sizeof(limit), "%u", limit_s);
	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	r->pid = fork();
	if (r->pid == 0)
		become_runner(ends[1], parent, argv);
	close(ends[1]);
	r->fd = ends[0];
	if (r->pid > 0)
		return 0;
	close(ends[0]);
	return -EAGAIN;
}

/* Reads until the runner closes its end or the time is over. */
static void listen_to(struct runner *r, long long deadline_ms)
{
	struct pollfd p = { .fd = r->fd, .events = POLLIN };
	long long left;

	while ((left = deadline_ms - now_ms()) > 0) {
		ssize_t got;

		if (poll(&p, 1, (int)left) <= 0)
			continue;
		got = read(r->fd, r->text + r->len, sizeof(r->text) - 1 - r->len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return;
		r->len += (size_t)got;
	}
	r->late = true;
}

static void await_end(struct runner *r, int patience_ms)
{
	long long deadline_ms = now_ms() + patience_ms;
	struct timespec pause = { .tv_nsec = 1000000 };

	do {
		r->ended = waitpid(r->pid, &r->wait_status, WNOHANG) == r->pid;
		if (!r->ended)
			nanosleep(&pause, NULL);
	} while (!r->ended && now_ms() < deadline_ms);
}

/* Every line is an object: first {"pgid":n} from the test, at last the verdict. */
static json_t *last_line(struct runner *r)
{
	char *line, *rest = r->text;
	json_t *last = NULL;

	r->text[r->len] = '\0';
	while ((line = strsep(&rest, "\n"))) {
		json_t *object = json_loads(line, 0, NULL);
		int pgid = 0;

		if (!object)
			continue;
		if (json_unpack(object, "{s:i}", "pgid", &pgid) == 0)
			r->test_pgid = pgid;
		json_decref(last);
		last = object;
	}
	return last;
}

/* Asked first, because the runner then takes the test's process group with it. */
static void stop(struct runner *r)
{
	await_end(r, r->late ? 0 : GRACE_MS);
	if (!r->ended) {
		r->late = true;
		kill(r->pid, SIGTERM);
		await_end(r, GRACE_MS / 4);
	}
	if (!r->ended) {
		kill(-r->pid, SIGKILL);
		kill(r->pid, SIGKILL);
		await_end(r, GRACE_MS);
	}
}

static void conclude(const struct runner *r, const json_t *line, struct pmk_claim_result *res)
{
	const char *status, *detail = NULL, *remedy = NULL;
	int verdict = -EINVAL;

	if (line && json_unpack((json_t *)line, "{s:s, s:s, s:s}", "status", &status, "detail", &detail, "remedy",
				&remedy) == 0)
		verdict = pmk_verdict_parse(status);
	if (!r->ended)
		pmk_claim_result_set(res, PMK_BROKEN, "process %d runs it and cannot be killed", (int)r->pid);
	else if (r->late)
		pmk_claim_result_set(res, PMK_BROKEN, "its runner hung and was killed");
	else if (WIFSIGNALED(r->wait_status))
		pmk_claim_result_set(res, PMK_BROKEN, "its runner was killed by SIG%s",
				     sigabbrev_np(WTERMSIG(r->wait_status)));
	else if (verdict < 0 || WEXITSTATUS(r->wait_status))
		pmk_claim_result_set(res, PMK_BROKEN, "its runner left with status %d and no verdict",
				     WEXITSTATUS(r->wait_status));
	else
		pmk_claim_result_set(res, (enum pmk_verdict)verdict, "%s", detail ? detail : "");
	pmk_text_copy(res->remedy, sizeof(res->remedy), remedy ? remedy : "");
}

static void run(const char *name, bool broken, unsigned int limit_s, struct pmk_claim_result *res)
{
	struct runner r = { .fd = -1 };
	int err = start(&r, name, broken, limit_s);
	json_t *line;

	if (err) {
		pmk_claim_result_set(res, PMK_BROKEN, "could not start its runner: %s", strerror(-err));
		return;
	}
	listen_to(&r, now_ms() + limit_s * 1000LL + GRACE_MS);
	stop(&r);
	close(r.fd);
	line = last_line(&r);
	conclude(&r, line, res);
	/* A runner that came to its end has seen to its test; one that was killed has not. */
	if (r.test_pgid > 0 && (r.late || WIFSIGNALED(r.wait_status)))
		kill(-r.test_pgid, SIGKILL);
	json_decref(line);
}

int pmk_claim_result_init(struct pmk_claim_result *res, const char *name)
{
	long i = pmk_registry_find(name);
	const struct pmk_claim *claim = i < 0 ? NULL : pmk_registry_entry((size_t)i)->claim;

	if (!claim)
		return -ENOENT;
	/* The caller's may be res->name itself. */
	name = pmk_registry_name((size_t)i);
	memset(res, 0, sizeof(*res));
	pmk_text_copy(res->name, sizeof(res->name), name);
	pmk_text_copy(res->claim, sizeof(res->claim), claim->claim);
	pmk_text_copy(res->source, sizeof(res->source), claim->source);
	pmk_claim_result_set(res, PMK_BROKEN, "no result came");
	return 0;
}

int pmk_claim_run(const char *name, bool broken, unsigned int limit_s, struct pmk_claim_result *res)
{
	char target[sizeof(res->target)], reason[sizeof(res->detail)];
	const struct pmk_claim *claim;
	long long start_ms = now_ms();
	int err;

	memcpy(target, res->target, sizeof(target));
	err = pmk_claim_result_init(res, name);
	if (err)
		return err;
	memcpy(res->target, target, sizeof(target));
	claim = pmk_registry_entry((size_t)pmk_registry_find(res->name))->claim;
	if (pmk_need_check(claim->needs, reason, sizeof(reason), res->remedy, sizeof(res->remedy)))
		pmk_claim_result_set(res, PMK_SKIP, "%s", reason);
	else if (broken && !claim->broken_by)
		pmk_claim_result_set(res, PMK_BROKEN, "it has no deliberate break (.broken_by)");
	else
		run(res->name, broken, limit_s ? limit_s : PMK_CLAIM_LIMIT_S, res);
	res->seconds = (double)(now_ms() - start_ms) / 1000;
	return 0;
}
