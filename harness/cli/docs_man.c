// SPDX-License-Identifier: GPL-2.0-only
/* The manual: a page of mdoc(7) for each command, and one for the program, made of their tables. */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "docs_man.h"
#include "options/commands.h"

#define DATE "November 29, 2026" /* of the last change to how pages are made */

/* Text that is no macro, whatever it begins with. */
static void print_text(const char *text)
{
	bool begins = true;

	for (; *text; begins = *text++ == '\n') {
		if (begins && *text != '\n')
			fputs("\\&", stdout);
		if (*text == '\\')
			fputs("\\e", stdout);
		else if (*text == '-')
			fputs("\\-", stdout);
		else if (*text != '\n' || text[1])
			putchar(*text);
	}
	putchar('\n');
}

/* "pagemark-history-add", and whatever case. */
static void print_title(const char *name, int (*letter)(int))
{
	for (const char *c = "pagemark"; *c; c++)
		putchar(letter((unsigned char)*c));
	if (*name)
		putchar('-');
	for (; *name; name++)
		putchar(*name == ' ' ? '-' : letter((unsigned char)*name));
}

/* The comment names the file, by which the makefile takes the pages apart. */
static void begin(const char *name, const char *summary)
{
	printf(".\\\" file ");
	print_title(name, tolower);
	puts(".1\n.\\\" SPDX-License-Identifier: GPL-2.0-only\n.Dd " DATE);
	printf(".Dt ");
	print_title(name, toupper);
	printf(" 1\n.Os\n.Sh NAME\n.Nm ");
	print_title(name, tolower);
	printf("\n.Nd ");
	print_text(summary);
}

static void print_option(const struct pmk_option *o)
{
	printf(".It ");
	if (o->letter)
		printf("Fl %c%s", o->letter, o->name ? " , " : "");
	if (o->name)
		printf("Fl \\-%s", o->name);
	if (o->argument) {
		printf(" Ar \"");
		for (const char *c = o->argument; *c; c++)
			printf(*c == '"' ? "\\(dq" : "%c", *c);
		putchar('"');
	}
	putchar('\n');
	print_text(o->help);
	if (o->words) {
		printf("Words: ");
		pmk_words_print(stdout, o->words);
		puts(".");
	}
}

static void print_command(const struct pmk_command *c)
{
	begin(c->name, c->summary);
	puts(".Sh SYNOPSIS\n.Bd -literal");
	pmk_usage_print(stdout, "", c);
	puts(".Ed\n.Sh DESCRIPTION");
	print_text(c->summary);
	if (c->notes || c->list)
		puts(".Bd -literal");
	if (c->notes)
		print_text(c->notes);
	if (c->list)
		c->list(stdout);
	if (c->notes || c->list)
		puts(".Ed");
	if (c->options && (c->options->name || c->options->letter)) {
		puts(".Sh OPTIONS\n.Bl -tag -width Ds");
		for (const struct pmk_option *o = c->options; o->name || o->letter; o++)
			if (o->help)
				print_option(o);
		puts(".El");
	}
	puts(".Sh SEE ALSO\n.Xr pagemark 1");
}

void pmk_docs_man(void)
{
	begin("", "what moving bytes costs on this machine, and whether it is done correctly");
	puts(".Sh SYNOPSIS\n.Nm\n.Ar COMMAND\n.Op Ar OPTION ...\n.Sh DESCRIPTION\n"
	     "The commands, each with a page of its own:\n.Bl -tag -width Ds");
	for (size_t i = 0; pmk_commands[i]; i++) {
		if (!pmk_commands[i]->summary)
			continue;
		printf(".It Xr ");
		print_title(pmk_commands[i]->name, tolower);
		puts(" 1");
		print_text(pmk_commands[i]->summary);
	}
	puts(".El\n.Sh ENVIRONMENT\n.Bl -tag -width Ds\n"
	     ".It Ev PAGEMARK_GUESTS\nA folder of guests, looked into before all others.\n"
	     ".It Ev PAGEMARK_CACHE\nWhere kernels and fetched guests are kept; else\n"
	     ".Ev XDG_CACHE_HOME Ns /pagemark\nor\n.Pa ~/.cache/pagemark .\n"
	     ".It Ev XDG_DATA_HOME\nThe history and what is known of machines: pagemark/ in it, "
	     "else in\n"
	     ".Pa ~/.local/share .\n"
	     ".It Ev TMPDIR\nWhere cases make their files.\n.El\n"
	     ".Sh EXIT STATUS\n0 fine, 1 a FAIL or a regression, 2 BROKEN or bad usage, "
	     "4 nothing ran,\n130 interrupted.");
	for (size_t i = 0; pmk_commands[i]; i++)
		if (pmk_commands[i]->summary)
			print_command(pmk_commands[i]);
}
