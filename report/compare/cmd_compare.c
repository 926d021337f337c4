// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark compare`: two runs, or two contenders of one run, and whether anything got worse. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "compare.h"
#include "options/commands.h"

#define RECORD_BEGIN "{\"type\":\"run\""

static const char *const formats[] = { "pretty", "json", "markdown", "mail", NULL };
static void (*const write_as[])(FILE *to, const struct pmk_compare *c) = {
	pmk_compare_pretty, pmk_compare_json, pmk_compare_markdown, pmk_compare_mail
};

struct compare_request {
	struct pmk_compare_options options;
	unsigned int format;
	const char *output, *expect;
};

static int bad_usage(const char *expected, const char *found)
{
	pmk_usage_error(&pmk_command_compare, expected, found);
	return -EINVAL;
}

/* The files and what follows them. */
static int set_arguments(struct compare_request *req, char **argv, const char **base,
			 const char **new)
{
	struct pmk_compare_options *o = &req->options;
	size_t n = pmk_texts_count((const char *const *)argv), fixed = o->rules.paired ? 3 : 2;

	if (n < fixed)
		return bad_usage(o->rules.paired ? "RUN and two contenders"
						 : "two records, BASE and NEW",
				 n ? "fewer" : NULL);
	if (o->rules.paired && (o->require[0] || o->allow_missing || req->expect))
		return bad_usage("--require, --expect and --allow-missing with two runs",
				 "--paired");
	for (size_t i = 0; o->rules.paired && o->targets[i]; i++)
		if (strchr(o->targets[i], '='))
			return bad_usage("--target NAME with --paired, which has one run",
					 o->targets[i]);
	*base = *new = argv[0];
	if (o->rules.paired) {
		o->contenders[PMK_BASE] = argv[1];
		o->contenders[PMK_NEW] = argv[2];
	} else {
		*new = argv[1];
	}
	o->patterns = (const char *const *)argv + fixed;
	o->n_patterns = n - fixed;
	return 0;
}

/* A typing mistake must not cost a measured file, be it one of the two or a third. */
static bool is_record(const char *path)
{
	char begin[sizeof(RECORD_BEGIN)] = "";
	struct stat st;
	FILE *file;

	if (stat(path, &st) || !S_ISREG(st.st_mode))
		return false;
	file = fopen(path, "re");
	if (!file)
		return false;
	if (!fgets(begin, sizeof(begin), file))
		*begin = '\0';
	fclose(file);
	return !strcmp(begin, RECORD_BEGIN);
}

static int write_result(const struct compare_request *req, const struct pmk_compare *c)
{
	FILE *to = stdout;
	int err = 0;

	if (req->output && is_record(req->output)) {
		fprintf(stderr,
			"pagemark compare: -o %s is a record, and measured data is never "
			"overwritten; give another file\n",
			req->output);
		return -EINVAL;
	}
	if (req->output)
		to = fopen(req->output, "we");
	if (to) {
		write_as[req->format](to, c);
		if (fflush(to) || ferror(to))
			err = errno ? -errno : -EIO;
	}
	if (!to || (to != stdout && fclose(to) && !err))
		err = -errno;
	if (err)
		fprintf(stderr, "pagemark compare: cannot write %s: %s\n",
			req->output ? req->output : "standard output", strerror(-err));
	return err;
}

static int compare(const struct compare_request *req, const struct pmk_set *base,
		   const struct pmk_set *new)
{
	struct pmk_compare c;
	int err = pmk_compare_make(&c, base, new, &req->options), status = PMK_EXIT_BROKEN;

	if (err == -EXDEV) {
		pmk_compare_print_circumstances(stderr, &c);
		fprintf(stderr, "pagemark compare: %s\n", c.refusal);
	} else if (err) {
		fprintf(stderr, "pagemark compare: %s\n", strerror(-err));
		return PMK_EXIT_BROKEN;
	} else if (!write_result(req, &c)) {
		pmk_compare_print_expected(stderr, &c);
		status = pmk_compare_status(&c);
		if (status)
			fputs("pagemark compare: ", stderr);
		pmk_compare_print_status(stderr, &c);
	}
	pmk_compare_free(&c);
	return status;
}

/* Runs that were read. */
struct reading {
	const char *path;
	struct pmk_set set;
	char error[PMK_REC_ERROR_BYTES];
	int err;
};

/* All at once, because that is most of the time. */
static void read_all(struct reading *all, size_t n)
{
	json_object_seed(0); /* or every thread would */
#pragma omp parallel for num_threads(2)
	for (size_t i = 0; i < n; i++)
		all[i].err = pmk_set_read(all[i].path, &all[i].set, all[i].error);
}

/* What is wrong with a file is said wherever the result goes. */
static int complain(const struct reading *reading)
{
	if (reading->err) {
		fprintf(stderr, "pagemark compare: %s\n", reading->error);
		return reading->err;
	}
	for (size_t i = 0; i < reading->set.n; i++) {
		const struct pmk_rec *run = &reading->set.runs[i];

		if (!run->complete)
			fprintf(stderr, "pagemark compare: %s: the run is incomplete: %s\n",
				run->path, run->why_incomplete);
		if (run->untrusted)
			fprintf(stderr, "pagemark compare: %s: the run is untrusted: %s\n",
				run->path, run->untrusted);
	}
	return 0;
}

static bool share_a_run(const struct pmk_set *base, const struct pmk_set *new)
{
	for (size_t i = 0; i < base->n; i++)
		for (size_t k = 0; k < new->n; k++)
			if (!strcmp(base->runs[i].id, new->runs[k].id))
				return true;
	return false;
}

static int compare_files(const struct compare_request *req, const char *base_path,
			 const char *new_path)
{
	struct reading sides[PMK_SIDES] = { { .path = base_path }, { .path = new_path } };
	int status = PMK_EXIT_BROKEN;

	read_all(sides, PMK_SIDES);
	if (!(complain(&sides[PMK_BASE]) | complain(&sides[PMK_NEW]))) {
		if (share_a_run(&sides[PMK_BASE].set, &sides[PMK_NEW].set) &&
		    !req->options.targets[0])
			fprintf(stderr, "pagemark compare: BASE and NEW share a run\n");
		status = compare(req, &sides[PMK_BASE].set, &sides[PMK_NEW].set);
	}
	for (size_t side = 0; side < PMK_SIDES; side++)
		if (!sides[side].err)
			pmk_set_free(&sides[side].set);
	return status;
}

static int compare_contenders(const struct compare_request *req, const char *path)
{
	struct reading run = { .path = path };
	int status = PMK_EXIT_BROKEN;

	read_all(&run, 1);
	if (complain(&run))
		return status;
	status = compare(req, &run.set, &run.set);
	pmk_set_free(&run.set);
	return status;
}

static const struct pmk_option options[] = {
	PMK_JUDGE_OPTIONS(struct compare_request, options.rules),
	{ "across", 0, PMK_OPTION_FLAG, NULL, "compare also what other circumstances keep apart",
	  PMK_OPTION_AT(struct compare_request, options.across) },
	{ "allow-missing", 0, PMK_OPTION_FLAG, NULL, "what only BASE has is no lost coverage",
	  PMK_OPTION_AT(struct compare_request, options.allow_missing) },
	{ "require", 0, PMK_OPTION_TEXTS, "PATTERN", "what must have been checked in NEW",
	  PMK_OPTION_AT(struct compare_request, options.require) },
	{ "expect", 0, PMK_OPTION_TEXT, "FILE",
	  "judge NEW by these expectations and waivers (docs/expect.md)",
	  PMK_OPTION_AT(struct compare_request, expect) },
	{ "target", 't', PMK_OPTION_TEXTS, "NAME[=NAME]",
	  "only what was measured there; A=B: A in BASE against B in NEW",
	  PMK_OPTION_AT(struct compare_request, options.targets) },
	{ "paired", 0, PMK_OPTION_FLAG, NULL, "two contenders of one run, by ratios within a round",
	  PMK_OPTION_AT(struct compare_request, options.rules.paired) },
	{ "format", 0, PMK_OPTION_WORD, "FORMAT", "how it is written",
	  PMK_OPTION_AT(struct compare_request, format), .words = formats },
	{ "output", 'o', PMK_OPTION_TEXT, "FILE", "write there instead of to standard output",
	  PMK_OPTION_AT(struct compare_request, output) },
	{ 0 },
};

static int cmd_compare(int argc, char **argv)
{
	struct compare_request req = { .options.rules = { .alpha = PMK_JUDGE_ALPHA,
							  .min_effect = -1 } };
	char **words = pmk_options_read(&pmk_command_compare, argc, argv, &req);
	const char *base = NULL, *new = NULL;
	struct pmk_expect expect = { 0 };
	int status;

	if (!words || set_arguments(&req, words, &base, &new))
		return PMK_EXIT_BROKEN;
	if (req.expect && pmk_expect_read(&expect, req.expect, stderr))
		return PMK_EXIT_BROKEN;
	if (req.expect)
		req.options.expect = &expect;
	if (req.output && !strcmp(req.output, "-"))
		req.output = NULL;
	status = req.options.rules.paired ? compare_contenders(&req, base)
					  : compare_files(&req, base, new);
	pmk_expect_free(&expect);
	return status;
}

const struct pmk_command pmk_command_compare = {
	.name = "compare",
	.words = "BASE NEW [PATTERN...]",
	.also = "--paired [OPTION]... RUN CONTENDER CONTENDER [PATTERN...]",
	.summary = "what got worse or better between two runs or sets of runs, or two contenders "
		   "of one",
	.notes =
		"BASE, NEW and RUN are records or folders of records, which are sets of runs;\n"
		"CONTENDER is subject/comparison/contender.\n"
		"Exit status: 0 nothing got worse, 1 a regression, a new FAIL, lost coverage or a\n"
		"violated --require, 2 a new BROKEN, files that cannot be compared or bad usage,\n"
		"4 nothing could be said.\n",
	.options = options,
	.main = cmd_compare,
};
