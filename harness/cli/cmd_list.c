// SPDX-License-Identifier: GPL-2.0-only
/* pagemark list: the points and claims that are linked in. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case/needs.h"
#include "case/point.h"
#include "case/registry.h"
#include "measure/state.h"
#include "options/commands.h"
#include "text/pattern.h"

struct row {
	const char *name, *kind, *what;
	unsigned int needs;
	const struct pmk_point *point; /* NULL for a claim */
};

/* Appends what the point wants to be set outside of its process: "hugepages=8". */
static void append_state(const struct pmk_point *point, char *text, size_t size)
{
	json_t *state = pmk_state_json(point), *value;
	size_t len = strlen(text);
	const char *word;

	json_object_foreach(state, word, value) {
		if (len < size)
			len += (size_t)snprintf(text + len, size - len, "%s%s=%s", len ? "," : "",
						word, json_string_value(value));
	}
	json_decref(state);
}

static void needs_text(unsigned int needs, char *text, size_t size)
{
	size_t len = 0;

	text[0] = '\0';
	for (const struct pmk_need_word *n = pmk_need_words; n->word; n++)
		if (needs & n->need && len < size)
			len += (size_t)snprintf(text + len, size - len, "%s%s", len ? "," : "",
						n->word);
}

static void print_row(const struct row *row, json_t *all)
{
	char needs[160];

	needs_text(row->needs, needs, sizeof(needs));
	if (row->point)
		append_state(row->point, needs, sizeof(needs));
	if (all)
		json_array_append_new(all,
				      json_pack("{s:s, s:s, s:s, s:s}", "name", row->name, "kind",
						row->kind, "what", row->what, "needs", needs));
	else
		printf("%-58s %-6s %-7s %s\n", row->name, row->kind, needs[0] ? needs : "-",
		       row->what);
}

static bool wanted(char *const patterns[], const char *name)
{
	if (!patterns[0])
		return true;
	for (; *patterns; patterns++)
		if (pmk_pattern_match(*patterns, name))
			return true;
	return false;
}

/* The rows of one registered case; returns how many there were. */
static size_t print_case(size_t index, char *const patterns[], json_t *all)
{
	const struct pmk_entry *e = pmk_registry_entry(index);
	const char *name = pmk_registry_name(index);
	struct pmk_point *points = NULL;
	size_t printed = 0;
	long n;

	if (e->claim) {
		struct row row = { name, "claim", e->claim->claim, e->claim->needs, NULL };

		if (!wanted(patterns, name))
			return 0;
		print_row(&row, all);
		return 1;
	}
	n = pmk_points_of(e, name, &points);
	for (long i = 0; i < n; i++) {
		struct row row = { points[i].name, "point", e->bench->what, e->bench->needs,
				   &points[i] };

		if (!wanted(patterns, points[i].name))
			continue;
		print_row(&row, all);
		printed++;
	}
	free(points);
	return printed;
}

struct list_request {
	bool json;
};

static const struct pmk_option options[] = {
	{ "json", 0, PMK_OPTION_FLAG, NULL, "one JSON array",
	  PMK_OPTION_AT(struct list_request, json) },
	{ 0 },
};

static int cmd_list(int argc, char **argv)
{
	struct list_request request = { false };
	char **patterns = pmk_options_read(&pmk_command_list, argc, argv, &request);
	json_t *all = NULL;
	size_t printed = 0;

	if (!patterns)
		return PMK_EXIT_BROKEN;
	if (request.json)
		all = json_array();
	for (size_t i = 0; i < pmk_registry_count(); i++)
		printed += print_case(i, patterns, all);
	if (all) {
		json_dumpf(all, stdout, JSON_INDENT(1));
		putchar('\n');
		json_decref(all);
	}
	if (printed)
		return PMK_EXIT_OK;
	fprintf(stderr, "pagemark list: nothing is named %s\n", *patterns ? *patterns : "at all");
	return PMK_EXIT_NOTHING;
}

const struct pmk_command pmk_command_list = {
	.name = "list",
	.words = "[PATTERN...]",
	.summary = "points and claims: name, kind, what, needs",
	.options = options,
	.main = cmd_list,
};
