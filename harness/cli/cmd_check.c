// SPDX-License-Identifier: GPL-2.0-only
/* pagemark check: a run of claims alone, whose verdicts are printed as they come. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "claims/claims.h"
#include "cmd_run.h"
#include "options/commands.h"

#define LIMIT_MAX_S 3600

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

static int parse_option(struct pmk_run *run, struct pmk_request *req, int opt)
{
	switch (opt) {
	case 't':
		if (req->n_targets == PMK_TARGETS_MAX) {
			fprintf(stderr, "pagemark check: at most %d targets\n", PMK_TARGETS_MAX);
			return -EINVAL;
		}
		req->targets[req->n_targets++] = optarg;
		return 0;
	case 'a':
		run->as = optarg;
		return 0;
	case 'f':
		if (!pmk_claim_report_open(run->report, optarg, stdout))
			return 0;
		fprintf(stderr, "pagemark check: no format '%s'; there are " PMK_CLAIM_FORMATS "\n",
			optarg);
		return -EINVAL;
	case 'b':
		run->with_break = true;
		return 0;
	case 'k':
		req->kernel = optarg;
		return 0;
	case 'd':
		req->kdir = optarg;
		return 0;
	case 'r':
		if (!pmk_require_add(&run->require, optarg))
			return 0;
		fprintf(stderr, "pagemark check: at most %d times --require\n", PMK_REQUIRE_MAX);
		return -EINVAL;
	case 'l':
		return parse_limit(optarg, &run->limit_s);
	default:
		/* getopt has said what is wrong. */
		return -EINVAL;
	}
}

int pmk_cmd_check(int argc, char **argv)
{
	struct pmk_claim_report report;
	struct pmk_run run = { .as = PMK_HOST,
			       .command = argv,
			       .limit_s = PMK_CLAIM_LIMIT_S,
			       .report = &report,
			       .require.claims_only = true };
	struct pmk_request req = { .output = "-" };
	char *own = argv[0];
	int opt;

	pmk_claim_report_open(&report, "pretty", stdout);
	/* getopt begins its messages with it. */
	argv[0] = "pagemark check";
	optind = 1;
	while ((opt = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		if (parse_option(&run, &req, opt))
			return PMK_EXIT_BROKEN;
	argv[0] = own;
	run.patterns = (const char **)argv + optind;
	return pmk_run_command(&run, &req);
}
