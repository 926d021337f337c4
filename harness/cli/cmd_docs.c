// SPDX-License-Identifier: GPL-2.0-only
/* pagemark _docs: what README and docs/ have of the program's tables; `make docs` puts it there. */
#include <stdio.h>
#include <string.h>

#include "machine/hazard.h"
#include "options/commands.h"

/* A cell of a Markdown table. */
static void print_cell(const char *text)
{
	for (; *text; text++)
		printf(*text == '|' ? "\\%c" : "%c", *text);
}

static void print_commands(void)
{
	puts("| command | what it does |\n|---|---|");
	for (size_t i = 0; pmk_commands[i]; i++) {
		const struct pmk_command *c = pmk_commands[i];

		if (!c->summary)
			continue;
		printf("| `%s", c->name);
		print_cell(*c->words ? " " : "");
		print_cell(c->words);
		printf("` | ");
		print_cell(c->summary);
		puts(" |");
	}
}

/* One option a line, between tabs: command, name, letter, argument, words, help. */
static void print_options(void)
{
	for (size_t i = 0; pmk_commands[i]; i++) {
		const struct pmk_option *o = pmk_commands[i]->options;

		for (; pmk_commands[i]->summary && o && (o->name || o->letter); o++) {
			if (!o->help)
				continue;
			printf("%s\t%s\t%c\t%s\t", pmk_commands[i]->name, o->name ? o->name : "-",
			       o->letter ? o->letter : '-', o->argument ? o->argument : "-");
			if (o->words)
				pmk_words_print(stdout, o->words);
			printf("\t%.*s\n", (int)strcspn(o->help, "\n"), o->help);
		}
	}
}

static const char *const tables[] = { "commands", "options", NULL };
static void (*const print[])(void) = { print_commands, print_options };

static int cmd_docs(int argc, char **argv)
{
	for (size_t i = 0; argc == 2 && tables[i]; i++)
		if (!strcmp(tables[i], argv[1])) {
			print[i]();
			return PMK_EXIT_OK;
		}
	pmk_usage_error(&pmk_command_docs, "commands or options", argc == 2 ? argv[1] : NULL);
	return PMK_EXIT_BROKEN;
}

const struct pmk_command pmk_command_docs = {
	.name = "_docs",
	.words = "TABLE",
	.main = cmd_docs,
};
