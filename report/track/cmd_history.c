// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark history`: adds runs to the database, lists them, and tracks what changed. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "options/commands.h"
#include "record/set.h"
#include "text/embed.h"
#include "text/escape.h"
#include "text/folder.h"
#include "text/template.h"
#include "track.h"

PMK_EMBED(list, "report/track/list.mustache");
PMK_EMBED(list_csv, "report/track/list_csv.mustache");
PMK_EMBED(changes, "report/track/track.mustache");
PMK_EMBED(changes_markdown, "report/track/track_markdown.mustache");

#define DRAW_ALL 20 /* so few series are drawn also where nothing changed */

/* What the command line says, for each of the commands. */
struct history_request {
	const char *db;
	bool sql;
	unsigned int format;
	const char *dir;
	struct pmk_track_options options;
};

#define DB_OPTION                                                      \
	{                                                              \
		"db", 0, PMK_OPTION_TEXT, "FILE", PMK_HISTORY_DB_HELP, \
			PMK_OPTION_AT(struct history_request, db)      \
	}

static const struct pmk_option add_options[] = { DB_OPTION, { 0 } };

/* Of a folder every record is added; a file that is none is found when it is read. */
static int cmd_add(int argc, char **argv)
{
	struct history_request request = { .db = pmk_history_default() };
	char **words = pmk_options_read(&pmk_command_history_add, argc, argv, &request);
	char error[PMK_REC_ERROR_BYTES], **paths = NULL;
	int status = PMK_EXIT_OK;
	size_t n = 0;

	if (!words)
		return PMK_EXIT_BROKEN;
	for (size_t i = 0; words[i] && !status; i++)
		if (pmk_set_paths(words[i], &paths, &n, error)) {
			fprintf(stderr, "pagemark history: %s\n", error);
			status = PMK_EXIT_BROKEN;
		}
	if (!status)
		status = pmk_history_import(request.db, paths, n);
	pmk_set_paths_free(paths, n);
	return status;
}

const struct pmk_command pmk_command_history_add = {
	.name = "history add",
	.words = "FILE|DIR...",
	.summary = "adds runs to the database of many runs",
	.options = add_options,
	.expects = PMK_EXPECTS_RECORD,
	.main = cmd_add,
};

/* What list and track begin with: their options over the defaults; false after saying why not. */
static bool read_options(const struct pmk_command *command, int argc, char **argv,
			 struct history_request *request)
{
	char **words;

	*request = (struct history_request){
		.db = pmk_history_default(),
		.options = { .last = PMK_TRACK_LAST,
			     .persist = PMK_CHANGE_PERSIST,
			     .effect = pmk_clock_wall.effect,
			     .rate = PMK_TRACK_RATE,
			     .seed = 1 },
	};
	words = pmk_options_read(command, argc, argv, request);
	if (!words)
		return false;
	request->options.patterns = (const char *const *)words;
	request->options.n_patterns = (int)pmk_texts_count(request->options.patterns);
	return true;
}

int pmk_history_fetch(const char *db, struct pmk_past *past)
{
	char error[PMK_HISTORY_ERROR_BYTES];
	struct pmk_history *history = pmk_history_open(db, false, error);
	int err = history ? pmk_history_load(history, past, error) : -EIO;

	if (err)
		fprintf(stderr, "pagemark history: %s\n", error);
	if (history)
		pmk_history_close(history);
	return err;
}

/* A choice of nothing is a mistake in the pattern more often than not. */
static bool nothing(const struct history_request *request, const struct pmk_past *past)
{
	for (size_t i = 0; i < past->n_series; i++)
		if (pmk_track_wants(&request->options, &past->series[i]))
			return false;
	fprintf(stderr,
		"pagemark history: %s: expected a series that the patterns%s select, found none; "
		"'pagemark history list --db %s \"*\"' lists what there is\n",
		request->db, request->options.circumstances ? " and the circumstances" : "",
		request->db);
	return true;
}

static void note(void *data, const char *text)
{
	(void)data;
	fputs("pagemark history: ", stderr);
	pmk_print_line(stderr, text);
}

static int print_otava(const struct history_request *request, const struct pmk_past *past)
{
	struct pmk_program_talk talk = { .out = stdout, .note = note };
	int err = pmk_history_otava(past, &request->options, &talk);

	if (err == -EEXIST)
		fprintf(stderr,
			"pagemark history: %s: choose with --circumstances N ('pagemark history "
			"list --db %s')\n",
			talk.error, request->db);
	else if (err)
		note(NULL, *talk.error ? talk.error : strerror(-err));
	return err ? PMK_EXIT_BROKEN : PMK_EXIT_OK;
}

/* How a document is written; as JSON where there is no template. Their names, in this order. */
static const struct format {
	const char *template;
	enum pmk_escape escape;
	enum pmk_history_reader reader;
} list_formats[] = {
	{ list, PMK_ESCAPE_TERMINAL, PMK_FOR_PEOPLE },
	{ NULL, PMK_ESCAPE_NONE, PMK_FOR_PROGRAMS },
	{ list_csv, PMK_ESCAPE_CSV, PMK_FOR_TABLES },
}, track_formats[] = {
	{ changes, PMK_ESCAPE_TERMINAL, PMK_FOR_PEOPLE },
	{ NULL, PMK_ESCAPE_NONE, PMK_FOR_PROGRAMS },
	{ changes_markdown, PMK_ESCAPE_MARKDOWN, PMK_FOR_PEOPLE },
};
static const char *const list_words[] = { "pretty", "json", "csv", "otava", NULL };
static const char *const track_words[] = { "pretty", "json", "markdown", NULL };

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

/* Series by series, because a history may have a million points. */
static int print_table(const struct history_request *request, const struct pmk_past *past)
{
	struct pmk_past one = *past;
	bool begun = false;
	int status = PMK_EXIT_OK;

	for (one.n_series = 1; one.series < past->series + past->n_series && !status;
	     one.series++) {
		json_t *document;

		if (!pmk_track_wants(&request->options, one.series))
			continue;
		document = pmk_history_document(&one, &request->options, PMK_FOR_TABLES);
		json_object_set_new(document, "begun", json_boolean(begun));
		status = print(&list_formats[request->format], document);
		begun = true;
	}
	return status;
}

static int print_list(const struct history_request *request, const struct pmk_past *past)
{
	const struct format *format = &list_formats[request->format];

	if (!strcmp(list_words[request->format], "otava"))
		return print_otava(request, past);
	if (format->reader == PMK_FOR_TABLES && pmk_history_lists_series(&request->options))
		return print_table(request, past);
	return print(format, pmk_history_document(past, &request->options, format->reader));
}

#define CIRCUMSTANCES_OPTION                                                          \
	{                                                                             \
		"circumstances", 0, PMK_OPTION_COUNT, "N",                            \
			"only series of these, as list numbers them",                 \
			PMK_OPTION_AT(struct history_request, options.circumstances), \
			.min = 1, .max = INT32_MAX                                    \
	}

static const struct pmk_option list_options[] = {
	DB_OPTION,
	{ "format", 0, PMK_OPTION_WORD, "FORMAT", "how it is written",
	  PMK_OPTION_AT(struct history_request, format), .words = list_words },
	CIRCUMSTANCES_OPTION,
	{ 0 },
};

static int cmd_list(int argc, char **argv)
{
	struct history_request request;
	struct pmk_past past;
	int status;

	if (!read_options(&pmk_command_history_list, argc, argv, &request) ||
	    pmk_history_fetch(request.db, &past))
		return PMK_EXIT_BROKEN;
	if (pmk_history_lists_series(&request.options) && nothing(&request, &past))
		status = PMK_EXIT_NOTHING;
	else
		status = print_list(&request, &past);
	pmk_past_free(&past);
	return status;
}

const struct pmk_command pmk_command_history_list = {
	.name = "history list",
	.words = "[PATTERN...]",
	.summary = "the runs in the database; with a PATTERN or --circumstances its series",
	.options = list_options,
	.main = cmd_list,
};

static const struct pmk_option export_options[] = {
	DB_OPTION,
	{ "sql", 0, PMK_OPTION_FLAG, NULL, "as SQL, which SQLite and PostgreSQL take",
	  PMK_OPTION_AT(struct history_request, sql), .required = true },
	{ 0 },
};

static int cmd_export(int argc, char **argv)
{
	struct history_request request = { .db = pmk_history_default() };
	char **words = pmk_options_read(&pmk_command_history_export, argc, argv, &request);
	char error[PMK_HISTORY_ERROR_BYTES];
	struct pmk_history *history;
	int err;

	if (!words)
		return PMK_EXIT_BROKEN;
	history = pmk_history_open(request.db, false, error);
	err = history ? pmk_history_sql(history, stdout, error) : -EIO;
	if (err)
		fprintf(stderr, "pagemark history: %s\n", error);
	if (history)
		pmk_history_close(history);
	return err ? PMK_EXIT_BROKEN : PMK_EXIT_OK;
}

const struct pmk_command pmk_command_history_export = {
	.name = "history export",
	.words = "",
	.summary = "the database as SQL, to be added to one that several machines share",
	.options = export_options,
	.main = cmd_export,
};

/* Draws what changed; all, where they are few. Without gnuplot the words are still there. */
static int draw(const struct history_request *request, const struct pmk_track *track)
{
	size_t n = 0;
	int err = pmk_folder_make(request->dir);

	for (size_t i = 0; i < track->n && !err; i++) {
		const struct pmk_tracked *series = &track->all[i];

		if (!series->n || (!series->changes.n && track->n > DRAW_ALL))
			continue;
		err = pmk_track_plot(track, series, request->dir);
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

static int say(const struct history_request *request, const struct pmk_track *track)
{
	const struct format *format = &track_formats[request->format];
	int status = print(format, pmk_track_document(track, format->reader));

	if (request->dir && !status)
		status = draw(request, track);
	if (!status && pmk_track_alarms(track))
		status = PMK_EXIT_FAIL;
	return status;
}

static const struct pmk_option track_options[] = {
	DB_OPTION,
	{ "format", 0, PMK_OPTION_WORD, "FORMAT", "how it is written",
	  PMK_OPTION_AT(struct history_request, format), .words = track_words },
	{ "output", 'o', PMK_OPTION_TEXT, "DIR", "draw there too, for each series that changed",
	  PMK_OPTION_AT(struct history_request, dir) },
	CIRCUMSTANCES_OPTION,
	{ "last", 0, PMK_OPTION_COUNT, "10",
	  "a regression in so many newest runs is one to act upon",
	  PMK_OPTION_AT(struct history_request, options.last), .min = 1, .max = UINT32_MAX },
	{ "persist", 0, PMK_OPTION_COUNT, "3",
	  "the fewest runs of a level; what is shorter is an outlier",
	  PMK_OPTION_AT(struct history_request, options.persist), .min = 2,
	  .max = PMK_CHANGE_WINDOW / 8 },
	{ "min-effect", 0, PMK_OPTION_PERCENT, "1%",
	  "the least change that is told, on the wall clock",
	  PMK_OPTION_AT(struct history_request, options.effect), .to = 99.9 },
	{ "rate", 0, PMK_OPTION_PERCENT, "5%",
	  "so many of the changes told may be false, on average",
	  PMK_OPTION_AT(struct history_request, options.rate), .to = 99.9 },
	{ "seed", 0, PMK_OPTION_COUNT, "S", "of the permutations (default: 1)",
	  PMK_OPTION_AT(struct history_request, options.seed), .max = UINT64_MAX },
	{ "untrusted", 0, PMK_OPTION_FLAG, NULL,
	  "with the runs that say that they are not to be trusted",
	  PMK_OPTION_AT(struct history_request, options.untrusted) },
	{ 0 },
};

static int cmd_track(int argc, char **argv)
{
	struct history_request request;
	struct pmk_past past;
	struct pmk_track track;
	int status = PMK_EXIT_BROKEN;

	if (!read_options(&pmk_command_history_track, argc, argv, &request) ||
	    pmk_history_fetch(request.db, &past))
		return PMK_EXIT_BROKEN;
	if (nothing(&request, &past)) {
		pmk_past_free(&past);
		return PMK_EXIT_NOTHING;
	}
	if (pmk_track(&past, &request.options, &track))
		fprintf(stderr, "pagemark history: no memory for %zu series\n", past.n_series);
	else
		status = say(&request, &track);
	pmk_track_free(&track);
	pmk_past_free(&past);
	return status;
}

const struct pmk_command pmk_command_history_track = {
	.name = "history track",
	.words = "[PATTERN...]",
	.summary =
		"where costs changed, at which run and by how much; docs/history.md has the rest",
	.options = track_options,
	.main = cmd_track,
};
