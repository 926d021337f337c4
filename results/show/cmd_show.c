// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark show`: a record for people, a spreadsheet, a commit message, or as one JSON object. */
#include <stdio.h>

#include "options/commands.h"
#include "record/record_document.h"
#include "show.h"
#include "text/embed.h"
#include "text/template.h"

PMK_EMBED(csv, "results/show/show_csv.mustache");

static const char *const formats[] = { "pretty", "csv", "json", "mail", NULL };

struct show_request {
	struct pmk_choice choice;
	unsigned int format;
};

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

static void show_csv(const struct pmk_choice *show)
{
	json_t *document = pmk_document(show, true);

	pmk_template(stdout, csv, document, PMK_ESCAPE_CSV);
	json_decref(document);
}

static void show_json(const struct pmk_choice *show)
{
	json_t *document = pmk_document(show, false);

	json_dumpf(document, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
	putchar('\n');
	json_decref(document);
}

static void (*const print[])(const struct pmk_choice *show) = { pmk_show_pretty, show_csv,
								show_json, pmk_show_mail };

static int show_set(struct pmk_choice *show, unsigned int format, const char *path)
{
	const struct pmk_rec *rec = show->rec;
	int status = verdict(show);

	if (status == PMK_EXIT_NOTHING && !rec->n_all)
		fprintf(stderr, "pagemark show: %s: a record with no points and no claims\n", path);
	else if (status == PMK_EXIT_NOTHING)
		fprintf(stderr,
			"pagemark show: %s: expected a point or claim that the %s, found none; "
			"'pagemark show --format csv %s' lists what there is\n",
			path, show->target ? "target and the patterns select" : "patterns select",
			path);
	else
		print[format](show);
	pmk_choice_warn(show, stderr, "show");
	return status;
}

static const struct pmk_option options[] = {
	{ "format", 0, PMK_OPTION_WORD, "FORMAT", "how it is written",
	  PMK_OPTION_AT(struct show_request, format), .words = formats },
	{ "target", 0, PMK_OPTION_TEXT, "NAME", "only what was measured there",
	  PMK_OPTION_AT(struct show_request, choice.target) },
	{ 0 },
};

static int cmd_show(int argc, char **argv)
{
	struct show_request request = { 0 };
	char **words = pmk_options_read(&pmk_command_show, argc, argv, &request);
	char error[PMK_REC_ERROR_BYTES];
	int status;

	if (!words)
		return PMK_EXIT_BROKEN;
	request.choice.patterns = (const char *const *)words + 1;
	request.choice.n_patterns = pmk_texts_count(request.choice.patterns);
	if (pmk_choice_read(&request.choice, words[0], error)) {
		fprintf(stderr, "pagemark show: %s\n", error);
		return PMK_EXIT_BROKEN;
	}
	status = show_set(&request.choice, request.format, words[0]);
	pmk_choice_free(&request.choice);
	return status;
}

const struct pmk_command pmk_command_show = {
	.name = "show",
	.words = "FILE|DIR [PATTERN...]",
	.summary = "what a record holds",
	.options = options,
	.expects = PMK_EXPECTS_RECORD,
	.main = cmd_show,
};
