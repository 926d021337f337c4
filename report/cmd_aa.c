// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark aa`: runs the same thing over and over; counts how often comparing it cries wolf. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "commands.h"
#include "compare.h"
#include "stats_power.h"
#include "stop_signal.h"

#define RUNS_MAX 1000

static const char usage[] =
	"usage: pagemark aa -k RUNS [-o DIR] [--alpha 0.05] [--min-effect 1%]\n"
	"                   [options of pagemark run] PATTERN...\n"
	"Runs 1 and 2, 3 and 4, ... are compared as 'pagemark compare' does; RUNS is even. Their\n"
	"records go to DIR (default: results/local/aa-TIME). Exit status: 0 no more false alarms\n"
	"than alpha allows, 1 more, 2 a run or a comparison failed, 4 nothing could be said,\n"
	"130 interrupted.\n";

struct aa {
	struct pmk_compare_options options;
	size_t runs;
	const char *dir;
	char default_dir[64];
	char **arguments; /* of pagemark run, from the third on */
	size_t n_arguments;
};

/* What all comparisons came to. */
struct tally {
	size_t pairs, regressed, any, points, answered, too_few;
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

	if (*text < '0' || *text > '9' || *end || value < 2 || value > RUNS_MAX || value % 2)
		return bad_usage("-k with an even number of runs, 2 to 1000", text);
	aa->runs = value;
	return 0;
}

/* One of our own options: 1, or 2 with its value behind it; 0 for an option of run; -EINVAL. */
static int own_option(struct aa *aa, char **argv)
{
	struct pmk_judge_rules *rules = &aa->options.rules;
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
	else
		return 0;
	if (took && !argv[1])
		return bad_usage("a value behind an option", argv[0]);
	return err ? err : 1 + took;
}

/* Ours are taken out, the rest is for every run. */
static int parse(struct aa *aa, int argc, char **argv)
{
	for (int i = 1; i < argc;) {
		int own = own_option(aa, argv + i);

		if (own < 0)
			return own;
		if (!own)
			aa->arguments[4 + aa->n_arguments++] = argv[i++];
		i += own;
	}
	if (!aa->runs)
		return bad_usage("-k with the number of runs", NULL);
	if (aa->dir && !*aa->dir)
		return bad_usage("-o with a directory", NULL);
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
		mkdir("results", 0777);
		mkdir("results/local", 0777);
	}
	/* What it cannot be is told by the first run, which cannot create its record there. */
	mkdir(aa->dir, 0777);
}

static char *record_path(const struct aa *aa, size_t run)
{
	char *path;

	return asprintf(&path, "%s/run-%03zu.jsonl", aa->dir, run + 1) < 0 ? NULL : path;
}

/* Before hours of measuring, not after. */
static int check_absent(const struct aa *aa)
{
	for (size_t run = 0; run < aa->runs; run++) {
		char *path = record_path(aa, run);
		bool there = path && !access(path, F_OK);

		if (there)
			fprintf(stderr,
				"pagemark aa: %s exists already and measured data is never "
				"overwritten; choose another -o or remove it\n",
				path);
		free(path);
		if (there)
			return -EEXIST;
	}
	return 0;
}

/* The exit status of one run; -1 if it could not be started or was killed. */
static int run_once(const struct aa *aa, char *path)
{
	int status = 0;
	pid_t pid;

	aa->arguments[0] = (char *)"pagemark";
	aa->arguments[1] = (char *)"run";
	aa->arguments[2] = (char *)"-o";
	aa->arguments[3] = path;
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

static void count(struct tally *t, const struct pmk_compare *c, size_t pair)
{
	size_t regressed = pmk_compare_count(c, PMK_CHANGE_REGRESSED);
	size_t improved = pmk_compare_count(c, PMK_CHANGE_IMPROVED);

	t->pairs++;
	t->regressed += regressed > 0;
	t->any += regressed + improved > 0;
	t->points += c->n;
	t->answered += regressed + improved;
	t->too_few += c->n && c->family.too_few == c->n;
	printf("runs %zu and %zu: %zu points, %zu regressed, %zu improved, %zu equivalent\n",
	       2 * pair + 1, 2 * pair + 2, c->n, regressed, improved,
	       pmk_compare_count(c, PMK_CHANGE_EQUIVALENT));
	for (size_t i = 0; i < c->n; i++)
		if (c->judged[i].answer == PMK_CHANGE_REGRESSED ||
		    c->judged[i].answer == PMK_CHANGE_IMPROVED)
			printf("  false: %s [%s] %.4fx (%.4f .. %.4f)\n",
			       c->matches[i].point[PMK_NEW]->name, c->matches[i].target,
			       c->judged[i].ratio.estimate, c->judged[i].ratio.lo,
			       c->judged[i].ratio.hi);
	fflush(stdout);
}

static int compare_pair(const struct aa *aa, struct tally *t, size_t pair)
{
	char error[PMK_REC_ERROR_BYTES] = "", *path[PMK_SIDES];
	struct pmk_rec rec[PMK_SIDES] = { 0 };
	struct pmk_compare c;
	int err = 0;

	for (size_t side = 0; side < PMK_SIDES; side++) {
		path[side] = record_path(aa, 2 * pair + side);
		if (!path[side])
			err = -ENOMEM;
		err = err ? err : pmk_rec_read(path[side], &rec[side], error);
		if (!err && rec[side].untrusted)
			printf("run %zu is untrusted: %s\n", 2 * pair + side + 1,
			       rec[side].untrusted);
	}
	if (!err) {
		const struct pmk_set sets[] = { pmk_set_of(&rec[PMK_BASE]),
						pmk_set_of(&rec[PMK_NEW]) };

		err = pmk_compare_make(&c, &sets[PMK_BASE], &sets[PMK_NEW], &aa->options);
		if (!err || err == -EXDEV)
			pmk_compare_print_circumstances(stdout, &c);
		if (err == -EXDEV)
			snprintf(error, sizeof(error), "%s", c.refusal);
		if (!err)
			count(t, &c, pair);
		if (!err || err == -EXDEV)
			pmk_compare_free(&c);
	}
	if (err)
		fprintf(stderr, "pagemark aa: runs %zu and %zu: %s\n", 2 * pair + 1, 2 * pair + 2,
			*error ? error : strerror(-err));
	for (size_t side = 0; side < PMK_SIDES; side++) {
		if (rec[side].path)
			pmk_rec_free(&rec[side]);
		free(path[side]);
	}
	return err;
}

static void print_rate(const char *what, size_t hits, size_t n)
{
	struct pmk_interval rate = pmk_stats_rate(hits, n, PMK_STATS_COVERAGE);

	printf("%s: %zu of %zu, %.3g %% (%.3g .. %.3g %%)\n", what, hits, n, 100 * rate.estimate,
	       100 * rate.lo, 100 * rate.hi);
}

static int summarize(const struct aa *aa, const struct tally *t)
{
	double alpha = aa->options.rules.alpha;

	printf("\nrecords: %s\n", aa->dir);
	if (!t->pairs || !t->points || t->too_few == t->pairs) {
		fprintf(stderr, "pagemark aa: nothing could be said: %s\n",
			!t->pairs    ? "no pair of runs was finished"
			: !t->points ? "no point passed in both runs of a pair"
				     : "too few samples for so many points; take more --rounds");
		return PMK_EXIT_NOTHING;
	}
	print_rate("false alarms: comparisons with a regression", t->regressed, t->pairs);
	print_rate("comparisons with a regression or an improvement", t->any, t->pairs);
	print_rate("points answered so", t->answered, t->points);
	puts("Intervals of 95 % (Clopper and Pearson); points of one comparison share what "
	     "disturbed its runs, so theirs is too narrow.");
	if (pmk_stats_rate(t->any, t->pairs, PMK_STATS_COVERAGE).lo <= alpha)
		return PMK_EXIT_OK;
	printf("This is more than the %g %% that alpha allows: something changes from run to run "
	       "here; 'pagemark doctor' says what is known to\n",
	       100 * alpha);
	return PMK_EXIT_FAIL;
}

/* Two runs at a time, so that an interrupted series keeps its pairs. */
static int measure(const struct aa *aa, struct tally *t)
{
	for (size_t run = 0; run < aa->runs && !stop; run++) {
		char *path = record_path(aa, run);
		int status = path ? run_once(aa, path) : -1;
		bool written = path && !access(path, R_OK);

		free(path);
		if (stop)
			break;
		/* A FAIL or a BROKEN point is named by the record; without one there is no run. */
		if (status < 0 || status == 127 || (status == PMK_EXIT_BROKEN && !written)) {
			fprintf(stderr, "pagemark aa: run %zu of %zu did not run\n", run + 1,
				aa->runs);
			return PMK_EXIT_BROKEN;
		}
		if (run % 2 && compare_pair(aa, t, run / 2))
			return PMK_EXIT_BROKEN;
	}
	return PMK_EXIT_OK;
}

int pmk_cmd_aa(int argc, char **argv)
{
	/* One machine and one command line: what differs all the same is part of the answer. */
	struct aa aa = {
		.options = { .rules = { .alpha = PMK_JUDGE_ALPHA, .min_effect = -1 },
			     .across = true },
	};
	struct tally t = { 0 };
	int status = PMK_EXIT_BROKEN;

	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "-h") || !strcmp(argv[i], "--help")) {
			fputs(usage, stdout);
			return PMK_EXIT_OK;
		}
	aa.arguments = calloc((size_t)argc + 5, sizeof(*aa.arguments));
	if (!aa.arguments) {
		perror("pagemark aa");
		return status;
	}
	if (!parse(&aa, argc, argv)) {
		make_directory(&aa);
		pmk_stop_signal_catch(on_signal);
		status = check_absent(&aa) ? PMK_EXIT_BROKEN : measure(&aa, &t);
		if (stop)
			fprintf(stderr, "pagemark aa: interrupted after %zu pairs of runs\n",
				t.pairs);
		if (!status)
			status = summarize(&aa, &t);
		if (stop)
			status = PMK_EXIT_INTERRUPTED;
	}
	free(aa.arguments);
	return status;
}
