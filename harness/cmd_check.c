// SPDX-License-Identifier: GPL-2.0-only
/* pagemark check: runs claims and prints their verdicts. */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "claim_report.h"
#include "claims.h"
#include "commands.h"
#include "pattern.h"
#include "registry.h"

#define TARGETS_MAX	8
#define LIMIT_MAX_S	3600

struct options {
	const char *targets[TARGETS_MAX];
	size_t n_targets;
	const char *as;		/* what "host" is called in the results: a guest's pagemark is told its name */
	const char *format;
	bool with_break;
	unsigned int limit_s;
	char **patterns;
	size_t n_patterns;
};

static volatile sig_atomic_t interrupted;

static void on_signal(int sig)
{
	interrupted = sig;
}

static const struct option long_options[] = {
	{ "target", required_argument, NULL, 't' },
	{ "as", required_argument, NULL, 'a' },
	{ "format", required_argument, NULL, 'f' },
	{ "break", no_argument, NULL, 'b' },
	{ "limit", required_argument, NULL, 'l' },
	{ 0 },
};

static int parse_limit(const char *text, unsigned int *limit_s)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || value < 1 || value > LIMIT_MAX_S) {
		fprintf(stderr, "pagemark check: --limit wants seconds, 1 to %d, not '%s'\n", LIMIT_MAX_S, text);
		return -EINVAL;
	}
	*limit_s = (unsigned int)value;
	return 0;
}

static int parse_option(struct options *o, int opt)
{
	switch (opt) {
	case 't':
		if (o->n_targets == TARGETS_MAX) {
			fprintf(stderr, "pagemark check: at most %d targets\n", TARGETS_MAX);
			return -EINVAL;
		}
		o->targets[o->n_targets++] = optarg;
		return 0;
	case 'a':
		o->as = optarg;
		return 0;
	case 'f':
		o->format = optarg;
		return 0;
	case 'b':
		o->with_break = true;
		return 0;
	case 'l':
		return parse_limit(optarg, &o->limit_s);
	default:
		/* getopt has said what is wrong. */
		return -EINVAL;
	}
}

static int parse(struct options *o, int argc, char **argv)
{
	int opt;

	*o = (struct options){ .as = "host", .format = "pretty", .limit_s = PMK_CLAIM_LIMIT_S };
	/* getopt begins its messages with it. */
	argv[0] = "pagemark check";
	optind = 1;
	while ((opt = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		if (parse_option(o, opt))
			return -EINVAL;
	if (!o->n_targets)
		o->targets[o->n_targets++] = "host";
	o->patterns = argv + optind;
	o->n_patterns = (size_t)(argc - optind);
	return 0;
}

static bool selected(const struct options *o, size_t i)
{
	if (!pmk_registry_entry(i)->claim)
		return false;
	for (size_t p = 0; p < o->n_patterns; p++)
		if (pmk_pattern_match(o->patterns[p], pmk_registry_name(i)))
			return true;
	return o->n_patterns == 0;
}

/* Every pattern means at least one claim. */
static int check_patterns(const struct options *o)
{
	for (size_t p = 0; p < o->n_patterns; p++) {
		bool hit = false;

		for (size_t i = 0; i < pmk_registry_count() && !hit; i++)
			hit = pmk_registry_entry(i)->claim &&
				pmk_pattern_match(o->patterns[p], pmk_registry_name(i));
		if (!hit) {
			fprintf(stderr, "pagemark check: no claim matches '%s'; 'pagemark list' shows all names\n",
				o->patterns[p]);
			return -ENOENT;
		}
	}
	return 0;
}

/* Everything that is going to run: without a result it stays BROKEN. */
static struct pmk_claim_result *plan(const struct options *o, size_t *n)
{
	size_t max = o->n_targets * pmk_registry_count();
	struct pmk_claim_result *results = calloc(max ? max : 1, sizeof(*results));

	*n = 0;
	for (size_t t = 0; results && t < o->n_targets; t++)
		for (size_t i = 0; i < pmk_registry_count(); i++) {
			struct pmk_claim_result *res = &results[*n];

			if (!selected(o, i) || pmk_claim_result_init(res, pmk_registry_name(i)))
				continue;
			pmk_text_copy(res->target, sizeof(res->target),
				      strcmp(o->targets[t], "host") != 0 ? o->targets[t] : o->as);
			(*n)++;
		}
	return results;
}

/* With --break a claim is right if it fails. */
static void invert(struct pmk_claim_result *res)
{
	char detail[sizeof(res->detail)];

	memcpy(detail, res->detail, sizeof(detail));
	if (res->status == PMK_FAIL)
		pmk_claim_result_set(res, PMK_PASS, "broken on purpose it fails, as it must: %s", detail);
	else if (res->status == PMK_PASS)
		pmk_claim_result_set(res, PMK_FAIL, "broken on purpose it still passes, so it proves nothing");
}

/* Runs the planned claims of the host, one after the other. */
static void run_host(const struct options *o, struct pmk_claim_report *report, struct pmk_claim_result *results)
{
	for (size_t i = 0; i < report->n; i++) {
		if (interrupted) {
			pmk_claim_result_set(&results[i], PMK_BROKEN, "not run: interrupted by SIG%s",
					     sigabbrev_np(interrupted));
		} else {
			pmk_claim_run(results[i].name, o->with_break, o->limit_s, &results[i]);
			if (o->with_break)
				invert(&results[i]);
		}
		pmk_claim_report_until(report, i + 1);
	}
}

static int exit_status(const struct pmk_claim_result *results, size_t n)
{
	size_t counts[PMK_VERDICTS];

	pmk_claim_count(results, n, counts);
	if (counts[PMK_BROKEN])
		return PMK_EXIT_BROKEN;
	if (counts[PMK_FAIL])
		return PMK_EXIT_FAIL;
	return counts[PMK_PASS] ? PMK_EXIT_OK : PMK_EXIT_NOTHING;
}

static int run_and_report(const struct options *o, struct pmk_claim_result *results, size_t n)
{
	struct sigaction catch = { .sa_handler = on_signal };
	struct pmk_claim_report report;

	if (pmk_claim_report_open(&report, o->format, stdout, results, n)) {
		fprintf(stderr, "pagemark check: no format '%s'; there are " PMK_CLAIM_FORMATS "\n", o->format);
		return PMK_EXIT_BROKEN;
	}
	sigaction(SIGINT, &catch, NULL);
	sigaction(SIGTERM, &catch, NULL);
	run_host(o, &report, results);
	if (pmk_claim_report_close(&report)) {
		fprintf(stderr, "pagemark check: could not write the results to standard output\n");
		return PMK_EXIT_BROKEN;
	}
	return exit_status(results, n);
}

int pmk_cmd_check(int argc, char **argv)
{
	struct pmk_claim_result *results;
	struct options o;
	int status;
	size_t n;

	if (parse(&o, argc, argv) || check_patterns(&o))
		return PMK_EXIT_BROKEN;
	for (size_t t = 0; t < o.n_targets; t++)
		if (strcmp(o.targets[t], "host") != 0) {
			fprintf(stderr, "pagemark check: no target '%s'; there is 'host'\n", o.targets[t]);
			return PMK_EXIT_BROKEN;
		}
	results = plan(&o, &n);
	if (!results) {
		fprintf(stderr, "pagemark check: out of memory\n");
		return PMK_EXIT_BROKEN;
	}
	if (!n)
		fprintf(stderr, "pagemark check: this program holds no claim\n");
	status = run_and_report(&o, results, n);
	free(results);
	return status;
}
