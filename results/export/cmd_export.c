// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark export`: a record for other programs; says what their format could not hold. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "options/commands.h"
#include "outcomes.h"
#include "program.h"
#include "record/record_document.h"
#include "text/format.h"

/**
 * struct order - what is to be done
 * @choice: of the record
 * @to: the format's name, or the path of a program
 * @outcomes: writes it; NULL for what @program writes
 * @program: the other one
 * @talk: what that says
 * @expected: of --expect, read
 * @expect: the option
 * @path: of the record
 * @output: file that must not exist yet; NULL or "-" for standard output
 * @origin: who submits it
 * @build_id: of the build that was measured, as its submitter named it; NULL for none
 */
struct order {
	struct pmk_choice choice;
	const char *to;
	const struct pmk_export_outcomes *outcomes;
	struct pmk_program *program;
	struct pmk_program_talk talk;
	struct pmk_expect expected;
	const char *expect;
	const char *path, *output, *origin, *build_id;
};

/* What a program is for stands in its second line, behind "# ". */
static void list_formats(FILE *to)
{
	const struct pmk_export_outcomes *outcomes;
	const struct pmk_program_text *program;

	fputs("FORMAT is one of\n", to);
	for (size_t i = 0; (program = pmk_program_at(i)); i++) {
		const char *what = strchr(program->text, '\n') + strlen("\n# ");

		fprintf(to, "  %-24s %.*s\n", program->name, (int)strcspn(what, "\n"), what);
	}
	for (size_t i = 0; (outcomes = pmk_export_outcomes_at(i)); i++)
		fprintf(to, "  %-24s %s\n", outcomes->name, outcomes->what);
	fprintf(to, "  %-24s %s\n", "FILE.jq", "a jq program of yours, as docs/export.md has it");
}

static int complain(const struct order *order, const char *what)
{
	fprintf(stderr, "pagemark export: %s: %s: ", order->path, order->to);
	pmk_print_line(stderr, what);
	return PMK_EXIT_BROKEN;
}

/* What a format has no place for is told, among others. */
static void note(void *order, const char *text)
{
	complain(order, text);
}

/* The whole text or no file: what is half written is removed again. */
static int deliver(const struct order *order, const char *text, size_t length)
{
	bool to_file = order->output && strcmp(order->output, "-") != 0;
	FILE *to = to_file ? fopen(order->output, "wxe") : stdout;
	int err = 0;

	if (!to && errno == EEXIST) {
		fprintf(stderr,
			"pagemark export: %s exists already; choose another name or remove it\n",
			order->output);
		return PMK_EXIT_BROKEN;
	}
	if (!to || fwrite(text, 1, length, to) != length || fflush(to))
		err = errno;
	if (to_file && to) {
		if (fclose(to) && !err)
			err = errno;
		if (err)
			unlink(order->output);
	}
	if (!err)
		return PMK_EXIT_OK;
	fprintf(stderr, "pagemark export: cannot write %s: %s\n",
		to_file ? order->output : "standard output", strerror(err));
	return PMK_EXIT_BROKEN;
}

static int run_program(struct order *order)
{
	json_t *document = pmk_document(&order->choice, true);
	int err = document ? 0 : -ENOMEM;

	if (!err) {
		json_object_set_new(document, "origin", json_string(order->origin));
		json_object_set_new(document, "build_id",
				    order->build_id ? json_string(order->build_id) : json_null());
	}
	if (!err)
		err = pmk_program_run(order->program, document);
	json_decref(document);
	return err;
}

static int say_why_nothing(const struct order *order)
{
	if (!order->choice.rec->n_all)
		fprintf(stderr, "pagemark export: %s: a record with no points and no claims\n",
			order->path);
	else
		fprintf(stderr,
			"pagemark export: %s: expected something that is asked for and that %s "
			"holds, found nothing; 'pagemark show --format csv %s' lists what there "
			"is\n",
			order->path, order->to, order->path);
	return PMK_EXIT_NOTHING;
}

/* Into memory first, so that nothing is created unless it can be whole. */
static int export_record(struct order *order)
{
	size_t counts[PMK_STATUSES], length = 0;
	char *text = NULL;
	int err, status = PMK_EXIT_BROKEN;

	order->talk.out = open_memstream(&text, &length);
	if (!order->talk.out)
		err = -ENOMEM;
	else if (!pmk_choice_count(&order->choice, counts))
		err = -ENODATA;
	else if (order->outcomes)
		err = pmk_export_outcomes(order->outcomes, &order->choice,
					  order->expect ? &order->expected : NULL, order->talk.out);
	else
		err = run_program(order);
	if (order->talk.out && fclose(order->talk.out) && !err)
		err = -ENOMEM;
	if (!err && !length)
		err = -ENODATA;
	if (!err)
		status = deliver(order, text, length);
	else if (err == -ENODATA)
		status = say_why_nothing(order);
	else
		complain(order, err == -ECANCELED ? order->talk.error : strerror(-err));
	free(text);
	return status;
}

static int export_path(struct order *order)
{
	char error[PMK_REC_ERROR_BYTES];
	int status;

	if (pmk_choice_read(&order->choice, order->path, error)) {
		fprintf(stderr, "pagemark export: %s\n", error);
		return PMK_EXIT_BROKEN;
	}
	status = export_record(order);
	pmk_choice_warn(&order->choice, stderr, "export");
	pmk_choice_free(&order->choice);
	return status;
}

/* Finds what writes the format; false after saying why there is nothing. */
static bool choose_format(struct order *order)
{
	const struct pmk_export_outcomes *outcomes;

	for (size_t i = 0; (outcomes = pmk_export_outcomes_at(i)); i++)
		if (!strcmp(outcomes->name, order->to))
			order->outcomes = outcomes;
	if (!order->outcomes)
		order->program = pmk_program_open(order->to, &order->talk);
	if (order->outcomes || order->program)
		return true;
	if (errno == ENOENT)
		pmk_usage_error(&pmk_command_export, "--to with a format", order->to);
	else
		fprintf(stderr, "pagemark export: %s: %s\n", order->to,
			errno == ENOMEM ? strerror(ENOMEM) : order->talk.error);
	return false;
}

/* False after saying what is wrong. */
static bool read_expectations(struct order *order)
{
	if (!order->expect)
		return true;
	if (!order->outcomes) {
		pmk_usage_error(&pmk_command_export, "--expect with ktap, tap13 or junit",
				order->to);
		return false;
	}
	return !pmk_expect_read(&order->expected, order->expect, stderr);
}

/* Letters, digits and '_', as KCIDB wants it; how many @text begins with. */
static size_t origin_length(const char *text)
{
	return strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");
}

static int set_origin(void *order, const char *text, char *why, size_t size)
{
	((struct order *)order)->origin = text;
	if (*text && !text[origin_length(text)])
		return 0;
	snprintf(why, size, "expected --origin of a-z, 0-9 and '_', found %s", text);
	return -EINVAL;
}

/* As KCIDB wants it: the origin of who built it, a colon, and what that calls it. */
static int set_build_id(void *order, const char *text, char *why, size_t size)
{
	size_t length = origin_length(text);

	((struct order *)order)->build_id = text;
	if (length && text[length] == ':' && text[length + 1])
		return 0;
	snprintf(why, size, "expected --build-id as ORIGIN:ID, found %s", text);
	return -EINVAL;
}

static const struct pmk_option options[] = {
	{ "to", 0, PMK_OPTION_TEXT, "FORMAT", "into which format", PMK_OPTION_AT(struct order, to),
	  .expects = "with a format", .required = true },
	{ "output", 'o', PMK_OPTION_TEXT, "FILE", "a new file instead of standard output",
	  PMK_OPTION_AT(struct order, output) },
	{ "target", 0, PMK_OPTION_TEXT, "NAME", "only what was measured there",
	  PMK_OPTION_AT(struct order, choice.target) },
	{ "expect", 0, PMK_OPTION_TEXT, "FILE",
	  "judge by these expectations and waivers (docs/expect.md): ktap, tap13,\njunit",
	  PMK_OPTION_AT(struct order, expect) },
	{ "origin", 0, PMK_OPTION_OWN, "NAME", "who submits it to KCIDB (default: pagemark)",
	  .own = set_origin },
	{ "build-id", 0, PMK_OPTION_OWN, "ORIGIN:ID",
	  "the build that was measured, where KCIDB has it already", .own = set_build_id },
	{ 0 },
};

static int cmd_export(int argc, char **argv)
{
	struct order order = { .origin = "pagemark", .talk = { .note = note, .data = &order } };
	char **words = pmk_options_read(&pmk_command_export, argc, argv, &order);
	int status = PMK_EXIT_BROKEN;

	if (!words)
		return status;
	order.path = words[0];
	order.choice.patterns = (const char *const *)words + 1;
	order.choice.n_patterns = (int)pmk_texts_count(order.choice.patterns);
	if (choose_format(&order) && read_expectations(&order))
		status = export_path(&order);
	pmk_expect_free(&order.expected);
	pmk_program_close(order.program);
	return status;
}

const struct pmk_command pmk_command_export = {
	.name = "export",
	.words = "FILE|DIR [PATTERN...]",
	.summary = "a record for other programs; FORMAT is gbench, csv, ktap and others, or your "
		   "FILE.jq",
	.list = list_formats,
	.options = options,
	.expects = PMK_EXPECTS_RECORD,
	.main = cmd_export,
};
