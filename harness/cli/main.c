// SPDX-License-Identifier: GPL-2.0-only
/* The command line: finds the command and hands it the rest. */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "guest/init.h"
#include "measure/sample.h"
#include "options/commands.h"
#include "topology/place.h"

static const struct command {
	const char *name;
	const char *usage;
	const char *summary;
	int (*main)(int argc, char **argv);
} commands[] = {
	{ "list", "[--json] [PATTERN...]", "points and claims: name, kind, what, needs",
	  pmk_cmd_list },
	{ "doctor", "[--json]",
	  "the machine, its hazards, what would be skipped and why; changes nothing",
	  pmk_cmd_doctor },
	{ "run",
	  "[-o FILE] [--runs K -o DIR] [--target host|GUEST]... [--quick] [--rounds N] [--seed S]\n"
	  "               [--min-time 2ms] [--precision 2% [--max-rounds N]]\n"
	  "               [--place WHERE] [--counters default|none|EVENT,...] [--accept-hazards]\n"
	  "               [--require PATTERN]... [--label KEY=VALUE]... [--serial]\n"
	  "               [--kernel BZIMAGE --kdir BUILD_TREE] [PATTERN...]",
	  "measures points and checks claims, and writes a record", pmk_cmd_run },
	{ "check",
	  "[--target host|GUEST]... [--format FORMAT] [--break] [--limit S]\n"
	  "               [--require PATTERN]...\n"
	  "               [--kernel BZIMAGE --kdir BUILD_TREE] [PATTERN...]",
	  "runs the claims only; FORMAT is pretty, ktap, tap13, junit or jsonl", pmk_cmd_check },
	{ "show", "[--format pretty|csv|json] [--target NAME] FILE|DIR [PATTERN...]",
	  "what a record holds", pmk_cmd_show },
	{ "compare",
	  "[--min-effect 1%] [--alpha 0.05] [--across] [--target NAME[=NAME]]\n"
	  "               [--allow-missing] [--require PATTERN]...\n"
	  "               [--format pretty|json|markdown] [-o FILE] BASE NEW [PATTERN...] |\n"
	  "               --paired RUN CONTENDER CONTENDER [PATTERN...]",
	  "what got worse or better between two runs or sets of runs, or two contenders of one",
	  pmk_cmd_compare },
	{ "aa",
	  "[--alpha 0.05] [--min-effect 1%] [--no-keep] DIR |\n"
	  "               -k RUNS [-o DIR] [...] [options of run] PATTERN...",
	  "learn how much runs of the same thing differ here, and how often compare cries wolf",
	  pmk_cmd_aa },
	{ "bisect", "--good FILE|DIR --bad FILE|DIR [--point PATTERN]... [--target NAME]... FRESH",
	  "one step for git bisect run: 0 good, 1 bad, 125 skip, 128 stop", pmk_cmd_bisect },
	{ "export", "--to FORMAT [-o FILE] [--target NAME] [--origin NAME] FILE|DIR [PATTERN...]",
	  "a record for other programs; FORMAT is gbench, csv, ktap and others, or your FILE.jq",
	  pmk_cmd_export },
	{ "report", "-o DIR FILE|DIR...", "answers, plots and tables as one HTML page",
	  pmk_cmd_report },
	{ "history", "add FILE|DIR... | list [options] [PATTERN...] | track [options] [PATTERN...]",
	  "many runs in one database, and where their costs changed; 'history --help' has the rest",
	  pmk_cmd_history },
	{ "guest", "list [--json] | boot [options] NAME [-- ARGUMENTS...] | shell NAME",
	  "the guests; boot one and run pagemark ARGUMENTS inside (default: doctor), or a shell",
	  pmk_cmd_guest },
	{ "_claim", NULL, NULL, pmk_cmd_claim },
	{ "_sample", NULL, NULL, pmk_sample_main },
};

#define N_COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void usage(FILE *to)
{
	fprintf(to,
		"pagemark %s: what moving bytes costs here, and whether it is done correctly\n\n",
		PMK_VERSION);
	/* A command without a summary is not for people. */
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (commands[i].summary)
			fprintf(to, "  pagemark %s %s\n      %s\n", commands[i].name,
				commands[i].usage, commands[i].summary);
	fprintf(to, "\nPATTERN is a shell glob on names such as access/file_read/pread/size:64.\n"
		    "WHERE is " PMK_PLACE_GRAMMAR ".\n"
		    "DIR, where a record is read, is a folder of records: a set of runs.\n"
		    "Exit status: 0 fine, 1 a FAIL or a regression, 2 BROKEN or bad usage, "
		    "4 nothing ran,\n130 interrupted.\n");
}

static bool asks_for_help(const char *word)
{
	return !strcmp(word, "--help") || !strcmp(word, "-h");
}

/* Those that have more to say to --help than their line above. */
static bool helps_itself(int (*command)(int argc, char **argv))
{
	return command == pmk_cmd_compare || command == pmk_cmd_aa || command == pmk_cmd_bisect ||
	       command == pmk_cmd_export || command == pmk_cmd_history;
}

static int run(const struct command *command, int argc, char **argv)
{
	if (argc == 2 && command->summary && !helps_itself(command->main) &&
	    asks_for_help(argv[1])) {
		printf("usage: pagemark %s %s\n%s\n", command->name, command->usage,
		       command->summary);
		return PMK_EXIT_OK;
	}
	return command->main(argc, argv);
}

static int dispatch(int argc, char **argv)
{
	if (pmk_guest_init_wanted())
		pmk_guest_init();
	if (argc < 2) {
		usage(stderr);
		return PMK_EXIT_BROKEN;
	}
	if (asks_for_help(argv[1]) || !strcmp(argv[1], "help")) {
		usage(stdout);
		return PMK_EXIT_OK;
	}
	if (!strcmp(argv[1], "--version")) {
		puts("pagemark " PMK_VERSION);
		return PMK_EXIT_OK;
	}
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (!strcmp(argv[1], commands[i].name))
			return run(&commands[i], argc - 1, argv + 1);
	fprintf(stderr, "pagemark: no command '%s'; 'pagemark --help' lists them\n", argv[1]);
	return PMK_EXIT_BROKEN;
}

/* Whatever the command was, it failed if its output could not be written. */
int main(int argc, char **argv)
{
	int status;

	/* A file beyond RLIMIT_FSIZE is an error (EFBIG) and no death, here and in every child. */
	signal(SIGXFSZ, SIG_IGN);
	status = dispatch(argc, argv);

	errno = 0;
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	fprintf(stderr, "pagemark: could not write to standard output%s%s\n", errno ? ": " : "",
		errno ? strerror(errno) : "");
	/* From 128 on it stops a git bisect run; 2 would call the kernel bad. */
	return status < 128 ? PMK_EXIT_BROKEN : status;
}
