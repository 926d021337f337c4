// SPDX-License-Identifier: GPL-2.0-only
/* pagemark check: a run of claims alone, whose verdicts are printed as they come. */
#include <stdio.h>

#include "claims/claims.h"
#include "cmd_run.h"
#include "options/commands.h"

#define LIMIT_MAX_S 3600

static int set_format(void *line, const char *text, char *why, size_t size)
{
	snprintf(why, size, "no format '%s'; there are " PMK_CLAIM_FORMATS, text);
	return pmk_claim_report_open(((struct pmk_line *)line)->run.report, text, stdout);
}

static const struct pmk_option options[] = {
	{ "format", 0, PMK_OPTION_OWN, "FORMAT", "how it is written: " PMK_CLAIM_FORMATS,
	  .own = set_format },
	{ "break", 0, PMK_OPTION_FLAG, NULL, "each with its deliberate break: it must fail",
	  PMK_OPTION_AT(struct pmk_line, run.with_break) },
	{ "limit", 0, PMK_OPTION_COUNT, "S", "seconds for one claim (default: 10)",
	  PMK_OPTION_AT(struct pmk_line, run.limit_s), .min = 1, .max = LIMIT_MAX_S },
	PMK_RUN_OPTIONS_SHARED,
	{ 0 },
};

static int cmd_check(int argc, char **argv)
{
	struct pmk_claim_report report;
	struct pmk_line line = { .run = { .as = PMK_HOST,
					  .command = argv,
					  .limit_s = PMK_CLAIM_LIMIT_S,
					  .report = &report },
				 .req.output = "-" };
	char **words;

	pmk_claim_report_open(&report, "pretty", stdout);
	words = pmk_options_read(&pmk_command_check, argc, argv, &line);
	if (!words)
		return PMK_EXIT_BROKEN;
	line.run.patterns = (const char **)words;
	return pmk_run_command(&line.run, &line.req);
}

const struct pmk_command pmk_command_check = {
	.name = "check",
	.words = "[PATTERN...]",
	.summary = "runs the claims only",
	.options = options,
	.main = cmd_check,
};
