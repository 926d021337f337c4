// SPDX-License-Identifier: GPL-2.0-only
/* The hidden command `_claim`: one claim under libcheck, one verdict on fd 3. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "case/claim_state.h"
#include "case/registry.h"
#include "case/tmpfile.h"
#include "claims.h"
#include "options/commands.h"
#include "system/child.h"
#include "system/shortage.h"

#define MESSAGES_BYTES 65536
#define ROOM_WANTED    "a file of 64 KiB in /tmp or /dev/shm, where libcheck keeps what a test says"
#define ROOM_REMEDY    "free space in one of them; ulimit -f unlimited"

static const struct pmk_claim *claim;
static bool with_break;
static uint64_t kills_before; /* as pmk_shortage_kills() has it */

static void break_it(struct pmk_claim_state *s)
{
	if (claim->broken_by)
		claim->broken_by();
	else if (claim->broken_module)
		pmk_claim_break_module(claim->broken_module);
	else
		s->datum = claim->broken_datum;
}

START_TEST(the_claim)
{
	struct pmk_claim_state *s = pmk_claim_state_;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	dprintf(PMK_CHILD_FD, "{\"pgid\":%d}\n", (int)getpgrp());
	/* What the test leaves behind must not keep the pipe open. */
	close(PMK_CHILD_FD);
	s->datum = claim->datum;
	if (with_break) {
		s->phase = PMK_PHASE_BREAKING;
		break_it(s);
	}
	s->phase = PMK_PHASE_TESTING;
	errno = 0;
	claim->test();
	s->phase = PMK_PHASE_RETURNED;
}
END_TEST

static const char *signal_name(int sig)
{
	static char name[24];
	const char *abbrev = sigabbrev_np(sig);

	snprintf(name, sizeof(name), "%s%s", abbrev ? "SIG" : "signal ", abbrev ? abbrev : "?");
	return name;
}

/* The signal that ended the test: libcheck tells it in words only; 0 if none did. */
static int signal_of(const char *msg)
{
	int sig = 0;

	return sscanf(msg, "Received signal %d", &sig) == 1 ? sig : 0;
}

/* It ended without a word of ours or of an assertion. */
static void judge_silence(const char *msg, struct pmk_claim_result *res)
{
	int sig = signal_of(msg);
	struct pmk_why why;

	if (sig == SIGKILL && pmk_shortage_kills("") != kills_before) {
		pmk_shortage_killed("", &why);
		pmk_claim_result_why(res, PMK_SKIP, &why);
	} else if (sig) {
		pmk_claim_result_set(res, PMK_BROKEN,
				     "the test was ended by %s, which it does not expect",
				     signal_name(sig));
	} else {
		/* libcheck takes an exit(0) in the middle of a test for a pass. */
		pmk_claim_result_set(res, PMK_BROKEN, "the test left before its end: %s",
				     strcmp(msg, "Passed") != 0 ? msg
								: "Early exit with return value 0");
	}
}

static void judge_signal(TestResult *tr, const char *msg, struct pmk_claim_result *res)
{
	int sig = signal_of(msg), status = -1;
	char want[24];

	snprintf(want, sizeof(want), "%s", signal_name(claim->signal));
	sscanf(msg, "Early exit with return value %d", &status);
	if (pmk_claim_state_->phase == PMK_PHASE_RETURNED)
		pmk_claim_result_set(res, PMK_FAIL, "expected %s, got no signal", want);
	else if (sig)
		pmk_claim_result_set(res, PMK_FAIL, "expected %s, got %s", want, signal_name(sig));
	else if (tr_rtype(tr) == CK_FAILURE && status == 1)
		/*
		 * libcheck keeps an assertion's place, but not its words, where it waits for a
		 * signal.
		 */
		pmk_claim_result_set(res, PMK_FAIL, "expected %s, got a failed assertion at %s:%d",
				     want, tr_lfile(tr), tr_lno(tr));
	else
		judge_silence(msg, res);
}

static void judge(TestResult *tr, struct pmk_claim_result *res, double limit_s)
{
	const struct pmk_claim_state *s = pmk_claim_state_;
	const char *msg = tr_msg(tr) ? tr_msg(tr) : "";
	bool passed = tr_rtype(tr) == CK_PASS;

	if (s->decided) {
		pmk_claim_result_why(res, s->status, &s->why);
	} else if (!strncmp(msg, "Test timeout", strlen("Test timeout"))) {
		pmk_claim_result_set(res, PMK_BROKEN, "the test hung and was killed after %.0f s",
				     limit_s);
	} else if (s->phase < PMK_PHASE_TESTING) {
		pmk_claim_result_set(
			res, PMK_BROKEN, "%s:%d: %s %s", tr_lfile(tr), tr_lno(tr),
			with_break ? "its deliberate break went wrong:" : "it never began:", msg);
	} else if (passed && (claim->signal || s->phase == PMK_PHASE_RETURNED)) {
		pmk_claim_result_set(res, PMK_PASS, "%s", "");
	} else if (claim->signal) {
		judge_signal(tr, msg, res);
	} else if (tr_rtype(tr) == CK_FAILURE) {
		pmk_claim_result_set(res, PMK_FAIL, "%s:%d: %s", tr_lfile(tr), tr_lno(tr), msg);
	} else {
		judge_silence(msg, res);
	}
}

/* Its variables could deselect our test, stretch its limit or make it print. */
static void ignore_libcheck_environment(void)
{
	static const char *const names[] = {
		"CK_DEFAULT_TIMEOUT",	 "CK_EXCLUDE_TAGS",  "CK_FORK",
		"CK_INCLUDE_TAGS",	 "CK_LOG_FILE_NAME", "CK_MAX_MSG_SIZE",
		"CK_RUN_CASE",		 "CK_RUN_SUITE",     "CK_TAP_LOG_FILE_NAME",
		"CK_TIMEOUT_MULTIPLIER", "CK_VERBOSITY",     "CK_XML_LOG_FILE_NAME",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unsetenv(names[i]);
}

/*
 * The test inherits from us: no disposition, mask, input or core file of whoever started pagemark.
 */
static void start_clean(void)
{
	struct rlimit no_core = { 0, 0 };
	int null = open("/dev/null", O_RDONLY);
	sigset_t none;

	ignore_libcheck_environment();
	for (int sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_DFL);
	/* A file beyond RLIMIT_FSIZE is EFBIG, which can be told from a mistake. */
	signal(SIGXFSZ, SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (null >= 0)
		dup2(null, STDIN_FILENO);
	/* What a test prints must not come between our results. */
	dup2(STDERR_FILENO, STDOUT_FILENO);
	setrlimit(RLIMIT_CORE, &no_core);
}

/*
 * libcheck keeps what a test says in a file in $TEMP: in /tmp, or in memory where that is full.
 * Returns 0, or the negative errno with which the latter was refused.
 */
static int find_room(void)
{
	static const char *const folders[] = { "/tmp", "/dev/shm" };
	int err = 0;

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		int fd = pmk_tmpfile_open_in(folders[i], MESSAGES_BYTES);

		err = fd < 0 ? fd : pmk_tmpfile_fill(fd, MESSAGES_BYTES, PMK_PIECE_BYTES);
		if (fd >= 0)
			close(fd);
		if (!err)
			return setenv("TEMP", folders[i], 1) ? -errno : 0;
	}
	return err;
}

static void run(struct pmk_claim_result *res, double limit_s)
{
	Suite *suite = suite_create("claim");
	TCase *tc = tcase_create("claim");
	SRunner *runner = srunner_create(suite);
	TestResult **results;

	suite_add_tcase(suite, tc);
	tcase_set_timeout(tc, limit_s);
	tcase_add_test_raise_signal(tc, the_claim, claim->signal);
	srunner_set_fork_status(runner, CK_FORK);
	srunner_run_all(runner, CK_SILENT);
	results = srunner_results(runner);
	if (srunner_ntests_run(runner) == 1 && results)
		judge(results[0], res, limit_s);
	else
		pmk_claim_result_set(res, PMK_BROKEN, "libcheck ran %d tests instead of one",
				     srunner_ntests_run(runner));
	free(results);
	srunner_free(runner);
}

static int send_verdict(const struct pmk_claim_result *res)
{
	json_t *line = json_pack("{s:s, s:s, s:s}", "status", pmk_status_name(res->status),
				 "detail", res->detail, "remedy", res->remedy);
	int err = line ? json_dumpfd(line, PMK_CHILD_FD, JSON_COMPACT) : -1;

	json_decref(line);
	return err ? PMK_EXIT_BROKEN : PMK_EXIT_OK;
}

static int cmd_claim(int argc, char **argv)
{
	long i = argc >= 3 ? pmk_registry_find(argv[1]) : -ENOENT;
	struct pmk_claim_result res = { .status = PMK_BROKEN };
	struct pmk_why why;
	int err;

	claim = i < 0 ? NULL : pmk_registry_entry((size_t)i)->claim;
	with_break = argc == 4 && !strcmp(argv[3], "--break");
	if (!claim || (with_break && !pmk_claim_breakable(claim))) {
		fprintf(stderr,
			"pagemark _claim: an internal command; use 'pagemark check NAME'\n");
		return PMK_EXIT_BROKEN;
	}
	start_clean();
	kills_before = pmk_shortage_kills("");
	err = find_room();
	if (err) {
		if (!pmk_shortage_explain("", -err, ROOM_WANTED, &why))
			snprintf(why.reason, sizeof(why.reason), "%s: %s", ROOM_WANTED,
				 strerror(-err));
		snprintf(why.remedy, sizeof(why.remedy), ROOM_REMEDY);
		pmk_claim_result_why(&res, PMK_SKIP, &why);
		return send_verdict(&res);
	}
	pmk_claim_state_ = mmap(NULL, sizeof(*pmk_claim_state_), PROT_READ | PROT_WRITE,
				MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (pmk_claim_state_ == MAP_FAILED)
		pmk_claim_result_set(&res, PMK_BROKEN, "no shared page for the test's state");
	else
		run(&res, strtod(argv[2], NULL));
	return send_verdict(&res);
}

const struct pmk_command pmk_command_claim = {
	.name = "_claim",
	.words = "",
	.main = cmd_claim,
};

#ifdef __SANITIZE_ADDRESS__

/*
 * A claim must get the signal that it expects. The sanitizer's runtime looks for this name;
 * ASAN_OPTIONS still overrides each option.
 */
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
	return "handle_segv=0:handle_sigbus=0:handle_abort=0";
}

#endif
