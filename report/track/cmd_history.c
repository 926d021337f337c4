// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark history`: adds runs to the database, lists them, and tracks what changed. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "history_document.h"
#include "options/commands.h"
#include "record/set.h"
#include "text/embed.h"
#include "text/folder.h"
#include "text/template.h"
#include "track.h"

PMK_EMBED(list, "report/track/list.mustache");
PMK_EMBED(list_csv, "report/track/list_csv.mustache");
PMK_EMBED(changes, "report/track/track.mustache");
PMK_EMBED(changes_markdown, "report/track/track_markdown.mustache");

#define DEFAULT_DB "results/local/history.db"
#define DRAW_ALL   20 /* so few series are drawn also where nothing changed */

/* What the command line says, for each of the three. */
struct request {
	const char *db;
	const char *format;
	const char *dir;
	struct pmk_track_options options;
};

static const char usage_text[] =
	"pagemark history add [--db FILE] FILE|DIR...\n"
	"       pagemark history list [--db FILE] [--format pretty|json|csv|otava]\n"
	"               [--circumstances N] [PATTERN...]\n"
	"       pagemark history track [--db FILE] [--format pretty|json|markdown] [-o DIR]\n"
	"               [--circumstances N] [--last 10] [--persist 3] [--min-effect 1%]\n"
	"               [--rate 5%] [--seed S] [--untrusted] [PATTERN...]\n"
	"the database is " DEFAULT_DB " if no other is given; docs/history.md has the rest\n";

static int usage(const char *what, const char *which)
{
	fprintf(stderr, "pagemark history: %s%s%s; usage: %s", what, which ? " " : "",
		which ? which : "", usage_text);
	return PMK_EXIT_BROKEN;
}

/* Of a folder every record is added; a file that is none is found when it is read. */
static int cmd_add(const struct request *request, char **arguments, size_t n_arguments)
{
	char error[PMK_REC_ERROR_BYTES], **paths = NULL;
	int status = PMK_EXIT_OK;
	size_t n = 0;

	if (!n_arguments)
		return usage("expected the FILE of a record or a folder of records, found none",
			     NULL);
	for (size_t i = 0; i < n_arguments && !status; i++)
		if (pmk_set_paths(arguments[i], &paths, &n, error)) {
			fprintf(stderr, "pagemark history: %s\n", error);
			status = PMK_EXIT_BROKEN;
		}
	if (!status)
		status = pmk_history_import(request->db, paths, n);
	pmk_set_paths_free(paths, n);
	return status;
}

static int load(const struct request *request, struct pmk_past *past)
{
	char error[PMK_HISTORY_ERROR_BYTES];
	struct pmk_history *history = pmk_history_open(request->db, false, error);
	int err = history ? pmk_history_load(history, past, error) : -EIO;

	if (err)
		fprintf(stderr, "pagemark history: %s\n", error);
	if (history)
		pmk_history_close(history);
	return err;
}

/* A choice of nothing is a mistake in the pattern more often than not. */
static bool nothing(const struct request *request, const struct pmk_past *past)
{
	for (size_t i = 0; i < past->n_series; i++)
		if (pmk_track_wants(past, &request->options, &past->series[i]))
			return false;
	fprintf(stderr,
		"pagemark history: %s: expected a series that the patterns%s select, found none; "
		"'pagemark history list --db %s \"*\"' lists what there is\n",
		request->db, request->options.circumstances ? " and the circumstances" : "",
		request->db);
	return true;
}

static int print_otava(const struct request *request, const struct pmk_past *past)
{
	const char *name;
	long n_left_out = pmk_history_otava(past, &request->options, &name);

	if (n_left_out < 0) {
		fprintf(stderr,
			"pagemark history: %s is there under several circumstances, which do not "
			"mix: choose with --circumstances N ('pagemark history list --db %s')\n",
			name, request->db);
		return PMK_EXIT_BROKEN;
	}
	if (n_left_out)
		fprintf(stderr,
			"pagemark history: %ld runs left out that lack one of the series or are "
			"untrusted: Otava takes no empty field\n",
			n_left_out);
	return PMK_EXIT_OK;
}

/* How a document is written; as JSON where there is no template. */
static const struct format {
	const char *name;
	const char *template;
	enum pmk_escape escape;
	enum pmk_history_reader reader;
} list_formats[] = {
	{ "pretty", list, PMK_ESCAPE_TERMINAL, PMK_FOR_PEOPLE },
	{ "csv", list_csv, PMK_ESCAPE_CSV, PMK_FOR_TABLES },
	{ "json", NULL, PMK_ESCAPE_NONE, PMK_FOR_PROGRAMS },
}, track_formats[] = {
	{ "pretty", changes, PMK_ESCAPE_TERMINAL, PMK_FOR_PEOPLE },
	{ "markdown", changes_markdown, PMK_ESCAPE_MARKDOWN, PMK_FOR_PEOPLE },
	{ "json", NULL, PMK_ESCAPE_NONE, PMK_FOR_PROGRAMS },
};

static const struct format *find_format(const struct format *formats, const char *name)
{
	while (strcmp(formats->name, name) != 0)
		formats++;
	return formats;
}

static int print(const struct format *format, json_t *document)
{
	int err = -ENOMEM;

	if (document && format->template)
		err = pmk_template(stdout, format->template, document, format->escape);
	else if (document)
		err = json_dumpf(document, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
	if (!err && !format->template)
		putchar('\n');
	if (err)
		fprintf(stderr, "pagemark history: no memory for what there is to say\n");
	json_decref(document);
	return err ? PMK_EXIT_BROKEN : PMK_EXIT_OK;
}

static int cmd_list(const struct request *request)
{
	const struct format *format;
	struct pmk_past past;
	int status;

	if (load(request, &past))
		return PMK_EXIT_BROKEN;
	if ((request->options.n_patterns || request->options.circumstances) &&
	    nothing(request, &past)) {
		status = PMK_EXIT_NOTHING;
	} else if (!strcmp(request->format, "otava")) {
		status = print_otava(request, &past);
	} else {
		format = find_format(list_formats, request->format);
		status = print(format,
			       pmk_history_document(&past, &request->options, format->reader));
	}
	pmk_past_free(&past);
	return status;
}

/* "007-access-file_read-pread-size-64-host": a file name from names that a file gave us. */
static void make_stem(char *stem, size_t size, const struct pmk_track *track,
		      const struct pmk_tracked *series)
{
	const struct pmk_circumstances *where =
		&track->past->circumstances[series->past->circumstances];

	snprintf(stem, size, "%ld-%.100s-%.40s", series->past->id, series->past->name,
		 where->target);
	for (; *stem; stem++)
		if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.",
			    *stem))
			*stem = '-';
}

/* Draws what changed; all, where they are few. Without gnuplot the words are still there. */
static int draw(const struct request *request, const struct pmk_track *track)
{
	size_t n = 0;
	int err = pmk_folder_make(request->dir);

	for (size_t i = 0; i < track->n && !err; i++) {
		const struct pmk_tracked *series = &track->all[i];
		char stem[200];

		if (!series->n || (!series->changes.n && track->n > DRAW_ALL))
			continue;
		make_stem(stem, sizeof(stem), track, series);
		err = pmk_track_plot(track, series, request->dir, stem);
		n += !err;
	}
	fprintf(stderr, "pagemark history: %zu plots in %s\n", n, request->dir);
	if (err == -ENOENT)
		fprintf(stderr, "pagemark history: no plots: gnuplot is not installed: apt-get "
				"install gnuplot-nox\n");
	else if (err)
		fprintf(stderr, "pagemark history: %s: cannot draw: %s; give another with -o\n",
			request->dir, strerror(-err));
	return err && err != -ENOENT ? PMK_EXIT_BROKEN : PMK_EXIT_OK;
}

static int say(const struct request *request, const struct pmk_track *track)
{
	const struct format *format = find_format(track_formats, request->format);
	int status = print(format, pmk_track_document(track, format->reader));

	if (request->dir && !status)
		status = draw(request, track);
	if (!status && pmk_track_alarms(track))
		status = PMK_EXIT_FAIL;
	return status;
}

static int cmd_track(const struct request *request)
{
	struct pmk_past past;
	struct pmk_track track;
	int status = PMK_EXIT_BROKEN;

	if (load(request, &past))
		return PMK_EXIT_BROKEN;
	if (nothing(request, &past)) {
		pmk_past_free(&past);
		return PMK_EXIT_NOTHING;
	}
	if (pmk_track(&past, &request->options, &track))
		fprintf(stderr, "pagemark history: no memory for %zu series\n", past.n_series);
	else
		status = say(request, &track);
	pmk_track_free(&track);
	pmk_past_free(&past);
	return status;
}

/* A whole number from lowest on. */
static bool is_count(const char *text, unsigned long lowest, unsigned long highest,
		     unsigned long *count)
{
	char *end;

	errno = 0;
	*count = strtoul(text, &end, 10);
	return *text >= '0' && *text <= '9' && !*end && !errno && *count >= lowest &&
	       *count <= highest;
}

/* "1%" or "1.5%": a part of 0 to below 100 percent. */
static bool is_percent(const char *text, double *part)
{
	char *end;

	*part = strtod(text, &end) / 100;
	return end != text && !strcmp(end, "%") && *part >= 0 && *part < 1;
}

static const struct option options[] = {
	{ "db", required_argument, NULL, 'd' },
	{ "format", required_argument, NULL, 'f' },
	{ "circumstances", required_argument, NULL, 'c' },
	{ "last", required_argument, NULL, 'l' },
	{ "persist", required_argument, NULL, 'p' },
	{ "min-effect", required_argument, NULL, 'e' },
	{ "rate", required_argument, NULL, 'r' },
	{ "seed", required_argument, NULL, 's' },
	{ "untrusted", no_argument, NULL, 'u' },
	{ "help", no_argument, NULL, 'h' },
	{ 0 },
};

/* One option into the request; false if its value is none. */
static bool take_option(struct request *request, int option)
{
	struct pmk_track_options *to = &request->options;
	unsigned long count = 0;
	bool fine = true;

	if (option == 'd')
		request->db = optarg;
	else if (option == 'f')
		request->format = optarg;
	else if (option == 'o')
		request->dir = optarg;
	else if (option == 'u')
		to->untrusted = true;
	else if (option == 'c' && (fine = is_count(optarg, 1, INT32_MAX, &count)))
		to->circumstances = (long)count;
	else if (option == 'l' && (fine = is_count(optarg, 1, UINT32_MAX, &count)))
		to->last = count;
	else if (option == 'p' && (fine = is_count(optarg, 2, PMK_CHANGE_WINDOW / 8, &count)))
		to->persist = count;
	else if (option == 's' && (fine = is_count(optarg, 0, ULONG_MAX, &count)))
		to->seed = count;
	else if (option == 'e')
		fine = is_percent(optarg, &to->effect);
	else if (option == 'r')
		fine = is_percent(optarg, &to->rate);
	return fine;
}

/* Which options a subcommand takes besides --db, and its formats, the first by default. */
static const struct subcommand {
	const char *name, *options, *formats[5];
} subcommands[] = {
	{ "add", "d", { NULL } },
	{ "list", "dfc", { "pretty", "json", "csv", "otava", NULL } },
	{ "track", "dfcolpersu", { "pretty", "json", "markdown", NULL } },
};

static bool has_format(const struct subcommand *what, const char *format)
{
	for (size_t i = 0; what->formats[i]; i++)
		if (!strcmp(what->formats[i], format))
			return true;
	return !what->formats[0];
}

static int run_subcommand(const struct subcommand *what, int argc, char **argv)
{
	struct request request = {
		.db = DEFAULT_DB,
		.format = what->formats[0] ? what->formats[0] : "",
		.options = { .last = PMK_TRACK_LAST,
			     .persist = PMK_CHANGE_PERSIST,
			     .effect = pmk_clock_wall.effect,
			     .rate = PMK_TRACK_RATE,
			     .seed = 1 },
	};
	int option;

	opterr = 0;
	optind = 0;
	while ((option = getopt_long(argc, argv, "ho:", options, NULL)) != -1) {
		if (option == 'h') {
			printf("usage: %s", usage_text);
			return PMK_EXIT_OK;
		}
		if (option == '?' || !strchr(what->options, option))
			return usage("unknown option or missing value:", argv[optind - 1]);
		if (!take_option(&request, option))
			return usage("expected a number in its range, found", optarg);
	}
	if (!has_format(what, request.format))
		return usage("expected another format, found", request.format);
	request.options.patterns = (const char *const *)argv + optind;
	request.options.n_patterns = argc - optind;
	if (!strcmp(what->name, "add"))
		return cmd_add(&request, argv + optind, (size_t)(argc - optind));
	return strcmp(what->name, "list") ? cmd_track(&request) : cmd_list(&request);
}

int pmk_cmd_history(int argc, char **argv)
{
	if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))) {
		printf("usage: %s", usage_text);
		return PMK_EXIT_OK;
	}
	for (size_t i = 0; argc > 1 && i < sizeof(subcommands) / sizeof(subcommands[0]); i++)
		if (!strcmp(argv[1], subcommands[i].name))
			return run_subcommand(&subcommands[i], argc - 1, argv + 1);
	return usage("expected add, list or track, found", argc > 1 ? argv[1] : "nothing");
}
