// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark expect`: learns what a platform does, and judges records by it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "expect/judgement.h"
#include "learn.h"
#include "options/commands.h"
#include "record/choice.h"

struct learn_request {
	const char *output;
};

struct judge_request {
	struct pmk_choice choice;
};

/* Runs of several platforms would make limits that neither meets. */
static int check_circumstances(const struct pmk_set *set)
{
	struct pmk_merged merged;
	struct pmk_difference found;
	int err = pmk_merged_make(&merged, set);
	size_t run = 0;

	if (err)
		return err;
	for (size_t i = 0; i < merged.rec.n_targets && !run; i++)
		run = pmk_merged_apart(&merged, i, &found);
	if (run)
		fprintf(stderr,
			"pagemark expect learn: %s: not measured under the circumstances of %s: "
			"%s: %s -> %s; learn from runs of one platform\n",
			set->runs[run].path, set->runs[0].path, found.what, found.text[0],
			found.text[1]);
	pmk_merged_free(&merged);
	return run ? -EXDEV : 0;
}

/* Half of the verdicts, or costs that the run itself distrusts, are no reference. */
static int check_whole(const struct pmk_set *set)
{
	int err = 0;

	for (size_t i = 0; i < set->n; i++) {
		const struct pmk_rec *run = &set->runs[i];

		if (run->complete && !run->untrusted)
			continue;
		fprintf(stderr, "pagemark expect learn: %s: the run is %s: %s; learn from others\n",
			run->path, run->complete ? "untrusted" : "incomplete",
			run->complete ? run->untrusted : run->why_incomplete);
		err = -EINVAL;
	}
	return err;
}

/* The whole file, or none. */
static int write_learned(const struct pmk_set *set, const char *output)
{
	bool to_file = output && strcmp(output, "-") != 0;
	FILE *to = to_file ? fopen(output, "wxe") : stdout;
	struct pmk_learned learned = { 0 };
	int err = to ? 0 : errno;

	if (err == EEXIST) {
		fprintf(stderr,
			"pagemark expect learn: %s exists already, and people edit such files; "
			"choose another -o FILE\n",
			output);
		return PMK_EXIT_BROKEN;
	}
	if (!err)
		err = -pmk_learn(to, set, &learned);
	if (!err && (fflush(to) || ferror(to)))
		err = errno ? errno : EIO;
	if (to_file && to && fclose(to) && !err)
		err = errno;
	if (to_file && to && (err || !(learned.claims + learned.figures)))
		unlink(output);
	if (err) {
		fprintf(stderr, "pagemark expect learn: cannot write %s: %s\n",
			to_file ? output : "standard output", strerror(err));
		return PMK_EXIT_BROKEN;
	}
	fprintf(stderr, "%zu claims PASS, %zu figures; %zu FAIL to mend or to waive; %zu SKIP\n",
		learned.claims, learned.figures, learned.fails, learned.skips);
	if (learned.uncertain)
		fprintf(stderr,
			"%zu figures too uncertain for a limit, as a comment: learn from more "
			"runs, or a quieter machine\n",
			learned.uncertain);
	return learned.claims + learned.figures ? PMK_EXIT_OK : PMK_EXIT_NOTHING;
}

static const struct pmk_option learn_options[] = {
	{ "output", 'o', PMK_OPTION_TEXT, "FILE", "a new file instead of standard output",
	  PMK_OPTION_AT(struct learn_request, output) },
	{ 0 },
};

static int cmd_learn(int argc, char **argv)
{
	struct learn_request request = { 0 };
	char **words = pmk_options_read(&pmk_command_expect_learn, argc, argv, &request);
	char error[PMK_REC_ERROR_BYTES];
	int status = PMK_EXIT_BROKEN, err;
	struct pmk_set set;

	if (!words)
		return status;
	if (pmk_set_read_all((const char *const *)words, &set, error)) {
		fprintf(stderr, "pagemark expect learn: %s\n", error);
		return status;
	}
	err = check_whole(&set);
	err = err ? err : check_circumstances(&set);
	if (!err)
		status = write_learned(&set, request.output);
	pmk_set_free(&set);
	return status;
}

const struct pmk_command pmk_command_expect_learn = {
	.name = "expect learn",
	.words = "FILE|DIR...",
	.summary = "writes what a platform does as a text file of expectations, to edit",
	.options = learn_options,
	.expects = PMK_EXPECTS_RECORD,
	.main = cmd_learn,
};

static int judge(const struct pmk_choice *choice, const struct pmk_expect *expect)
{
	const struct pmk_scope scope = { .patterns = choice->patterns,
					 .n_patterns = (size_t)choice->n_patterns,
					 .targets = &choice->target,
					 .n_targets = choice->target ? 1 : 0 };
	struct pmk_judgement j;
	size_t n;
	struct pmk_seen *seen = pmk_seen_of_merged(choice->merged, &scope, &n);
	int status = PMK_EXIT_BROKEN;

	if (pmk_judgement_make(&j, expect, seen, n, &scope)) {
		fprintf(stderr, "pagemark expect judge: %s\n", strerror(ENOMEM));
	} else {
		j.untrusted = pmk_merged_doubtful(choice->merged);
		pmk_judgement_print_platforms(stdout, expect, choice->rec);
		pmk_judgement_print(stdout, &j);
		status = pmk_judgement_violated(&j) ? PMK_EXIT_FAIL
			 : pmk_judgement_empty(&j)  ? PMK_EXIT_NOTHING
						    : PMK_EXIT_OK;
	}
	pmk_judgement_free(&j);
	return status;
}

static const struct pmk_option judge_options[] = {
	{ "target", 't', PMK_OPTION_TEXT, "NAME", "only what was measured there",
	  PMK_OPTION_AT(struct judge_request, choice.target) },
	{ 0 },
};

static int cmd_judge(int argc, char **argv)
{
	struct judge_request request = { 0 };
	char **words = pmk_options_read(&pmk_command_expect_judge, argc, argv, &request);
	char error[PMK_REC_ERROR_BYTES];
	struct pmk_expect expect;
	int status = PMK_EXIT_BROKEN;

	if (!words)
		return status;
	if (!words[1]) {
		pmk_usage_error(&pmk_command_expect_judge, "a file of expectations and a record",
				words[0]);
		return status;
	}
	if (pmk_expect_read(&expect, words[0], stderr))
		return status;
	request.choice.patterns = (const char *const *)words + 2;
	request.choice.n_patterns = (int)pmk_texts_count(request.choice.patterns);
	if (pmk_choice_read(&request.choice, words[1], error)) {
		fprintf(stderr, "pagemark expect judge: %s\n", error);
	} else {
		status = judge(&request.choice, &expect);
		pmk_choice_warn(&request.choice, stderr, "expect judge");
		pmk_choice_free(&request.choice);
	}
	pmk_expect_free(&expect);
	return status;
}

const struct pmk_command pmk_command_expect_judge = {
	.name = "expect judge",
	.words = "EXPECTATIONS FILE|DIR [PATTERN...]",
	.summary = "holds a record against a file of expectations and waivers",
	.options = judge_options,
	.expects = "a file of expectations and a record",
	.main = cmd_judge,
};
