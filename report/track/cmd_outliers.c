// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark history outliers`: which machine of a fleet is different. */
#include "options/commands.h"
#include "stats/outliers.h"
#include "text/embed.h"
#include "text/template.h"
#include "track.h"

PMK_EMBED(outliers, "report/track/outliers.mustache");

/* What the command line says. */
struct outliers_request {
	const char *db;
	unsigned int format;
	struct pmk_track_options options;
};

static const char *const words_of_format[] = { "pretty", "json", NULL };

static const struct pmk_option options[] = {
	{ "db", 0, PMK_OPTION_TEXT, "FILE", PMK_HISTORY_DB_HELP,
	  PMK_OPTION_AT(struct outliers_request, db) },
	{ "format", 0, PMK_OPTION_WORD, "FORMAT", "how it is written",
	  PMK_OPTION_AT(struct outliers_request, format), .words = words_of_format },
	{ "min-effect", 0, PMK_OPTION_PERCENT, "2%", "the least difference that is told",
	  PMK_OPTION_AT(struct outliers_request, options.effect), .to = 99.9 },
	{ 0 },
};

static int say(const struct outliers_request *request, const json_t *document, size_t different)
{
	const json_t *class;
	size_t judged = 0, i;
	int err = -1;

	json_array_foreach(json_object_get(document, "classes"), i, class)
		judged += pmk_rec_number(class, "peers") > 0;
	if (document && !request->format)
		err = pmk_template(stdout, outliers, document, PMK_ESCAPE_TERMINAL);
	else if (document)
		err = json_dumpf(document, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
	if (err) {
		fprintf(stderr, "pagemark history: no memory for what there is to say\n");
		return PMK_EXIT_BROKEN;
	}
	if (request->format)
		putchar('\n');
	if (judged)
		return different ? PMK_EXIT_FAIL : PMK_EXIT_OK;
	fprintf(stderr,
		"pagemark history: %s: expected %d machines or more of one processor, board and "
		"labels, found no such class; 'pagemark history add' adds runs\n",
		request->db, PMK_OUTLIERS_PEERS);
	return PMK_EXIT_NOTHING;
}

static int cmd_outliers(int argc, char **argv)
{
	struct outliers_request request = { .db = pmk_history_default(),
					    .options.effect = PMK_OUTLIERS_EFFECT };
	char **words = pmk_options_read(&pmk_command_history_outliers, argc, argv, &request);
	struct pmk_past past;
	size_t different;
	json_t *document;
	int status;

	request.options.patterns = (const char *const *)words;
	if (!words || pmk_history_fetch(request.db, &past))
		return PMK_EXIT_BROKEN;
	request.options.n_patterns = (int)pmk_texts_count(request.options.patterns);
	document = pmk_outliers_document(&past, &request.options, &different);
	status = say(&request, document, different);
	json_decref(document);
	pmk_past_free(&past);
	return status;
}

const struct pmk_command pmk_command_history_outliers = {
	.name = "history outliers",
	.words = "[PATTERN...]",
	.summary = "which machine costs something else than its peers; status 1 if one does",
	.options = options,
	.main = cmd_outliers,
};
