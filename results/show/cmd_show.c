// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark show`: what a record holds, for people, for a spreadsheet, or as one JSON object. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "options/commands.h"
#include "show.h"

static const struct format {
	const char *name;
	void (*print)(const struct pmk_choice *show);
} formats[] = {
	{ "pretty", pmk_show_pretty },
	{ "csv", pmk_show_csv },
	{ "json", pmk_show_json },
};

static int usage(const char *what, const char *which)
{
	fprintf(stderr,
		"pagemark show: %s%s%s; usage: pagemark show [--format pretty|csv|json] [--target "
		"NAME] "
		"FILE|DIR [PATTERN...]\n",
		what, which ? " " : "", which ? which : "");
	return PMK_EXIT_BROKEN;
}

/* The worst verdict among what was asked for; PMK_EXIT_NOTHING if nothing was. */
static int verdict(const struct pmk_choice *show)
{
	size_t counts[PMK_STATUSES];

	if (!pmk_choice_count(show, counts))
		return PMK_EXIT_NOTHING;
	if (counts[PMK_BROKEN])
		return PMK_EXIT_BROKEN;
	return counts[PMK_FAIL] ? PMK_EXIT_FAIL : PMK_EXIT_OK;
}

/* What speaks against the numbers, beside what was printed. */
static void warn(const struct pmk_merged *merged, const char *path)
{
	const struct pmk_rec *rec = &merged->rec;
	const char *what = merged->set.n > 1 ? "set is" : "run is";

	if (!rec->complete)
		fprintf(stderr, "pagemark show: %s: the %s incomplete: %s\n", path, what,
			rec->why_incomplete);
	if (rec->untrusted)
		fprintf(stderr, "pagemark show: %s: the %s untrusted%s %s\n", path, what,
			pmk_merged_doubtful(merged) ? ":" : "", rec->untrusted);
	if (rec->n_unknown)
		fprintf(stderr,
			"pagemark show: %s: %zu lines of a type unknown to this version left out\n",
			path, rec->n_unknown);
}

static int show_set(struct pmk_choice *show, const struct format *format, const char *path)
{
	const struct pmk_rec *rec = show->rec;
	int status = verdict(show);

	if (status == PMK_EXIT_NOTHING && !(rec->n_points + rec->n_claims))
		fprintf(stderr, "pagemark show: %s: a record with no points and no claims\n", path);
	else if (status == PMK_EXIT_NOTHING)
		fprintf(stderr,
			"pagemark show: %s: expected a point or claim that the %s, found none; "
			"'pagemark show --format csv %s' lists what there is\n",
			path, show->target ? "target and the patterns select" : "patterns select",
			path);
	else
		format->print(show);
	warn(show->merged, path);
	return status;
}

static int show_path(struct pmk_choice *show, const struct format *format, const char *path)
{
	char error[PMK_REC_ERROR_BYTES];
	int status = PMK_EXIT_BROKEN;
	struct pmk_merged merged;
	struct pmk_set set;

	if (pmk_set_read(path, &set, error)) {
		fprintf(stderr, "pagemark show: %s\n", error);
		return status;
	}
	if (pmk_merged_make(&merged, &set)) {
		perror("pagemark show");
	} else {
		pmk_merged_by_run(&merged);
		show->rec = &merged.rec;
		show->merged = &merged;
		status = show_set(show, format, path);
		pmk_merged_free(&merged);
		show->rec = NULL;
		show->merged = NULL;
	}
	pmk_set_free(&set);
	return status;
}

int pmk_cmd_show(int argc, char **argv)
{
	static const struct option options[] = {
		{ "format", required_argument, NULL, 'f' },
		{ "target", required_argument, NULL, 't' },
		{ 0 },
	};
	const struct format *format = formats;
	struct pmk_choice show = { 0 };
	int option;

	opterr = 0;
	optind = 0;
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		const struct format *end = formats + sizeof(formats) / sizeof(formats[0]);

		if (option == '?')
			return usage("unknown option or missing value:", argv[optind - 1]);
		if (option == 't') {
			show.target = optarg;
			continue;
		}
		for (format = formats; format < end && strcmp(format->name, optarg); format++)
			;
		if (format == end)
			return usage("expected format pretty, csv or json, found", optarg);
	}
	if (optind == argc)
		return usage("expected the FILE of a record or a folder of records, found none",
			     NULL);
	show.patterns = (const char *const *)argv + optind + 1;
	show.n_patterns = argc - optind - 1;
	return show_path(&show, format, argv[optind]);
}
