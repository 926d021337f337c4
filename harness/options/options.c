// SPDX-License-Identifier: GPL-2.0-only
/* Reads a command line by its command's table of options, and says what is wrong with it. */
#include <errno.h>
#include <getopt.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "text/nearest.h"

#define OPTIONS_MAX 64
#define HELP_COLUMN 31
#define FIRST_CODE  256 /* of the first option, for getopt_long(3); letters are below */

size_t pmk_texts_count(const char *const *texts)
{
	size_t n = 0;

	while (texts[n])
		n++;
	return n;
}

/* Whether the table ends here. */
static bool last(const struct pmk_option *o)
{
	return !o || (!o->name && !o->letter);
}

static size_t count(const struct pmk_option *options)
{
	size_t n = 0;

	while (!last(options + n))
		n++;
	return n;
}

static int set_count(const struct pmk_option *o, const char *text, void *to)
{
	unsigned long long value;
	char *end;

	errno = 0;
	value = strtoull(text, &end, 10);
	if (errno || *text < '0' || *text > '9' || *end || value < o->min || value > o->max)
		return -EINVAL;
	if (o->size == sizeof(uint32_t))
		*(uint32_t *)to = (uint32_t)value;
	else
		*(uint64_t *)to = value;
	return 0;
}

static int set_number(const struct pmk_option *o, const char *text, double *to)
{
	bool percent = o->kind == PMK_OPTION_PERCENT;
	char *end;
	double value = strtod(text, &end);

	/* Digits first: no blank, no sign, no infinity. */
	if (!*text || !strchr("0123456789.", *text) || strcmp(end, percent ? "%" : "") != 0)
		return -EINVAL;
	if (percent ? !(value >= o->from && value <= o->to) : !(value > 0 && value < 1))
		return -EINVAL;
	*to = percent ? value / 100 : value;
	return 0;
}

static int set_word(const struct pmk_option *o, const char *text, unsigned int *to)
{
	for (unsigned int i = 0; o->words[i]; i++)
		if (!strcmp(o->words[i], text)) {
			*to = i;
			return 0;
		}
	return -EINVAL;
}

static int add_text(const struct pmk_option *o, const char *text, const char **to)
{
	size_t n = pmk_texts_count(to);

	if ((n + 1) * sizeof(*to) == o->size)
		return -E2BIG;
	to[n] = text;
	return 0;
}

static int set(const struct pmk_option *o, const char *text, void *request, char *why, size_t size)
{
	void *to = (char *)request + o->at;

	switch (o->kind) {
	case PMK_OPTION_FLAG:
		*(bool *)to = true;
		return 0;
	case PMK_OPTION_TEXT:
		*(const char **)to = text;
		return 0;
	case PMK_OPTION_TEXTS:
		return add_text(o, text, to);
	case PMK_OPTION_WORD:
		return set_word(o, text, to);
	case PMK_OPTION_COUNT:
		return set_count(o, text, to);
	case PMK_OPTION_FRACTION:
	case PMK_OPTION_PERCENT:
		return set_number(o, text, to);
	case PMK_OPTION_OWN:
		return o->own(request, text, why, size);
	}
	return -EINVAL;
}

/* The short of its names where it has two, as people type it. */
static void print_name(FILE *to, const struct pmk_option *o)
{
	if (o->letter)
		fprintf(to, "-%c", o->letter);
	else
		fprintf(to, "--%s", o->name);
}

void pmk_words_print(FILE *to, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		fprintf(to, "%s%s", !i ? "" : words[i + 1] ? ", " : " or ", words[i]);
}

static void print_expected(FILE *to, const struct pmk_option *o)
{
	print_name(to, o);
	putc(' ', to);
	if (o->expects)
		fputs(o->expects, to);
	else if (o->words)
		pmk_words_print(to, o->words);
	else if (o->kind == PMK_OPTION_COUNT)
		fprintf(to, "with a whole number from %llu up to %llu", o->min, o->max);
	else if (o->kind == PMK_OPTION_FRACTION)
		fprintf(to, "between 0 and 1, such as %s", o->argument);
	else if (o->kind == PMK_OPTION_PERCENT)
		fprintf(to, "in percent from %g%% to %g%%, such as %s", o->from, o->to,
			o->argument);
	else
		fprintf(to, "with %s", o->argument);
}

/* How to use it, below what is wrong. */
static void say_usage(const struct pmk_command *command)
{
	pmk_usage_print(stderr, "usage: ", command);
	if (command->list)
		command->list(stderr);
	if (command->summary)
		fprintf(stderr, "'pagemark %s --help' has the rest\n", command->name);
}

void pmk_usage_error(const struct pmk_command *command, const char *expected, const char *found)
{
	fprintf(stderr, "pagemark %s: expected %s, found %s\n", command->name, expected,
		!found	 ? "none"
		: *found ? found
			 : "''");
	say_usage(command);
}

/* "expected --rounds with a whole number from 1 up to 10000, found 0" */
static void say_expected(const struct pmk_command *command, const struct pmk_option *o,
			 const char *found)
{
	char what[512] = "";
	FILE *to = fmemopen(what, sizeof(what), "w");

	if (to) {
		print_expected(to, o);
		fclose(to);
	}
	pmk_usage_error(command, what, found);
}

/* One option as it was given; false after saying what is wrong with it. */
static bool take(const struct pmk_command *command, const struct pmk_option *o, const char *text,
		 void *request)
{
	char why[512] = "";
	int err = set(o, text, request, why, sizeof(why));

	if (!err)
		return true;
	if (*why) {
		fprintf(stderr, "pagemark %s: %s\n", command->name, why);
		say_usage(command);
	} else if (err == -E2BIG) {
		snprintf(why, sizeof(why), "at most %zu times --%s", o->size / sizeof(char *) - 1,
			 o->name);
		pmk_usage_error(command, why, "one more");
	} else {
		say_expected(command, o, text);
	}
	return false;
}

/* One command's table, and that of another whose options it hands on. */
struct tables {
	const struct pmk_option *own, *passed;
	size_t n_own, n_passed;
	struct option longs[2 * OPTIONS_MAX + 1];
	char letters[4 * OPTIONS_MAX + 2];
};

static const struct pmk_option *option_at(const struct tables *t, size_t i)
{
	return i < t->n_own ? &t->own[i] : &t->passed[i - t->n_own];
}

/* The tables as getopt_long(3) wants them. */
static void open_tables(struct tables *t, const struct pmk_command *command)
{
	size_t n = 0, used = 0;

	*t = (struct tables){ .own = command->options, .n_own = count(command->options) };
	if (command->passes) {
		t->passed = command->passes->options;
		t->n_passed = count(t->passed);
		t->letters[used++] = '-'; /* words are told in their order */
	} else if (command->words_end) {
		t->letters[used++] = '+';
	}
	for (size_t i = 0; i < t->n_own + t->n_passed; i++) {
		const struct pmk_option *o = option_at(t, i);
		bool valued = o->kind != PMK_OPTION_FLAG;

		if (o->name)
			t->longs[n++] =
				(struct option){ o->name, valued, NULL, FIRST_CODE + (int)i };
		if (o->letter)
			t->letters[used++] = o->letter;
		if (o->letter && valued)
			t->letters[used++] = ':';
	}
}

/* Which of the tables' options getopt_long(3) means; the first of two of one letter or name. */
static size_t index_of(const struct tables *t, int code)
{
	size_t i = 0;

	if (code >= FIRST_CODE)
		return (size_t)(code - FIRST_CODE);
	while (option_at(t, i)->letter != code)
		i++;
	return i;
}

/* What the command cannot do without. */
static bool complete(const struct pmk_command *command, const struct tables *t, const bool *given,
		     char **words)
{
	for (size_t i = 0; i < t->n_own; i++)
		if (t->own[i].required && !given[i]) {
			say_expected(command, &t->own[i], NULL);
			return false;
		}
	if (!command->expects || words[0])
		return true;
	pmk_usage_error(command, command->expects, NULL);
	return false;
}

/* What getopt_long(3) complained of, if a name of this table is near it. */
static void suggest(const struct pmk_command *command, const char *word)
{
	char wanted[PMK_NEAREST_BYTES], name[PMK_NEAREST_BYTES];
	struct pmk_nearest near = { .wanted = wanted };

	if (strncmp(word, "--", 2) != 0)
		return;
	snprintf(wanted, sizeof(wanted), "%.*s", (int)strcspn(word, "="), word);
	for (const struct pmk_option *o = command->options; !last(o); o++) {
		if (!o->name || !o->help)
			continue;
		snprintf(name, sizeof(name), "--%s", o->name);
		pmk_nearest_offer(&near, name, strlen(name));
	}
	if (!near.edits)
		return;
	fprintf(stderr, "pagemark %s: no such option", command->name);
	pmk_nearest_print(stderr, &near);
	fputc('\n', stderr);
}

char **pmk_options_read(const struct pmk_command *command, int argc, char **argv, void *request)
{
	bool given[OPTIONS_MAX] = { false }, fine = true;
	char title[64], *own = argv[0], **words;
	int code, kept = 1, at = 1;
	struct tables t;

	open_tables(&t, command);
	snprintf(title, sizeof(title), "pagemark %s", command->name);
	argv[0] = title; /* getopt_long(3) begins its messages with it */
	optind = 0;
	while (fine && (code = getopt_long(argc, argv, t.letters, t.longs, NULL)) != -1) {
		size_t i = code > 1 && code != '?' ? index_of(&t, code) : t.n_own;

		if (code == '?') {
			suggest(command, argv[optind - 1]);
			say_usage(command);
			fine = false;
		} else if (i < t.n_own) {
			fine = take(command, &t.own[i], optarg, request);
			given[i] = true;
			at = optind;
		}
		while (command->passes && at < optind)
			argv[kept++] = argv[at++];
	}
	while (command->passes && at < argc)
		argv[kept++] = argv[at++];
	argv[0] = own; /* of the command that is recorded */
	if (command->passes)
		argv[kept] = NULL;
	words = argv + (command->passes ? 1 : optind);
	return fine && complete(command, &t, given, words) ? words : NULL;
}

void pmk_name_print(FILE *to, const struct pmk_command *command)
{
	fputs(command->name, to);
	for (const struct pmk_option *o = command->options; !last(o); o++) {
		if (!o->required)
			continue;
		putc(' ', to);
		print_name(to, o);
		if (o->argument)
			fprintf(to, " %s", o->argument);
	}
}

void pmk_usage_print(FILE *to, const char *lead, const struct pmk_command *command)
{
	bool others = false;

	fprintf(to, "%spagemark ", lead);
	pmk_name_print(to, command);
	for (const struct pmk_option *o = command->options; !last(o); o++)
		others |= o->help && !o->required;
	fprintf(to, "%s%s%s\n", others ? " [OPTION]..." : "", *command->words ? " " : "",
		command->words);
	if (command->also)
		fprintf(to, "%*spagemark %s %s\n", (int)strlen(lead), "", command->name,
			command->also);
}

/* "  -o, --output FILE       the file; must not exist", and more lines below the text. */
static void print_option(FILE *to, const struct pmk_option *o)
{
	char letter[8] = "    ", left[64];

	if (o->letter)
		snprintf(letter, sizeof(letter), "  -%c%s", o->letter, o->name ? "," : "");
	snprintf(left, sizeof(left), "%s%s%s%s%s%s", letter,
		 o->name ? o->letter ? " --" : "  --" : "", o->name ? o->name : "",
		 o->argument ? " " : "", o->argument ? o->argument : "",
		 o->kind == PMK_OPTION_TEXTS ? " ..." : "");
	for (const char *line = o->help; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		fprintf(to, "%s%-*s %.*s", line == o->help ? "" : "\n", HELP_COLUMN,
			line == o->help ? left : "", (int)strcspn(line, "\n"), line);
	}
	if (o->words)
		fputs(": ", to);
	if (o->words)
		pmk_words_print(to, o->words);
	putc('\n', to);
}

void pmk_help_print(FILE *to, const struct pmk_command *command)
{
	pmk_usage_print(to, "usage: ", command);
	fprintf(to, "%s\n", command->summary);
	for (const struct pmk_option *o = command->options; !last(o); o++) {
		if (o == command->options)
			putc('\n', to);
		if (o->help)
			print_option(to, o);
	}
	if (command->notes || command->list)
		putc('\n', to);
	if (command->notes)
		fputs(command->notes, to);
	if (command->list)
		command->list(to);
}
