// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark compare`: two runs, or two contenders of one run, and whether anything got worse. */
#include <errno.h>
#include <getopt.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "compare.h"
#include "compare_print.h"
#include "compare_words.h"
#include "options/commands.h"

static const char usage[] =
	"usage: pagemark compare [--min-effect 1%] [--alpha 0.05] [--across] [--allow-missing]\n"
	"                        [--require PATTERN]... [--target NAME[=NAME]]...\n"
	"                        [--format pretty|json|markdown] [-o FILE] BASE NEW [PATTERN...]\n"
	"       pagemark compare --paired [...] RUN CONTENDER CONTENDER [PATTERN...]\n"
	"BASE, NEW and RUN are records or folders of records, which are sets of runs;\n"
	"CONTENDER is subject/comparison/contender.\n"
	"Exit status: 0 nothing got worse, 1 a regression, a new FAIL, lost coverage or a\n"
	"violated --require, 2 a new BROKEN, files that cannot be compared or bad usage,\n"
	"4 nothing could be said.\n";

#define RECORD_BEGIN "{\"type\":\"run\""

static const struct format {
	const char *name;
	void (*write)(FILE *to, const struct pmk_compare *c);
} formats[] = {
	{ "pretty", pmk_compare_pretty },
	{ "json", pmk_compare_json },
	{ "markdown", pmk_compare_markdown },
};

struct request {
	struct pmk_compare_options options;
	const struct format *format;
	const char *output;
};

static int bad_usage(const char *expected, const char *found)
{
	fprintf(stderr, "pagemark compare: expected %s, found %s\n%s", expected,
		found ? found : "none", usage);
	return -EINVAL;
}

static int set_format(struct request *req, const char *name)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (!strcmp(formats[i].name, name)) {
			req->format = &formats[i];
			return 0;
		}
	return bad_usage("--format pretty, json or markdown", name);
}

static int set_target(struct request *req, const char *text)
{
	struct pmk_compare_options *o = &req->options;

	if (o->n_targets == PMK_COMPARE_TARGETS_MAX)
		return bad_usage("at most 16 times --target", "one more");
	o->targets[o->n_targets++] = text;
	return 0;
}

static int add_require(struct request *req, const char *text)
{
	struct pmk_compare_options *o = &req->options;

	if (o->n_require == PMK_COMPARE_REQUIRE_MAX)
		return bad_usage("at most 16 times --require", "one more");
	o->require[o->n_require++] = text;
	return 0;
}

static int set_option(struct request *req, int option, const char *text)
{
	struct pmk_judge_rules *rules = &req->options.rules;

	switch (option) {
	case 'o':
		req->output = strcmp(text, "-") ? text : NULL;
		return 0;
	case 'f':
		return set_format(req, text);
	case 't':
		return set_target(req, text);
	case 'x':
		req->options.across = true;
		return 0;
	case 'm':
		req->options.allow_missing = true;
		return 0;
	case 'r':
		return add_require(req, text);
	case 'p':
		rules->paired = true;
		return 0;
	case 'a':
		return pmk_compare_parse_alpha(text, rules)
			       ? bad_usage("--alpha between 0 and 1, such as 0.05", text)
			       : 0;
	case 'e':
		return pmk_compare_parse_effect(text, rules)
			       ? bad_usage("--min-effect in percent, such as 1%", text)
			       : 0;
	default:
		return bad_usage("an option below with its value", text);
	}
}

/* The files and what follows them. */
static int set_arguments(struct request *req, char **argv, int n, const char **base,
			 const char **new)
{
	struct pmk_compare_options *o = &req->options;
	int fixed = o->rules.paired ? 3 : 2;

	if (n < fixed)
		return bad_usage(o->rules.paired ? "RUN and two contenders"
						 : "two records, BASE and NEW",
				 n ? "fewer" : NULL);
	if (o->rules.paired && (o->n_require || o->allow_missing))
		return bad_usage("--require and --allow-missing with two runs", "--paired");
	for (size_t i = 0; o->rules.paired && i < o->n_targets; i++)
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
	o->n_patterns = (size_t)(n - fixed);
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

static int write_result(const struct request *req, const struct pmk_compare *c)
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
		req->format->write(to, c);
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

static int compare(const struct request *req, const struct pmk_set *base, const struct pmk_set *new)
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
		status = pmk_compare_status(&c);
		if (status)
			fputs("pagemark compare: ", stderr);
		pmk_compare_print_status(stderr, &c);
	}
	pmk_compare_free(&c);
	return status;
}

/* Runs that are being read; both sides at once, because that is most of the time. */
struct reading {
	const char *path;
	struct pmk_set set;
	char error[PMK_REC_ERROR_BYTES];
	int err;
};

static void *read_one(void *arg)
{
	struct reading *reading = arg;

	reading->err = pmk_set_read(reading->path, &reading->set, reading->error);
	return NULL;
}

static void read_both(struct reading *base, struct reading *new)
{
	pthread_t other;
	bool begun;

	json_object_seed(0); /* or both threads would */
	begun = !pthread_create(&other, NULL, read_one, base);
	if (!begun)
		read_one(base);
	read_one(new);
	if (begun)
		pthread_join(other, NULL);
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

static int compare_files(const struct request *req, const char *base_path, const char *new_path)
{
	struct reading base = { .path = base_path }, new = { .path = new_path };
	int status = PMK_EXIT_BROKEN;

	read_both(&base, &new);
	if (!(complain(&base) | complain(&new))) {
		if (share_a_run(&base.set, &new.set) && !req->options.n_targets)
			fprintf(stderr, "pagemark compare: BASE and NEW share a run\n");
		status = compare(req, &base.set, &new.set);
	}
	if (!base.err)
		pmk_set_free(&base.set);
	if (!new.err)
		pmk_set_free(&new.set);
	return status;
}

static int compare_contenders(const struct request *req, const char *path)
{
	struct reading run = { .path = path };
	int status = PMK_EXIT_BROKEN;

	read_one(&run);
	if (complain(&run))
		return status;
	status = compare(req, &run.set, &run.set);
	pmk_set_free(&run.set);
	return status;
}

int pmk_cmd_compare(int argc, char **argv)
{
	static const struct option options[] = {
		{ "min-effect", required_argument, NULL, 'e' },
		{ "alpha", required_argument, NULL, 'a' },
		{ "across", no_argument, NULL, 'x' },
		{ "allow-missing", no_argument, NULL, 'm' },
		{ "require", required_argument, NULL, 'r' },
		{ "paired", no_argument, NULL, 'p' },
		{ "target", required_argument, NULL, 't' },
		{ "format", required_argument, NULL, 'f' },
		{ "output", required_argument, NULL, 'o' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	struct request req = {
		.options.rules = { .alpha = PMK_JUDGE_ALPHA, .min_effect = -1 },
		.format = formats,
	};
	const char *base = NULL, *new = NULL;
	int option;

	opterr = 0;
	optind = 0;
	while ((option = getopt_long(argc, argv, "ho:t:", options, NULL)) != -1) {
		if (option == 'h') {
			fputs(usage, stdout);
			return PMK_EXIT_OK;
		}
		if (set_option(&req, option, option == '?' ? argv[optind - 1] : optarg))
			return PMK_EXIT_BROKEN;
	}
	if (set_arguments(&req, argv + optind, argc - optind, &base, &new))
		return PMK_EXIT_BROKEN;
	return req.options.rules.paired ? compare_contenders(&req, base)
					: compare_files(&req, base, new);
}
