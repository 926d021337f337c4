// SPDX-License-Identifier: GPL-2.0-only
/* pagemark list: the points and claims that are linked in. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case/needs.h"
#include "case/point.h"
#include "case/registry.h"
#include "options/commands.h"
#include "state/state.h"
#include "text/pattern.h"
#include "text/text.h"

#define COLUMNS 96
#define INDENT	20 /* of what a comparison holds */

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

static void needs_text(unsigned int needs, const char *const *config, char *text, size_t size)
{
	size_t len = 0;

	text[0] = '\0';
	for (const struct pmk_need_word *n = pmk_need_words; n->word; n++)
		if (needs & n->need && len < size)
			len += (size_t)snprintf(text + len, size - len, "%s%s", len ? "," : "",
						n->word);
	for (size_t i = 0; i < PMK_CONFIG_MAX && config[i]; i++)
		if (len < size)
			len += (size_t)snprintf(text + len, size - len, "%s%s", len ? "," : "",
						config[i]);
}

struct list_request {
	bool json;
	bool verbose;
};

/* Where a claim is promised, and the rules that it answers. */
static void print_promise(const struct pmk_claim *claim)
{
	printf("    [%s]\n", claim->source);
	if (claim->spec)
		printf("    answers: %s\n", claim->spec);
}

static void print_point(const struct pmk_point *point, bool verbose, json_t *all)
{
	const struct pmk_entry *e = point->entry;
	const char *kind = e->claim ? "claim" : "point",
		   *what = e->claim ? e->claim->claim : e->bench->what;
	char needs[160];

	needs_text(e->claim ? e->claim->needs : e->bench->needs,
		   e->claim ? e->claim->config : e->bench->config, needs, sizeof(needs));
	if (e->bench)
		append_state(point, needs, sizeof(needs));
	if (all)
		json_array_append_new(all,
				      json_pack("{s:s, s:s, s:s, s:s, s:s*, s:s*}", "name",
						point->name, "kind", kind, "what", what, "needs",
						needs, "source", e->claim ? e->claim->source : NULL,
						"spec", e->claim ? e->claim->spec : NULL));
	else
		printf("%-58s %-6s %-7s %s\n", point->name, kind, needs[0] ? needs : "-", what);
	if (verbose && e->claim && !all)
		print_promise(e->claim);
}

/* Whether the name is asked for; @hit: of each pattern, whether it names anything. */
static bool wanted(char *const patterns[], bool hit[], const char *name)
{
	bool any = !patterns[0];

	for (size_t i = 0; patterns[i]; i++)
		if (pmk_pattern_match(patterns[i], name))
			any = hit[i] = true;
	return any;
}

/* The rows of one registered case; returns how many there were. */
static size_t print_case(size_t index, char *const patterns[], bool hit[], bool verbose,
			 json_t *all)
{
	struct pmk_point *points = NULL;
	long n = pmk_points_of(pmk_registry_entry(index), pmk_registry_name(index), &points);
	size_t printed = 0;

	for (long i = 0; i < n; i++) {
		if (!wanted(patterns, hit, points[i].name))
			continue;
		print_point(&points[i], verbose, all);
		printed++;
	}
	free(points);
	return printed;
}

/* What a folder of cases holds, in the making. */
struct overview {
	char folder[64];
	size_t points, claims;
	char *contenders;
};

/* "  file_read      53 points: pread (baseline), map_each", broken at 96 columns. */
static void print_overview(const struct overview *of)
{
	json_t *lines, *line;
	size_t i;

	if (of->points)
		lines = pmk_text_wrap(json_sprintf("%3zu points: %s", of->points, of->contenders),
				      COLUMNS - INDENT);
	else
		lines = pmk_text_wrap(json_sprintf("%3zu claims", of->claims), 0);
	json_array_foreach(lines, i, line)
		printf("  %-*s %s\n", INDENT - 3, i ? "" : strchr(of->folder, '/') + 1,
		       json_string_value(line));
	json_decref(lines);
}

/* Adds the case to its folder; where that changes, the one before is printed. */
static void overlook(struct overview *of, size_t index)
{
	const struct pmk_entry *e = pmk_registry_entry(index);
	const char *name = pmk_registry_name(index), *contender = strrchr(name, '/') + 1;
	size_t folder = (size_t)(contender - name - 1), subject = strcspn(name, "/") + 1;
	struct pmk_point *points = NULL;
	long n = pmk_points_of(e, name, &points);
	char *more;

	free(points);
	if (strlen(of->folder) != folder || strncmp(of->folder, name, folder) != 0) {
		if (*of->folder)
			print_overview(of);
		if (strncmp(of->folder, name, subject) != 0)
			printf("%.*s\n", (int)subject - 1, name);
		free(of->contenders);
		*of = (struct overview){ 0 };
		snprintf(of->folder, sizeof(of->folder), "%.*s", (int)folder, name);
	}
	of->claims += e->claim != NULL;
	of->points += e->bench ? (size_t)n : 0;
	if (asprintf(&more, "%s%s%s%s", of->contenders ? of->contenders : "",
		     of->contenders ? ", " : "", contender,
		     e->bench && e->bench->baseline ? " (baseline)" : "") < 0)
		return;
	free(of->contenders);
	of->contenders = more;
}

/* Everything, by subject and comparison: what there are patterns for. */
static void print_all(void)
{
	struct overview of = { 0 };

	for (size_t i = 0; i < pmk_registry_count(); i++)
		overlook(&of, i);
	if (*of.folder)
		print_overview(&of);
	free(of.contenders);
	printf("'pagemark list PATTERN' shows each point and claim, 'pagemark list -v' all of "
	       "them\n");
}

/* As for run, a PATTERN that names nothing is a mistake of who typed it; how many do. */
static size_t tell_unmatched(char *const patterns[], const bool hit[])
{
	size_t n = 0;

	for (size_t i = 0; patterns[i]; i++) {
		struct pmk_nearest near = { .wanted = patterns[i] };

		if (hit[i])
			continue;
		n++;
		pmk_registry_nearest(&near);
		fprintf(stderr, "pagemark list: nothing is named '%s'", patterns[i]);
		pmk_nearest_print(stderr, &near);
		fputs("; 'pagemark list' shows all names\n", stderr);
	}
	return n;
}

static const struct pmk_option options[] = {
	{ "json", 0, PMK_OPTION_FLAG, NULL, "one JSON array",
	  PMK_OPTION_AT(struct list_request, json) },
	{ "verbose", 'v', PMK_OPTION_FLAG, NULL,
	  "each point and claim, where it is promised, the rules it answers",
	  PMK_OPTION_AT(struct list_request, verbose) },
	{ 0 },
};

static int cmd_list(int argc, char **argv)
{
	struct list_request request = { false, false };
	char **patterns = pmk_options_read(&pmk_command_list, argc, argv, &request);
	json_t *all = NULL;
	size_t printed = 0, unmatched;
	bool *hit;

	if (!patterns)
		return PMK_EXIT_BROKEN;
	if (!*patterns && !request.json && !request.verbose && pmk_registry_count()) {
		print_all();
		return PMK_EXIT_OK;
	}
	hit = calloc(pmk_texts_count((const char *const *)patterns) + 1, sizeof(*hit));
	if (!hit)
		return PMK_EXIT_BROKEN;
	if (request.json)
		all = json_array();
	for (size_t i = 0; i < pmk_registry_count(); i++)
		printed += print_case(i, patterns, hit, request.verbose, all);
	if (all) {
		json_dumpf(all, stdout, JSON_INDENT(1));
		putchar('\n');
		json_decref(all);
	}
	unmatched = tell_unmatched(patterns, hit);
	free(hit);
	return unmatched ? PMK_EXIT_BROKEN : printed ? PMK_EXIT_OK : PMK_EXIT_NOTHING;
}

const struct pmk_command pmk_command_list = {
	.name = "list",
	.words = "[PATTERN...]",
	.summary = "comparisons; with PATTERN or -v points and claims, and what each needs",
	.options = options,
	.main = cmd_list,
};
