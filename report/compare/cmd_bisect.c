// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark bisect`: one decision for `git bisect run`, and one sentence that says why. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bisect.h"
#include "compare_parts.h"
#include "options/commands.h"
#include "text/format.h"

#define POINTS_MAX 64

/* As git-bisect(1) has them: from 128 on it stops, where 2 would call an innocent commit bad. */
enum {
	STATUS_GOOD = 0,
	STATUS_BAD = 1,
	STATUS_SKIP = 125,
	STATUS_STOP = 128,
};

struct bisect_request {
	struct pmk_compare_options options;
	const char *points[POINTS_MAX + 1];
	const char *good, *bad;
};

/* The first vote for a side; NULL if there is none. */
static const struct pmk_bisect_vote *first_of(const struct pmk_bisect *b, enum pmk_bisect_side side)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->votes[i].side == side)
			return &b->votes[i];
	return NULL;
}

/* "skip: 5 are on good's side and 1 on bad's, perhaps of another commit: choose with --point; " */
static void introduce(const struct pmk_bisect *b, enum pmk_bisect_side side)
{
	static const char *const sides[] = { "on good's side", "on bad's side", "between",
					     "not measured" };
	size_t good = pmk_bisect_count(b, PMK_BISECT_GOOD);
	size_t bad = pmk_bisect_count(b, PMK_BISECT_BAD), n = pmk_bisect_count(b, side);

	if (good && bad)
		printf("%zu that tell good from bad are on good's side and %zu on bad's, perhaps "
		       "for different commits: choose with --point; ",
		       good, bad);
	else if (b->n > 1 && n == b->n)
		printf("all %zu that tell good from bad are %s, such as ", n, sides[side]);
	else if (b->n > 1)
		printf("%zu of %zu that tell good from bad are %s, the others cannot say, such as ",
		       n, b->n, sides[side]);
	else if (side >= PMK_BISECT_BETWEEN)
		printf("%s: ", sides[side]);
}

/*
 * "commit 1a2b3c4 (its subject)", where git bisect is at work: of all its steps only those that are
 * skipped, and the last that is bad, need a look.
 */
static void name_commit(const char *behind)
{
	static const char ask[] = "exec 2>/dev/null; "
				  "[ -e \"$(git rev-parse --git-path BISECT_START)\" ] && "
				  "git log -1 --format='commit %h (%s)'";
	char line[256] = "";
	FILE *git = popen(ask, "re");

	if (git && fgets(line, sizeof(line), git)) {
		line[strcspn(line, "\n")] = '\0';
		pmk_print_text(stdout, line);
		fputs(behind, stdout);
	}
	if (git)
		pclose(git);
}

/*
 * "  commit 1a2b3c4 (its subject) against good: +10.0 insn in intel_iommu_map", where both hold
 * profiles. The last bad step of a bisection is the first bad commit, and so this is why.
 */
static void say_functions(const struct pmk_bisect *b, const struct pmk_bisect_vote *vote)
{
	const struct pmk_profiled_set *good = &b->apart.profiles[PMK_BASE];
	char error[PMK_REC_ERROR_BYTES];
	struct pmk_profiled_set fresh;
	json_t *functions, *one;
	size_t i;

	if (!vote || pmk_profiled_set_read(&fresh, &b->fresh.set, error))
		return;
	functions = pmk_compare_functions(
		pmk_profiled_set_find(good, vote->target, vote->name),
		pmk_profiled_set_find(&fresh, vote->target, vote->name),
		pmk_compare_same_code(pmk_rec_run_line(b->apart.rec[PMK_BASE], vote->target),
				      pmk_rec_run_line(&b->fresh.rec, vote->target)));
	json_array_foreach(functions, i, one) {
		if (!i) {
			fputs("  ", stdout);
			name_commit(" ");
			fputs("against good: ", stdout);
		}
		printf("%s%s insn in ", i ? ", " : "", pmk_rec_text(one, "text"));
		pmk_print_text(stdout, pmk_rec_text(one, "name"));
		if (pmk_rec_text(one, "against"))
			printf(", against %s elsewhere", pmk_rec_text(one, "against"));
	}
	if (i)
		putchar('\n');
	json_decref(functions);
	pmk_profiled_set_free(&fresh);
}

/* One sentence. Where votes differ, one of each side speaks. */
static int decide(const struct pmk_bisect *b)
{
	static const char *const words[] = { "good", "bad", "skip", "skip" };
	static const int statuses[] = { STATUS_GOOD, STATUS_BAD, STATUS_SKIP, STATUS_SKIP };
	enum pmk_bisect_side side = pmk_bisect_side(b);
	bool spoken = false;

	printf("%s: ", words[side]);
	if (statuses[side] == STATUS_SKIP)
		name_commit(" is skipped: ");
	introduce(b, side);
	for (enum pmk_bisect_side s = 0; s < PMK_BISECT_SIDES; s++) {
		const struct pmk_bisect_vote *vote = first_of(b, s);
		bool both = side == PMK_BISECT_BETWEEN && s < PMK_BISECT_BETWEEN;

		if (!vote || (s != side && !both) || (spoken && !both))
			continue;
		fputs(spoken ? "; " : "", stdout);
		spoken = true;
		pmk_print_text(stdout, vote->name);
		fputs(" [", stdout);
		pmk_print_text(stdout, vote->target);
		fputs("] ", stdout);
		pmk_print_text(stdout, vote->why);
	}
	putchar('\n');
	if (side == PMK_BISECT_BAD)
		say_functions(b, first_of(b, side));
	return fflush(stdout) ? STATUS_STOP : statuses[side];
}

static int step(const struct bisect_request *req, const struct pmk_set *good,
		const struct pmk_set *bad, const char *path)
{
	char error[PMK_REC_ERROR_BYTES];
	struct pmk_set fresh;
	struct pmk_bisect b;
	int err, status = STATUS_STOP;

	if (pmk_set_read(path, &fresh, error)) {
		printf("skip: ");
		name_commit(" is skipped: ");
		printf("FRESH could not be read: %s%s\n", error,
		       access(path, F_OK) ? "; whoever was to make it says why above" : "");
		return STATUS_SKIP;
	}
	err = pmk_bisect_make(&b, good, bad, &fresh, &req->options);
	if (err) {
		pmk_compare_print_circumstances(stderr, &b.apart);
		fprintf(stderr, "pagemark bisect: %s\n", *b.refusal ? b.refusal : strerror(-err));
	} else {
		status = decide(&b);
	}
	pmk_bisect_free(&b);
	pmk_set_free(&fresh);
	return status;
}

static int read_known(const char *path, struct pmk_set *set)
{
	char error[PMK_REC_ERROR_BYTES];

	if (!pmk_set_read(path, set, error))
		return 0;
	fprintf(stderr, "pagemark bisect: %s\n", error);
	return -EBADMSG;
}

static const struct pmk_option options[] = {
	{ "good", 0, PMK_OPTION_TEXT, "FILE|DIR", "what it cost before",
	  PMK_OPTION_AT(struct bisect_request, good) },
	{ "bad", 0, PMK_OPTION_TEXT, "FILE|DIR", "what it costs since",
	  PMK_OPTION_AT(struct bisect_request, bad) },
	{ "point", 0, PMK_OPTION_TEXTS, "PATTERN", "decide by these points only",
	  PMK_OPTION_AT(struct bisect_request, points) },
	{ "target", 't', PMK_OPTION_TEXTS, "NAME", "decide by what was measured there only",
	  PMK_OPTION_AT(struct bisect_request, options.targets) },
	PMK_JUDGE_OPTIONS(struct bisect_request, options.rules),
	{ "across", 0, PMK_OPTION_FLAG, NULL, "compare also what other circumstances keep apart",
	  PMK_OPTION_AT(struct bisect_request, options.across) },
	{ 0 },
};

static bool fine(const struct bisect_request *req, char **words)
{
	for (size_t i = 0; req->options.targets[i]; i++)
		if (strchr(req->options.targets[i], '=')) {
			pmk_usage_error(&pmk_command_bisect, "--target NAME",
					req->options.targets[i]);
			return false;
		}
	if (req->good && req->bad && words[0] && !words[1])
		return true;
	pmk_usage_error(&pmk_command_bisect, "--good, --bad and one FRESH",
			words[0] && words[1] ? "more" : "less");
	return false;
}

static int cmd_bisect(int argc, char **argv)
{
	struct bisect_request req = { .options.rules = { .alpha = PMK_JUDGE_ALPHA,
							 .min_effect = -1 } };
	char **words = pmk_options_read(&pmk_command_bisect, argc, argv, &req);
	struct pmk_set good, bad;
	int status = STATUS_STOP;

	if (!words || !fine(&req, words))
		return STATUS_STOP;
	req.options.patterns = req.points;
	req.options.n_patterns = pmk_texts_count(req.points);
	if (read_known(req.good, &good))
		return STATUS_STOP;
	if (!read_known(req.bad, &bad)) {
		status = step(&req, &good, &bad, words[0]);
		pmk_set_free(&bad);
	}
	pmk_set_free(&good);
	return status;
}

const struct pmk_command pmk_command_bisect = {
	.name = "bisect",
	.words = "--good FILE|DIR --bad FILE|DIR FRESH",
	.summary = "one step for git bisect run: 0 good, 1 bad, 125 skip, 128 stop",
	.notes = "FRESH, as what --good and --bad name, is a record or a folder of records.\n"
		 "Exit status, for git bisect run: 0 FRESH is good, 1 bad, 125 it could not be "
		 "measured\nor lies between; 128, at which git stops: no decision is possible with "
		 "these files.\n",
	.options = options,
	.main = cmd_bisect,
};
