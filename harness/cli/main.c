// SPDX-License-Identifier: GPL-2.0-only
/* The command line: finds the command and hands it the rest. */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "guest/init.h"
#include "options/commands.h"
#include "text/nearest.h"
#include "topology/place.h"

static void help(FILE *to)
{
	fprintf(to,
		"pagemark %s: what moving bytes costs here, and whether it is done correctly\n\n",
		PMK_VERSION);
	for (size_t i = 0; pmk_commands[i]; i++) {
		if (!pmk_commands[i]->summary)
			continue;
		pmk_usage_print(to, "  ", pmk_commands[i]);
		fprintf(to, "      %s\n", pmk_commands[i]->summary);
	}
	fprintf(to, "\n'pagemark COMMAND --help' tells its options.\n"
		    "PATTERN is a shell glob on names such as access/file_read/pread/size:64.\n"
		    "WHERE in run --place WHERE is " PMK_PLACE_GRAMMAR ".\n"
		    "DIR, where a record is read, is a folder of records: a set of runs.\n"
		    "Exit status: 0 fine, 1 a FAIL or a regression, 2 BROKEN or bad usage, "
		    "4 nothing ran,\n130 interrupted.\n");
}

static bool is_help(const char *word)
{
	return word && (!strcmp(word, "--help") || !strcmp(word, "-h"));
}

/* Among the options, that is; what a guest is to run may have its own. */
static bool asks_for_help(const struct pmk_command *command, char **words)
{
	for (; command->summary && *words && strcmp(*words, "--") != 0; words++) {
		if (is_help(*words))
			return true;
		if (command->words_end && **words != '-')
			break;
	}
	return false;
}

/* How many words of the command line are the command's name; 0 for another one's. */
static int names(const struct pmk_command *command, char **words)
{
	size_t first = strcspn(command->name, " ");

	if (strncmp(command->name, words[0], first) != 0 || words[0][first])
		return 0;
	if (!command->name[first])
		return 1;
	return words[1] && !strcmp(command->name + first + 1, words[1]) ? 2 : 0;
}

/* "history" alone, or with a second word that it has not: help on all that begin so, or what is. */
static int no_command(char **words)
{
	const char *seconds[8] = { NULL };
	size_t n = 0, length = strlen(words[0]);
	bool helps = is_help(words[1]);
	struct pmk_nearest near = { .wanted = words[0] };

	for (size_t i = 0; pmk_commands[i]; i++) {
		const struct pmk_command *command = pmk_commands[i];

		if (command->summary)
			pmk_nearest_offer(&near, command->name, strcspn(command->name, " "));
		if (strncmp(command->name, words[0], length) != 0 || command->name[length] != ' ')
			continue;
		if (helps && n)
			putchar('\n');
		if (helps)
			pmk_help_print(stdout, command);
		seconds[n++] = command->name + length + 1;
	}
	if (n && helps)
		return PMK_EXIT_OK;
	if (n) {
		fprintf(stderr, "pagemark %s: expected ", words[0]);
		pmk_words_print(stderr, seconds);
		fprintf(stderr, ", found %s\n", words[1] ? words[1] : "nothing");
	} else {
		fprintf(stderr, "pagemark: no command '%s'", words[0]);
		pmk_nearest_print(stderr, &near);
		fputs("; 'pagemark --help' lists them\n", stderr);
	}
	return PMK_EXIT_BROKEN;
}

static int dispatch(int argc, char **argv)
{
	if (pmk_guest_init_wanted())
		pmk_guest_init();
	if (argc < 2) {
		help(stderr);
		return PMK_EXIT_BROKEN;
	}
	if (is_help(argv[1]) || !strcmp(argv[1], "help")) {
		help(stdout);
		return PMK_EXIT_OK;
	}
	if (!strcmp(argv[1], "--version")) {
		puts("pagemark " PMK_VERSION);
		return PMK_EXIT_OK;
	}
	for (size_t i = 0; pmk_commands[i]; i++) {
		int n = names(pmk_commands[i], argv + 1);

		if (n && asks_for_help(pmk_commands[i], argv + 1 + n)) {
			pmk_help_print(stdout, pmk_commands[i]);
			return PMK_EXIT_OK;
		}
		if (n)
			return pmk_commands[i]->main(argc - n, argv + n);
	}
	return no_command(argv + 1);
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
