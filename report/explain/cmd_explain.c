// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark explain`: where instructions go, or why one run costs more than another. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "explain.h"
#include "options/commands.h"
#include "text/folder.h"
#include "text/pattern.h"

static const char *const formats[] = { "pretty", "json", "markdown", "mail", NULL };
static void (*const write_as[])(FILE *to, const struct pmk_explain *e) = {
	pmk_explain_pretty, pmk_explain_json, pmk_explain_markdown, pmk_explain_mail
};

struct explain_request {
	struct pmk_explain_options options;
	unsigned int format;
	size_t n_records; /* words before --; the others are patterns */
	bool ended;	  /* there was a -- */
};

static int bad_usage(const char *expected, const char *found)
{
	pmk_usage_error(&pmk_command_explain, expected, found);
	return -EINVAL;
}

/* A=B is what the two sides are; NAME chooses where both are the same. */
static bool names_two(const struct pmk_compare_options *o)
{
	for (size_t i = 0; o->targets[i]; i++)
		if (strchr(o->targets[i], '='))
			return true;
	return false;
}

/* Whether a word names a record: nothing but a file or a folder does. */
static bool is_record(const struct explain_request *req, size_t n, const char *word)
{
	if (req->ended)
		return n <= req->n_records;
	return !access(word, F_OK);
}

/* The records and what follows them. */
static int set_arguments(struct explain_request *req, char **words, const char **base,
			 const char **new)
{
	struct pmk_compare_options *o = &req->options.compare;
	size_t n = pmk_texts_count((const char *const *)words), fixed = 1;

	if (!n || (req->ended && !req->n_records))
		return bad_usage("a record, RUN or BASE", NULL);
	*base = *new = words[0];
	if (o->rules.paired && n < 3)
		return bad_usage("RUN and two contenders", "fewer");
	if (o->rules.paired && names_two(o))
		return bad_usage("--target NAME with --paired, which has one run", "A=B");
	if (o->rules.paired) {
		fixed = 3;
		o->contenders[PMK_BASE] = words[1];
		o->contenders[PMK_NEW] = words[2];
	} else if (n > 1 && is_record(req, 2, words[1])) {
		fixed = 2;
		*new = words[1];
	}
	if (req->ended && req->n_records > fixed)
		return bad_usage("one record or two before --", words[fixed]);
	req->options.alone = fixed == 1 && !names_two(o);
	o->patterns = (const char *const *)words + fixed;
	o->n_patterns = n - fixed;
	return 0;
}

/* What speaks against a run is said wherever the result goes. */
static int read_set(const char *path, struct pmk_set *set)
{
	char error[PMK_REC_ERROR_BYTES];

	if (pmk_set_read(path, set, error)) {
		fprintf(stderr, "pagemark explain: %s\n", error);
		return -EBADMSG;
	}
	for (size_t i = 0; i < set->n; i++) {
		if (!set->runs[i].complete)
			fprintf(stderr, "pagemark explain: %s: the run is incomplete: %s\n",
				set->runs[i].path, set->runs[i].why_incomplete);
		if (set->runs[i].untrusted)
			fprintf(stderr, "pagemark explain: %s: the run is untrusted: %s\n",
				set->runs[i].path, set->runs[i].untrusted);
	}
	return 0;
}

/* No point's name has a dot, so a first pattern with one that means nothing was to be NEW. */
static bool is_lost_record(const struct explain_request *req, const struct pmk_set *set)
{
	const struct pmk_compare_options *o = &req->options.compare;
	const char *word = o->n_patterns ? o->patterns[0] : "";

	if (req->ended || o->rules.paired || !strchr(word, '.'))
		return false;
	for (size_t i = 0; i < set->n; i++)
		for (size_t k = 0; k < set->runs[i].n_points; k++)
			if (pmk_pattern_match(word, set->runs[i].points[k].name))
				return false;
	fprintf(stderr,
		"pagemark explain: %s: there is no file or folder of that name, and no point of "
		"%s either\n",
		word, set->path);
	return true;
}

static int draw(struct pmk_explain *e)
{
	const char *dir = e->options.dir;
	int err = dir ? pmk_folder_make(dir) : 0;

	if (dir && !err)
		err = pmk_explain_flames(e);
	if (err)
		fprintf(stderr,
			"pagemark explain: cannot write flame graphs to %s: %s; give another "
			"folder with -o\n",
			dir, strerror(-err));
	return err;
}

/* Why there is nothing, with what helps. */
static void say_nothing(const struct pmk_explain *e, const char *base, const char *path)
{
	bool one = e->options.alone || !strcmp(base, path);

	if (!e->n_unexplained) {
		fprintf(stderr,
			"pagemark explain: %s: expected a point that the patterns select, found "
			"none; 'pagemark show --format csv %s' lists what there is\n",
			path, path);
		return;
	}
	fprintf(stderr, "pagemark explain: %s%s%s: no point can be explained: %s%s%s\n",
		one ? "" : base, one ? "" : " and ", path,
		e->unexplained[0].reason ? e->unexplained[0].reason : "the record gives no reason",
		e->unexplained[0].remedy ? "; " : "",
		e->unexplained[0].remedy ? e->unexplained[0].remedy : "");
}

static int explain(const struct explain_request *req, const struct pmk_set *base,
		   const struct pmk_set *new)
{
	struct pmk_explain e;
	int err = pmk_explain_make(&e, base, new, &req->options), status = PMK_EXIT_BROKEN;

	if (err) {
		fprintf(stderr, "pagemark explain: %s\n", *e.refusal ? e.refusal : strerror(-err));
	} else if (!draw(&e)) {
		if (e.n || e.n_unexplained)
			write_as[req->format](stdout, &e);
		if (!e.n)
			say_nothing(&e, base->path, new->path);
		status = e.n ? PMK_EXIT_OK : PMK_EXIT_NOTHING;
	}
	if (fflush(stdout) || ferror(stdout)) {
		fprintf(stderr, "pagemark explain: cannot write standard output: %s\n",
			strerror(errno));
		status = PMK_EXIT_BROKEN;
	}
	pmk_explain_free(&e);
	return status;
}

static const struct pmk_option options[] = {
	{ "target", 't', PMK_OPTION_TEXTS, "NAME[=NAME]",
	  "only what was measured there; A=B: A in BASE against B in NEW, or in one RUN",
	  PMK_OPTION_AT(struct explain_request, options.compare.targets) },
	{ "paired", 0, PMK_OPTION_FLAG, NULL, "two contenders of one run, or two of their points",
	  PMK_OPTION_AT(struct explain_request, options.compare.rules.paired) },
	{ "across", 0, PMK_OPTION_FLAG, NULL,
	  "also two architectures, and contenders of two comparisons",
	  PMK_OPTION_AT(struct explain_request, options.compare.across) },
	{ "top", 0, PMK_OPTION_COUNT, "N", "functions in a table; 0 for all (10)",
	  PMK_OPTION_AT(struct explain_request, options.top), .max = 1000000 },
	{ "format", 0, PMK_OPTION_WORD, "FORMAT", "how it is written; mail has 72 columns",
	  PMK_OPTION_AT(struct explain_request, format), .words = formats },
	{ "output", 'o', PMK_OPTION_TEXT, "DIR", "flame graphs go there, as SVG",
	  PMK_OPTION_AT(struct explain_request, options.dir) },
	{ 0 },
};

static int cmd_explain(int argc, char **argv)
{
	struct explain_request req = { .options = { .compare.rules = { .alpha = PMK_JUDGE_ALPHA,
								       .min_effect = -1 },
						    .top = PMK_EXPLAIN_TOP } };
	const char *base = NULL, *new = NULL;
	struct pmk_set sets[PMK_SIDES];
	size_t behind = 0;
	int status;
	char **words;

	for (int i = 1; i < argc && !req.ended; i++)
		if (!strcmp(argv[i], "--")) {
			req.ended = true;
			behind = (size_t)(argc - i - 1);
		}
	words = pmk_options_read(&pmk_command_explain, argc, argv, &req);
	if (!words)
		return PMK_EXIT_BROKEN;
	req.n_records = pmk_texts_count((const char *const *)words) - behind;
	if (set_arguments(&req, words, &base, &new) || read_set(base, &sets[PMK_BASE]))
		return PMK_EXIT_BROKEN;
	if (base == new &&is_lost_record(&req, &sets[PMK_BASE])) {
		status = PMK_EXIT_BROKEN;
	} else if (base == new) {
		status = explain(&req, &sets[PMK_BASE], &sets[PMK_BASE]);
	} else if (read_set(new, &sets[PMK_NEW])) {
		if (!req.ended)
			fprintf(stderr, "pagemark explain: a PATTERN of a file's name stands "
					"behind --\n");
		status = PMK_EXIT_BROKEN;
	} else {
		status = explain(&req, &sets[PMK_BASE], &sets[PMK_NEW]);
		pmk_set_free(&sets[PMK_NEW]);
	}
	pmk_set_free(&sets[PMK_BASE]);
	return status;
}

const struct pmk_command pmk_command_explain = {
	.name = "explain",
	.words = "RUN [--] [PATTERN...]",
	.also = "[OPTION]... BASE NEW [PATTERN...]",
	.summary = "why: which functions an op's instructions go to, or what made it dearer",
	.notes = "RUN, BASE and NEW are records of 'run --profile', or folders of them. A second\n"
		 "word is NEW if there is a file or folder of that name; -- ends the records.\n"
		 "--paired takes RUN and two contenders, subject/comparison/contender, or two of\n"
		 "their points: RUN kmap/copy/kmap/zone:low kmap/copy/kmap/zone:high.\n"
		 "Exit status: 0 something is explained, 2 files that cannot be read or held\n"
		 "against each other, or bad usage, 4 no point has a profile.\n",
	.options = options,
	.expects = PMK_EXPECTS_RECORD,
	.main = cmd_explain,
};
