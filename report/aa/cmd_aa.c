// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark aa`: how much runs of one thing differ, and how often comparing them cries wolf. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "aa.h"
#include "compare/compare.h"
#include "noise.h"
#include "options/commands.h"
#include "record/circumstances.h"
#include "text/folder.h"

#define OWN 6 /* arguments of pagemark run that are ours */

static const char usage[] =
	"usage: pagemark aa [--alpha 0.05] [--min-effect 1%] [--no-keep] DIR\n"
	"       pagemark aa -k RUNS [-o DIR] [...] [options of pagemark run] PATTERN...\n"
	"DIR is a folder with records of runs of the same thing; with -k they are made first\n"
	"(default: results/local/aa-TIME). Each is compared with each other. How much they differ\n"
	"is kept in $XDG_DATA_HOME/pagemark/aa (or ~/.local/share/pagemark/aa), where 'pagemark\n"
	"compare' looks for it, unless --no-keep is given.\n"
	"Exit status: 0 no more false answers than alpha allows, as far as so few runs show;\n"
	"1 more; 2 a run failed or cannot be compared, bad usage; 4 nothing could be said;\n"
	"130 interrupted.\n";

struct aa {
	struct pmk_judge_rules rules;
	size_t runs;
	bool no_keep;
	const char *dir;
	char default_dir[64];
	char **arguments; /* of pagemark run, from OWN on */
	size_t n_arguments;
};

static volatile sig_atomic_t stop;
static volatile pid_t child;

static void on_signal(int number)
{
	stop = number;
	/* From a terminal the run has its own; from elsewhere it would never know. */
	if (child > 0)
		kill(child, number);
}

static int bad_usage(const char *expected, const char *found)
{
	fprintf(stderr, "pagemark aa: expected %s, found %s\n%s", expected, found ? found : "none",
		usage);
	return -EINVAL;
}

/*
 * The value of "--name value", "--name=value" or "-nvalue", and whether it took the next word; NULL
 * for another option.
 */
static const char *value_of(char **argv, const char *name, bool *took)
{
	size_t length = strlen(name);

	*took = !strcmp(argv[0], name);
	if (*took)
		return argv[1] ? argv[1] : "";
	if (strncmp(argv[0], name, length))
		return NULL;
	if (length == 2)
		return argv[0] + 2;
	return argv[0][length] == '=' ? argv[0] + length + 1 : NULL;
}

static int set_runs(struct aa *aa, const char *text)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || value < 2 || value > PMK_SET_RUNS_MAX)
		return bad_usage("-k with a number of runs, 2 to 1000", text);
	aa->runs = value;
	return 0;
}

/* One of our own options: 1, or 2 with its value behind it; 0 for an option of run; -EINVAL. */
static int own_option(struct aa *aa, char **argv)
{
	struct pmk_judge_rules *rules = &aa->rules;
	const char *value;
	bool took;
	int err = 0;

	if ((value = value_of(argv, "-k", &took)))
		err = set_runs(aa, value);
	else if ((value = value_of(argv, "-o", &took)) ||
		 (value = value_of(argv, "--output", &took)))
		aa->dir = value;
	else if ((value = value_of(argv, "--alpha", &took)))
		err = pmk_compare_parse_alpha(value, rules)
			      ? bad_usage("--alpha between 0 and 1", value)
			      : 0;
	else if ((value = value_of(argv, "--min-effect", &took)))
		err = pmk_compare_parse_effect(value, rules)
			      ? bad_usage("--min-effect in percent, such as 1%", value)
			      : 0;
	else if (value_of(argv, "--runs", &took))
		err = bad_usage("-k with the number of runs", argv[0]);
	else if (!strcmp(argv[0], "--no-keep"))
		aa->no_keep = true;
	else
		return 0;
	if (took && !argv[1])
		return bad_usage("a value behind an option", argv[0]);
	return err ? err : 1 + took;
}

/* Ours are taken out, the rest is for every run; without -k it is the folder. */
static int parse(struct aa *aa, int argc, char **argv)
{
	for (int i = 1; i < argc;) {
		int own = own_option(aa, argv + i);

		if (own < 0)
			return own;
		if (!own)
			aa->arguments[OWN + aa->n_arguments++] = argv[i++];
		i += own;
	}
	if (aa->dir && (!*aa->dir || !aa->runs))
		return bad_usage("-o with a folder, for the runs of -k", aa->dir);
	if (aa->runs)
		return 0;
	if (aa->n_arguments > 1 && *aa->arguments[OWN] != '-')
		return bad_usage("a folder of runs and nothing behind it", aa->arguments[OWN + 1]);
	if (aa->n_arguments != 1 || *aa->arguments[OWN] == '-')
		return bad_usage("a folder of runs, or -k with the number of runs to make",
				 aa->n_arguments ? aa->arguments[OWN] : NULL);
	aa->dir = aa->arguments[OWN];
	return 0;
}

static void make_directory(struct aa *aa)
{
	time_t now = time(NULL);
	struct tm tm;

	if (!aa->dir) {
		gmtime_r(&now, &tm);
		strftime(aa->default_dir, sizeof(aa->default_dir),
			 "results/local/aa-%Y%m%dT%H%M%SZ", &tm);
		aa->dir = aa->default_dir;
		/* Where that fails, run says why. */
		pmk_folder_make("results/local");
	}
}

/* `pagemark run --runs`, as people start it; its exit status, -1 if it was killed. */
static int make_runs(const struct aa *aa)
{
	char runs[24];
	int status = 0;
	pid_t pid;

	snprintf(runs, sizeof(runs), "%zu", aa->runs);
	aa->arguments[0] = (char *)"pagemark";
	aa->arguments[1] = (char *)"run";
	aa->arguments[2] = (char *)"--runs";
	aa->arguments[3] = runs;
	aa->arguments[4] = (char *)"-o";
	aa->arguments[5] = (char *)aa->dir;
	pid = fork();
	if (!pid) {
		execv("/proc/self/exe", aa->arguments);
		_exit(127);
	}
	child = pid;
	/* A signal may have come before there was a child to tell. */
	if (pid > 0 && stop)
		kill(pid, stop);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	child = 0;
	return pid > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Runs under other circumstances are not runs of the same thing. */
static int check_circumstances(const struct pmk_merged *runs, size_t target)
{
	struct pmk_difference found;
	size_t run = pmk_merged_apart(runs, target, &found);

	if (!run)
		return 0;
	fprintf(stderr,
		"pagemark aa: %s: not measured under the circumstances of %s: %s: %s -> %s\n",
		runs->set.runs[run].path, runs->set.runs[0].path, found.what, found.text[0],
		found.text[1]);
	return -EXDEV;
}

static int keep(const struct pmk_merged *runs, size_t target)
{
	char *path;
	int err;

	if (runs->set.n < PMK_NOISE_RUNS_MIN) {
		printf("not kept: %zu runs say too little of how much runs differ; it takes %d\n",
		       runs->set.n, PMK_NOISE_RUNS_MIN);
		return 0;
	}
	err = pmk_noise_keep(runs, target, &path);
	if (err) {
		fprintf(stderr, "pagemark aa: cannot keep what was learned: %s\n",
			err == -ENOENT ? "there is no home folder; set HOME or XDG_DATA_HOME"
				       : strerror(-err));
		return err;
	}
	printf("kept for compare: %s\n", path);
	free(path);
	return 0;
}

static int compare_target(const struct aa *aa, const struct pmk_merged *runs, size_t target,
			  size_t *points)
{
	struct pmk_aa found;
	int status = PMK_EXIT_BROKEN, err = pmk_aa_make(&found, runs, target, &aa->rules);

	if (err) {
		fprintf(stderr, "pagemark aa: %s\n", strerror(-err));
		return status;
	}
	status = pmk_aa_print(&found) ? PMK_EXIT_FAIL : PMK_EXIT_OK;
	*points += found.n;
	if (found.n && !aa->no_keep && keep(runs, target))
		status = PMK_EXIT_BROKEN;
	pmk_aa_free(&found);
	return status;
}

static void warn_of_doubtful(const struct pmk_set *set)
{
	for (size_t run = 0; run < set->n; run++) {
		if (set->runs[run].untrusted)
			printf("%s is untrusted: %s\n", set->runs[run].path,
			       set->runs[run].untrusted);
		if (!set->runs[run].complete)
			printf("%s is incomplete: %s\n", set->runs[run].path,
			       set->runs[run].why_incomplete);
	}
}

static int compare_runs(const struct aa *aa, const struct pmk_set *set)
{
	struct pmk_merged runs;
	int status = PMK_EXIT_OK;
	size_t points = 0;

	if (set->n < 2) {
		fprintf(stderr,
			"pagemark aa: nothing could be said: %s holds one run, and it takes "
			"two to compare\n",
			set->path);
		return PMK_EXIT_NOTHING;
	}
	if (pmk_merged_make(&runs, set)) {
		perror("pagemark aa");
		return PMK_EXIT_BROKEN;
	}
	printf("runs: %s\n", set->path);
	warn_of_doubtful(set);
	for (size_t target = 0; target < runs.rec.n_targets; target++) {
		int worse = PMK_EXIT_BROKEN;

		if (!check_circumstances(&runs, target))
			worse = compare_target(aa, &runs, target, &points);
		status = worse > status ? worse : status;
	}
	pmk_merged_free(&runs);
	if (status || points)
		return status;
	fputs("pagemark aa: nothing could be said: no point passed in all runs\n", stderr);
	return PMK_EXIT_NOTHING;
}

static int compare_folder(const struct aa *aa)
{
	char error[PMK_REC_ERROR_BYTES];
	struct pmk_set set;
	int status;

	if (pmk_set_read(aa->dir, &set, error)) {
		fprintf(stderr, "pagemark aa: %s\n", error);
		return PMK_EXIT_BROKEN;
	}
	status = compare_runs(aa, &set);
	pmk_set_free(&set);
	return status;
}

/* Runs are made first if that was asked for; a FAIL or a BROKEN point is named by its record. */
static int measure(struct aa *aa)
{
	bool refused;
	int status;

	if (!aa->runs)
		return PMK_EXIT_OK;
	make_directory(aa);
	/* Run refuses it and says why; what lies there must not pass for its runs. */
	refused = pmk_folder_holds_anything(aa->dir) > 0;
	status = make_runs(aa);
	if (stop || status == PMK_EXIT_INTERRUPTED)
		return PMK_EXIT_INTERRUPTED;
	/* Of no run at all, too, it has said why. */
	refused |= pmk_folder_holds_anything(aa->dir) <= 0;
	return status < 0 || status == 127 || refused ? PMK_EXIT_BROKEN : PMK_EXIT_OK;
}

int pmk_cmd_aa(int argc, char **argv)
{
	struct aa aa = { .rules = { .alpha = PMK_JUDGE_ALPHA, .min_effect = -1 } };
	int status = PMK_EXIT_BROKEN;

	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "-h") || !strcmp(argv[i], "--help")) {
			fputs(usage, stdout);
			return PMK_EXIT_OK;
		}
	aa.arguments = calloc((size_t)argc + OWN + 1, sizeof(*aa.arguments));
	if (!aa.arguments) {
		perror("pagemark aa");
		return status;
	}
	if (!parse(&aa, argc, argv)) {
		pmk_stop_signal_catch(on_signal);
		status = measure(&aa);
		if (!status)
			status = compare_folder(&aa);
	}
	free(aa.arguments);
	return status;
}
