// SPDX-License-Identifier: GPL-2.0-only
/* pagemark _docs: what README and docs/ have of the program's tables; `make docs` puts it there. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "docs_man.h"
#include "machine/hazard.h"
#include "options/commands.h"

/* A cell of a Markdown table, which is one line. */
static void print_cell(const char *text)
{
	for (; *text; text++)
		printf(*text == '|' ? "\\%c" : "%c", *text == '\n' ? ' ' : *text);
}

static void print_commands(void)
{
	puts("| command | what it does |\n|---|---|");
	for (size_t i = 0; pmk_commands[i]; i++) {
		const struct pmk_command *c = pmk_commands[i];

		if (!c->summary)
			continue;
		printf("| `");
		pmk_name_print(stdout, c);
		print_cell(*c->words ? " " : "");
		print_cell(c->words);
		printf("` | ");
		print_cell(c->summary);
		puts(" |");
	}
}

static void print_option(const struct pmk_option *o)
{
	printf("| `");
	if (o->letter)
		printf("-%c%s", o->letter, o->name ? ", " : "");
	if (o->name)
		printf("--%s", o->name);
	printf(o->argument ? " " : "");
	print_cell(o->argument ? o->argument : "");
	printf("` | ");
	print_cell(o->help);
	if (o->words)
		printf(": ");
	if (o->words)
		pmk_words_print(stdout, o->words);
	puts(" |");
}

static void print_options(void)
{
	for (size_t i = 0; pmk_commands[i]; i++) {
		const struct pmk_command *c = pmk_commands[i];

		if (!c->summary)
			continue;
		printf("%s## pagemark %s\n\n```\n", i ? "\n" : "", c->name);
		pmk_usage_print(stdout, "", c);
		printf("```\n%c%s.\n\n| option | what it is for |\n|---|---|\n",
		       toupper((unsigned char)*c->summary), c->summary + 1);
		for (const struct pmk_option *o = c->options; o && (o->name || o->letter); o++)
			if (o->help)
				print_option(o);
	}
}

/* For programs, one option a line, between tabs: command, name, letter, argument, words, help. */
static void print_tsv(void)
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

static void print_sign(const struct pmk_hazard *h)
{
	if (h->sign)
		print_cell(h->sign);
	for (size_t i = 0; !h->sign && h->config[i]; i++)
		printf("%s`%s=y`", i ? " or " : "", h->config[i]);
}

static void print_hazards(void)
{
	const struct pmk_hazard_group *group;

	for (size_t g = 0; (group = pmk_hazard_group_at(g)); g++) {
		printf("%s## %s\n\n| name | severity | clock | recognised by | effect | remedy |\n"
		       "|---|---|---|---|---|---|\n",
		       g ? "\n" : "", group->title);
		for (size_t i = 0; i < group->n; i++) {
			const struct pmk_hazard *h = &group->hazards[i];

			printf("| `%s` | %s | %s | ", h->name, h->severity,
			       h->wall_only ? "wall" : "any");
			print_sign(h);
			printf(" | ");
			print_cell(h->effect);
			printf(" | ");
			print_cell(h->remedy);
			puts(" |");
		}
	}
}

static const char *const tables[] = { "commands", "hazards", "man", "options", "tsv", NULL };
static void (*const print[])(void) = { print_commands, print_hazards, pmk_docs_man, print_options,
				       print_tsv };

static int cmd_docs(int argc, char **argv)
{
	for (size_t i = 0; argc == 2 && tables[i]; i++)
		if (!strcmp(tables[i], argv[1])) {
			print[i]();
			return PMK_EXIT_OK;
		}
	pmk_usage_error(&pmk_command_docs, "commands, hazards, man, options or tsv",
			argc == 2 ? argv[1] : NULL);
	return PMK_EXIT_BROKEN;
}

const struct pmk_command pmk_command_docs = {
	.name = "_docs",
	.words = "TABLE",
	.main = cmd_docs,
};
