// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark aa`: how much runs of one thing differ, and how often comparing them is wrong. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "aa.h"
#include "noise.h"
#include "options/commands.h"
#include "record/circumstances.h"
#include "text/folder.h"

struct aa {
	struct pmk_judge_rules rules;
	unsigned int runs;
	bool no_keep;
	const char *dir;
	char default_dir[64];
	char **words; /* of pagemark run, its options among them; or the folder alone */
};

static int bad_usage(const char *expected, const char *found)
{
	pmk_usage_error(&pmk_command_aa, expected, found);
	return -EINVAL;
}

/* It is an option of run, and would be told twice. */
static int refuse_runs(void *request, const char *text, char *why, size_t size)
{
	(void)request;
	(void)text;
	snprintf(why, size, "expected -k with the number of runs, found --runs");
	return -EINVAL;
}

static const struct pmk_option options[] = {
	{ NULL, 'k', PMK_OPTION_COUNT, "RUNS", "make so many runs first, with the options of run",
	  PMK_OPTION_AT(struct aa, runs), .min = 2, .max = PMK_SET_RUNS_MAX,
	  .expects = "with a number of runs, 2 to 1000" },
	{ "output", 'o', PMK_OPTION_TEXT, "DIR", "where -k makes them",
	  PMK_OPTION_AT(struct aa, dir) },
	PMK_JUDGE_OPTIONS(struct aa, rules),
	{ "no-keep", 0, PMK_OPTION_FLAG, NULL, "do not keep for compare what is learned",
	  PMK_OPTION_AT(struct aa, no_keep) },
	{ "runs", 0, PMK_OPTION_OWN, "K", NULL, .own = refuse_runs },
	{ 0 },
};

/* Without -k what remains is the folder. */
static int set_words(struct aa *aa, char **words)
{
	if (aa->dir && (!*aa->dir || !aa->runs))
		return bad_usage("-o with a folder, for the runs of -k", aa->dir);
	if (aa->runs)
		return 0;
	if (words[0] && words[1] && *words[0] != '-')
		return bad_usage("a folder of runs and nothing behind it", words[1]);
	if (!words[0] || words[1] || *words[0] == '-')
		return bad_usage("a folder of runs, or -k with the number of runs to make",
				 words[0]);
	aa->dir = words[0];
	return 0;
}

static void make_directory(struct aa *aa)
{
	time_t now = time(NULL);
	struct tm tm;

	if (!aa->dir) {
		gmtime_r(&now, &tm);
		strftime(aa->default_dir, sizeof(aa->default_dir),
			 pmk_folder_is_checkout() ? "results/local/aa-%Y%m%dT%H%M%SZ"
						  : "pagemark-aa-%Y%m%dT%H%M%SZ",
			 &tm);
		aa->dir = aa->default_dir;
		/* Where that fails, run says why. */
		if (pmk_folder_is_checkout())
			pmk_folder_make("results/local");
	}
}

/* `pagemark run --runs`, as people give it; its exit status. */
static int make_runs(const struct aa *aa)
{
	char runs[24];
	const char *const own[] = { "run", "--runs", runs, "-o", aa->dir };
	size_t n_own = sizeof(own) / sizeof(own[0]),
	       n = pmk_texts_count((const char *const *)aa->words);
	const char **arguments = calloc(n_own + n + 1, sizeof(*arguments));
	int status;

	if (!arguments)
		return PMK_EXIT_BROKEN;
	snprintf(runs, sizeof(runs), "%u", aa->runs);
	memcpy(arguments, own, sizeof(own));
	memcpy(arguments + n_own, aa->words, n * sizeof(*arguments));
	status = pmk_command_run.main((int)(n_own + n), (char **)arguments);
	free(arguments);
	return status;
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
	if (status == PMK_EXIT_INTERRUPTED)
		return status;
	/* Of no run at all, too, it has said why. */
	refused |= pmk_folder_holds_anything(aa->dir) <= 0;
	return refused ? PMK_EXIT_BROKEN : PMK_EXIT_OK;
}

static int cmd_aa(int argc, char **argv)
{
	struct aa aa = { .rules = { .alpha = PMK_JUDGE_ALPHA, .min_effect = -1 } };
	int status;

	aa.words = pmk_options_read(&pmk_command_aa, argc, argv, &aa);
	if (!aa.words || set_words(&aa, aa.words))
		return PMK_EXIT_BROKEN;
	status = measure(&aa);
	return status ? status : compare_folder(&aa);
}

const struct pmk_command pmk_command_aa = {
	.name = "aa",
	.words = "DIR",
	.also = "-k RUNS [OPTION]... [OPTION OF run]... PATTERN...",
	.summary =
		"learn how much runs of the same thing differ here, and how often compare gives a "
		"false answer",
	.notes = "DIR is a folder with records of runs of the same thing; with -k they are made "
		 "first\n"
		 "(default: pagemark-aa-TIME; in a checkout results/local/aa-TIME). Each is\n"
		 "compared with each other. How much they differ is kept in\n"
		 "$XDG_DATA_HOME/pagemark/aa (or ~/.local/share/pagemark/aa), where 'pagemark\n"
		 "compare' looks for it, unless --no-keep is given.\n"
		 "Exit status: 0 no more false answers than alpha allows, as far as so few runs "
		 "show;\n1 more; 2 a run failed or cannot be compared, bad usage; 4 nothing could "
		 "be said;\n130 interrupted.\n",
	.options = options,
	.passes = &pmk_command_run,
	.main = cmd_aa,
};
