// SPDX-License-Identifier: GPL-2.0-only
/* pagemark check: runs claims and prints their verdicts. */
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case/registry.h"
#include "claim_report.h"
#include "claims/claims.h"
#include "guest/own.h"
#include "measure/check_guest.h"
#include "measure/coverage.h"
#include "measure/plan.h"
#include "options/commands.h"
#include "system/child.h"
#include "text/pattern.h"

#define LIMIT_MAX_S 3600

struct options {
	const char *targets[PMK_TARGETS_MAX + 1];
	size_t n_targets;
	const char *kernel, *kdir;
	const char *as; /* what this machine is called: a guest is told its name */
	const char *format;
	bool with_break;
	unsigned int limit_s;
	char **patterns;
	size_t n_patterns;
	struct pmk_require require;
};

static const struct option long_options[] = {
	{ "target", required_argument, NULL, 't' },
	{ "as", required_argument, NULL, 'a' },
	{ "format", required_argument, NULL, 'f' },
	{ "break", no_argument, NULL, 'b' },
	{ "limit", required_argument, NULL, 'l' },
	{ "kernel", required_argument, NULL, 'k' },
	{ "kdir", required_argument, NULL, 'd' },
	{ "require", required_argument, NULL, 'r' },
	{ 0 },
};

static int parse_limit(const char *text, unsigned int *limit_s)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || value < 1 || value > LIMIT_MAX_S) {
		fprintf(stderr, "pagemark check: --limit wants seconds, 1 to %d, not '%s'\n",
			LIMIT_MAX_S, text);
		return -EINVAL;
	}
	*limit_s = (unsigned int)value;
	return 0;
}

static int parse_option(struct options *o, int opt)
{
	switch (opt) {
	case 't':
		if (o->n_targets == PMK_TARGETS_MAX) {
			fprintf(stderr, "pagemark check: at most %d targets\n", PMK_TARGETS_MAX);
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
	case 'k':
		o->kernel = optarg;
		return 0;
	case 'd':
		o->kdir = optarg;
		return 0;
	case 'r':
		if (!pmk_require_add(&o->require, optarg))
			return 0;
		fprintf(stderr, "pagemark check: at most %d times --require\n", PMK_REQUIRE_MAX);
		return -EINVAL;
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

	*o = (struct options){ .as = PMK_HOST,
			       .format = "pretty",
			       .limit_s = PMK_CLAIM_LIMIT_S,
			       .require.claims_only = true };
	/* getopt begins its messages with it. */
	argv[0] = "pagemark check";
	optind = 1;
	while ((opt = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		if (parse_option(o, opt))
			return -EINVAL;
	o->patterns = argv + optind;
	o->n_patterns = (size_t)(argc - optind);
	return 0;
}

/* Every pattern means at least one claim. */
static int check_patterns(const char *const *patterns, size_t n_patterns)
{
	for (size_t p = 0; p < n_patterns; p++) {
		bool hit = false;

		for (size_t i = 0; i < pmk_registry_count() && !hit; i++)
			hit = pmk_registry_entry(i)->claim &&
			      pmk_pattern_match(patterns[p], pmk_registry_name(i));
		if (!hit) {
			fprintf(stderr,
				"pagemark check: no claim matches '%s'; 'pagemark list' shows "
				"all names\n",
				patterns[p]);
			return -ENOENT;
		}
	}
	return 0;
}

/* Everything that is going to run, target by target: what gets no result stays BROKEN. */
static int plan(struct options *o, struct pmk_claim_result **results, size_t *n)
{
	const char *unmatched;
	struct pmk_plan plan;
	size_t total = 0;
	int err = pmk_plan_make(&plan, (const char *const *)o->patterns, o->targets, &unmatched);

	err = err ? err : pmk_require_plan(&o->require, o->targets, &unmatched);
	for (size_t t = 0; t < plan.n_targets; t++)
		total += plan.targets[t].n_claims;
	*n = 0;
	*results = calloc(total + 1, sizeof(**results));
	if (!*results)
		err = -ENOMEM;
	for (size_t t = 0; !err && t < plan.n_targets; t++) {
		const struct pmk_target *target = &plan.targets[t];
		const char *name = strcmp(target->name, PMK_HOST) ? target->name : o->as;

		for (size_t i = 0; i < target->n_claims; i++) {
			struct pmk_claim_result *res = &(*results)[(*n)++];

			*res = target->claims[i];
			pmk_text_copy(res->target, sizeof(res->target), name);
		}
	}
	pmk_plan_free(&plan);
	return err;
}

/* With --break a claim is right if it fails. */
static void invert(struct pmk_claim_result *res)
{
	char detail[sizeof(res->detail)];

	memcpy(detail, res->detail, sizeof(detail));
	if (res->status == PMK_FAIL)
		pmk_claim_result_set(res, PMK_PASS, "broken on purpose it fails, as it must: %s",
				     detail);
	else if (res->status == PMK_PASS)
		pmk_claim_result_set(res, PMK_FAIL,
				     "broken on purpose it still passes, so it proves nothing");
}

static void run_one(const struct options *o, struct pmk_claim_result *res)
{
	if (pmk_interrupted)
		pmk_claim_result_not_run(res);
	else
		pmk_claim_run(res->name, o->with_break, o->limit_s, res);
	if (o->with_break)
		invert(res);
}

/*
 * The last lines, where the format has none of its own for people. Returns how much --require
 * misses, or -ENOMEM.
 */
static long summarize(const struct options *o, const struct pmk_claim_result *results, size_t n)
{
	struct pmk_outcome *list = calloc(n + 1, sizeof(*list));
	long missed;

	if (!list)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		list[i] = pmk_claim_result_outcome(&results[i]);
	if (strcmp(o->format, "pretty") != 0 && !strcmp(o->as, PMK_HOST))
		pmk_coverage_print(stderr, list, n, n);
	missed = pmk_require_print(stderr, &o->require, list, n);
	free(list);
	return missed;
}

static int exit_status(const struct options *o, const struct pmk_claim_result *results, size_t n)
{
	long missed = summarize(o, results, n);
	size_t counts[PMK_STATUSES];

	if (missed < 0) {
		fprintf(stderr, "pagemark check: cannot sum up: %s\n", strerror((int)-missed));
		return PMK_EXIT_BROKEN;
	}
	pmk_claim_count(results, n, counts);
	if (pmk_interrupted)
		return PMK_EXIT_INTERRUPTED;
	if (missed)
		return PMK_EXIT_FAIL;
	if (counts[PMK_BROKEN])
		return PMK_EXIT_BROKEN;
	if (counts[PMK_FAIL])
		return PMK_EXIT_FAIL;
	return counts[PMK_PASS] ? PMK_EXIT_OK : PMK_EXIT_NOTHING;
}

static int run_and_report(const struct options *o, struct pmk_claim_result *results, size_t n)
{
	struct pmk_claim_report report;
	int err = pmk_claim_report_open(&report, o->format, stdout, results, n);

	if (err == -EINVAL)
		fprintf(stderr, "pagemark check: no format '%s'; there are " PMK_CLAIM_FORMATS "\n",
			o->format);
	else if (err)
		fprintf(stderr, "pagemark check: cannot report: %s\n", strerror(-err));
	if (err)
		return PMK_EXIT_BROKEN;
	pmk_interrupt_catch();
	for (size_t i = 0, end; i < n; i = end) {
		end = i + 1;
		if (!strcmp(results[i].target, o->as)) {
			run_one(o, &results[i]);
		} else {
			while (end < n && !strcmp(results[end].target, results[i].target))
				end++;
			pmk_check_guest(&results[i], end - i, o->limit_s, o->with_break);
		}
		pmk_claim_report_until(&report, end);
	}
	if (pmk_claim_report_close(&report)) {
		fprintf(stderr, "pagemark check: could not write the results to standard output\n");
		return PMK_EXIT_BROKEN;
	}
	return exit_status(o, results, n);
}

int pmk_cmd_check(int argc, char **argv)
{
	struct pmk_claim_result *results = NULL;
	struct options o;
	char why[512];
	int status, err;
	size_t n;

	if (parse(&o, argc, argv) ||
	    check_patterns((const char *const *)o.patterns, o.n_patterns) ||
	    check_patterns(o.require.patterns, o.require.n_patterns))
		return PMK_EXIT_BROKEN;
	if (pmk_targets_check(o.targets, why, sizeof(why)) ||
	    pmk_guest_own_use(o.kernel, o.kdir, o.targets, why, sizeof(why))) {
		fprintf(stderr, "pagemark check: %s\n", why);
		return PMK_EXIT_BROKEN;
	}
	err = plan(&o, &results, &n);
	if (err) {
		fprintf(stderr, "pagemark check: cannot plan: %s\n", strerror(-err));
		status = PMK_EXIT_BROKEN;
	} else {
		status = run_and_report(&o, results, n);
	}
	pmk_plan_free(&o.require.plan);
	free(results);
	return status;
}
