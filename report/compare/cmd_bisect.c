// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark bisect`: one decision for `git bisect run`, and one sentence that says why. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "bisect.h"
#include "compare_words.h"
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

#define USAGE                                                                                     \
	"usage: pagemark bisect --good FILE --bad FILE [--point PATTERN]... [--target NAME]...\n" \
	"                       [--min-effect 1%] [--alpha 0.05] [--across] FRESH\n"              \
	"A FILE, and FRESH, is a record or a folder of records.\n"                                \
	"Exit status, for git bisect run: 0 FRESH is good, 1 bad, 125 it could not be measured\n" \
	"or lies between; 128, at which git stops: no decision is possible with these files.\n"

struct request {
	struct pmk_compare_options options;
	const char *points[POINTS_MAX];
	const char *good, *bad;
};

static int bad_usage(const char *expected, const char *found)
{
	fprintf(stderr, "pagemark bisect: expected %s, found %s\n%s", expected,
		found ? found : "none", USAGE);
	return -EINVAL;
}

static int set_option(struct request *req, int option, const char *text)
{
	struct pmk_compare_options *o = &req->options;

	switch (option) {
	case 'g':
		req->good = text;
		return 0;
	case 'b':
		req->bad = text;
		return 0;
	case 'p':
		if (o->n_patterns == POINTS_MAX)
			return bad_usage("at most 64 times --point", "one more");
		req->points[o->n_patterns++] = text;
		return 0;
	case 't':
		if (strchr(text, '=') || o->n_targets == PMK_COMPARE_TARGETS_MAX)
			return bad_usage("--target NAME, at most 16 times", text);
		o->targets[o->n_targets++] = text;
		return 0;
	case 'x':
		o->across = true;
		return 0;
	case 'a':
		return pmk_compare_parse_alpha(text, &o->rules)
			       ? bad_usage("--alpha between 0 and 1, such as 0.05", text)
			       : 0;
	case 'e':
		return pmk_compare_parse_effect(text, &o->rules)
			       ? bad_usage("--min-effect in percent, such as 1%", text)
			       : 0;
	default:
		return bad_usage("an option below with its value", text);
	}
}

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

/* One sentence. Where votes differ, one of each side speaks. */
static int decide(const struct pmk_bisect *b)
{
	static const char *const words[] = { "good", "bad", "skip", "skip" };
	static const int statuses[] = { STATUS_GOOD, STATUS_BAD, STATUS_SKIP, STATUS_SKIP };
	enum pmk_bisect_side side = pmk_bisect_side(b);
	bool spoken = false;

	printf("%s: ", words[side]);
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
	return fflush(stdout) ? STATUS_STOP : statuses[side];
}

static int step(const struct request *req, const struct pmk_set *good, const struct pmk_set *bad,
		const char *path)
{
	char error[PMK_REC_ERROR_BYTES];
	struct pmk_set fresh;
	struct pmk_bisect b;
	int err, status = STATUS_STOP;

	if (pmk_set_read(path, &fresh, error)) {
		printf("skip: FRESH could not be read: %s\n", error);
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

int pmk_cmd_bisect(int argc, char **argv)
{
	static const struct option options[] = {
		{ "good", required_argument, NULL, 'g' },
		{ "bad", required_argument, NULL, 'b' },
		{ "point", required_argument, NULL, 'p' },
		{ "target", required_argument, NULL, 't' },
		{ "min-effect", required_argument, NULL, 'e' },
		{ "alpha", required_argument, NULL, 'a' },
		{ "across", no_argument, NULL, 'x' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	struct request req = { .options.rules = { .alpha = PMK_JUDGE_ALPHA, .min_effect = -1 } };
	struct pmk_set good, bad;
	int option, status = STATUS_STOP;

	opterr = 0;
	optind = 0;
	while ((option = getopt_long(argc, argv, "ht:", options, NULL)) != -1) {
		if (option == 'h') {
			fputs(USAGE, stdout);
			return PMK_EXIT_OK;
		}
		if (set_option(&req, option, option == '?' ? argv[optind - 1] : optarg))
			return STATUS_STOP;
	}
	req.options.patterns = req.points;
	if (!req.good || !req.bad || argc - optind != 1) {
		bad_usage("--good, --bad and one FRESH", argc - optind > 1 ? "more" : "less");
		return STATUS_STOP;
	}
	if (read_known(req.good, &good))
		return STATUS_STOP;
	if (!read_known(req.bad, &bad)) {
		status = step(&req, &good, &bad, argv[optind]);
		pmk_set_free(&bad);
	}
	pmk_set_free(&good);
	return status;
}
