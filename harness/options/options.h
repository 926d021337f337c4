/* SPDX-License-Identifier: GPL-2.0-only */
/* A command's options as one table: it is parsed, printed for --help and listed from it. */
#ifndef PAGEMARK_OPTIONS_H
#define PAGEMARK_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* What an option takes, and what it is stored as. */
enum pmk_option_kind {
	PMK_OPTION_FLAG,     /* nothing; bool */
	PMK_OPTION_TEXT,     /* any text; const char * */
	PMK_OPTION_TEXTS,    /* any text, each time one more; const char *[], the last stays NULL */
	PMK_OPTION_WORD,     /* a word of a list; unsigned int, its index there */
	PMK_OPTION_COUNT,    /* a whole number; unsigned, 4 or 8 bytes */
	PMK_OPTION_FRACTION, /* a number above 0 and below 1; double */
	PMK_OPTION_PERCENT,  /* "1.5%"; double, 0.015 */
	PMK_OPTION_OWN,	     /* what the command's own function makes of it */
};

#define PMK_REQUIRE_MAX 16 /* times --require */

/**
 * struct pmk_option - one option of a command
 * @name: "min-effect" is --min-effect; NULL if it has a letter only
 * @letter: 'o' is -o; 0 for none
 * @kind: what it takes
 * @argument: what that is called or looks like: "FILE", "1%"; NULL for a flag
 * @help: what it is for, on one line; NULL: it is not for people
 * @at: where its value goes in what pmk_options_read() fills in
 * @size: bytes there
 * @min: the least of a count
 * @max: the largest of a count
 * @from: the least of a percentage, in %
 * @to: the largest of it, in %
 * @words: of a word: the list, NULL-terminated
 * @expects: what it takes, in a sentence that begins with "expected --NAME"; NULL for one that
 *	is made of kind and range
 * @own: takes the text; a negative errno and what is wrong in @why, of @size bytes
 * @required: the command cannot do without
 */
struct pmk_option {
	const char *name;
	char letter;
	enum pmk_option_kind kind;
	const char *argument;
	const char *help;
	size_t at, size;
	unsigned long long min, max;
	double from, to;
	const char *const *words;
	const char *expects;
	int (*own)(void *request, const char *text, char *why, size_t size);
	bool required;
};

/* What commands expect that read records. */
#define PMK_EXPECTS_RECORD "the FILE of a record or a folder of records"

/* Where an option's value goes: a member of the struct that the command fills in. */
#define PMK_OPTION_AT(type, member) \
	.at = offsetof(type, member), .size = sizeof(((type *)NULL)->member)

/**
 * struct pmk_command - one command
 * @name: "run", "history add"
 * @words: what follows the options: "FILE|DIR [PATTERN...]"; "" for nothing
 * @also: another way to use it, all that follows the name; NULL for none
 * @summary: what it is for, on one line; NULL: it is not for people
 * @notes: what --help says below the options, whole lines; NULL for nothing
 * @list: prints what bad usage and --help list below that, such as formats; NULL for nothing
 * @options: its table, which ends with one that has no name and no letter; NULL for none
 * @expects: what it wants at least one word of, in a sentence that begins with "expected"; NULL if
 *	it can do without any
 * @words_end: the first word ends the options
 * @passes: a command whose options are kept among the words, to be handed on; NULL for none
 * @main: runs it; argv[0] is the last word of its name. Return: an exit status.
 */
struct pmk_command {
	const char *name, *words, *also, *summary, *notes;
	void (*list)(FILE *to);
	const struct pmk_option *options;
	const char *expects;
	bool words_end;
	const struct pmk_command *passes;
	int (*main)(int argc, char **argv);
};

/**
 * pmk_options_read() - read a command line
 * @command: whose
 * @argc: as main() has it
 * @argv: as main() has it; the words are moved behind the options
 * @request: the struct that the table names; holds the defaults, and then what was given
 *
 * What is wrong is said on standard error, with how to use the command.
 *
 * Return: the words that are no options, NULL-terminated; NULL if anything is wrong.
 */
char **pmk_options_read(const struct pmk_command *command, int argc, char **argv, void *request);

/* Says on standard error: "pagemark NAME: expected EXPECTED, found FOUND", and how it is used. */
void pmk_usage_error(const struct pmk_command *command, const char *expected, const char *found);

/* Its name with the options that it cannot do without: "export --to FORMAT". */
void pmk_name_print(FILE *to, const struct pmk_command *command);

/* How it is used, one line or two; @lead stands before the first, blanks before the second. */
void pmk_usage_print(FILE *to, const char *lead, const struct pmk_command *command);

/* The page of --help. */
void pmk_help_print(FILE *to, const struct pmk_command *command);

/* "csv, json or pretty", of a NULL-terminated list. */
void pmk_words_print(FILE *to, const char *const *words);

/* The number of texts before the NULL. */
size_t pmk_texts_count(const char *const *texts);

#endif
