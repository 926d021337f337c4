// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark report`: reads records, prints short answers; draws, writes the page and summary. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "options/commands.h"
#include "pdf.h"
#include "plot/plot.h"
#include "report.h"
#include "terminal.h"
#include "text/embed.h"
#include "text/folder.h"
#include "text/template.h"

#define NO_GNUPLOT \
	"gnuplot is not installed: apt-get install gnuplot-nox, then run pagemark report again"

#define NO_LSTOPO \
	"lstopo-no-graphics is not installed: apt-get install hwloc-nox, then report again"

PMK_EMBED(page, "report/page/page.html");
PMK_EMBED(script, "report/page/page.js");
PMK_EMBED(style, "report/page/page.css");
PMK_EMBED(summary, "report/page/summary.mustache");
PMK_EMBED(terminal, "report/page/terminal.mustache");

/* Written beside and moved over, so that a full disk never leaves half a page under the name. */
static int write_document(const struct pmk_report *report, const char *name, const char *template,
			  const json_t *document, enum pmk_escape escape)
{
	char *path = NULL, *draft = NULL;
	int err = 0;
	FILE *to;

	if (asprintf(&path, "%s/%s", report->dir, name) < 0 || asprintf(&draft, "%s.new", path) < 0)
		return -ENOMEM;
	to = fopen(draft, "we");
	if (to) {
		err = pmk_template(to, template, document, escape);
		err = ferror(to) ? -EIO : err;
		if (fclose(to) && !err)
			err = -errno;
	}
	if (!to || (!err && rename(draft, path)))
		err = -errno;
	if (err) {
		fprintf(stderr, "pagemark report: cannot write %s: %s\n", path, strerror(-err));
		if (to)
			remove(draft);
	}
	free(draft);
	free(path);
	return err;
}

/* What a picture lacks: a program that is not there, or one that failed; NULL for nothing. */
static const char *why_none(int err, const char *missing, const char *failed)
{
	return err == -ENOENT ? missing : err && err != -ENODATA ? failed : NULL;
}

static void drop_stems(struct pmk_report *report)
{
	for (size_t i = 0; i < report->groups.n && report->stems; i++) {
		free(report->stems[i]);
		report->stems[i] = NULL;
	}
}

/* What will be written, before anything is. */
static int claim_files(struct pmk_report *report, struct pmk_files *files)
{
	int err = pmk_files_begin(files, report->dir);

	err = err ? err : pmk_files_claim(files, "report.html");
	err = err ? err : pmk_files_claim(files, "summary.md");
	for (size_t i = 0; i < report->groups.n && !err; i++) {
		const struct pmk_group *group = &report->groups.groups[i];

		report->stems[i] =
			pmk_tool_stem("%02zu-%.50s-%.40s%s%.40s", i + 1, group->comparison,
				      group->target->name, *group->side ? "-" : "", group->side);
		err = report->stems[i] ? pmk_files_claim(files, "%s.gp", report->stems[i])
				       : -ENOMEM;
		err = err ? err : pmk_files_claim(files, "%s.svg", report->stems[i]);
		err = err ? err : pmk_files_claim(files, "%s.png", report->stems[i]);
	}
	for (size_t i = 0; i < report->n_recs; i++)
		for (size_t t = 0; t < report->recs[i].n_targets && !err; t++) {
			err = pmk_files_claim(files, PMK_DRAWING_STEM ".xml", i + 1, t + 1);
			err = err ? err
				  : pmk_files_claim(files, PMK_DRAWING_STEM ".svg", i + 1, t + 1);
		}
	return err ? err : pmk_files_write(files);
}

/* A report without plots is still a report; it says why. */
static void draw(struct pmk_report *report)
{
	int err = 0;

	for (size_t i = 0; i < report->groups.n && (!err || err == -ENODATA); i++) {
		err = pmk_plot(&report->groups.groups[i], report->dir, report->stems[i]);
		if (!err)
			continue;
		free(report->stems[i]);
		report->stems[i] = NULL;
	}
	if (!err || err == -ENODATA)
		err = pmk_tool_gnuplot(report->dir, report->stems, report->groups.n);
	if (err)
		drop_stems(report);
	report->no_plots =
		why_none(err, NO_GNUPLOT, "gnuplot failed; its message is on standard error");
	if (report->no_plots)
		fprintf(stderr, "pagemark report: no plots: %s\n", report->no_plots);
}

/* The machine is drawn where its topology is known; where that fails the page says why. */
static void draw_machines(struct pmk_report *report)
{
	char stem[PMK_DRAWING_STEM_BYTES];

	for (size_t i = 0; i < report->n_recs; i++)
		for (size_t t = 0; t < report->recs[i].n_targets && !report->no_drawings; t++) {
			snprintf(stem, sizeof(stem), PMK_DRAWING_STEM, i + 1, t + 1);
			report->no_drawings = why_none(
				pmk_tool_lstopo(report->dir, stem, report->recs[i].targets[t].run),
				NO_LSTOPO, "lstopo failed; its message is on standard error");
		}
	if (report->no_drawings)
		fprintf(stderr, "pagemark report: no drawing of the machine: %s\n",
			report->no_drawings);
}

/* One record, or a folder of them, as one column. */
static int read_one(struct pmk_report *report, const char *path)
{
	size_t i = report->n_recs;
	char error[PMK_REC_ERROR_BYTES];
	int err = pmk_set_read(path, &report->sets[i], error);

	if (err) {
		fprintf(stderr, "pagemark report: %s\n", error);
		return err;
	}
	err = pmk_profiled_set_read(&report->profiles[i], &report->sets[i], error);
	if (err)
		fprintf(stderr, "pagemark report: %s\n", *error ? error : strerror(-err));
	err = err ? err : pmk_merged_make(&report->merged[i], &report->sets[i]);
	if (err) {
		pmk_profiled_set_free(&report->profiles[i]);
		pmk_set_free(&report->sets[i]);
		return err;
	}
	report->recs[i] = report->merged[i].rec;
	report->n_recs++;
	/* Groups keep pointers to the records, which cmd_report() frees. */
	err = pmk_groups_add(&report->groups, /* NOLINT(clang-analyzer-unix.Malloc) */
			     &report->recs[i]);
	if (err)
		fprintf(stderr, "pagemark report: %s: cannot sort its points: %s\n", path,
			err == -E2BIG ? "more than 500 comparisons in one report" : strerror(-err));
	return err;
}

/* The reference comes last: what the page says is about the others. */
static int read_records(struct pmk_report *report, char **paths, size_t n_paths)
{
	size_t n = n_paths + !!report->against;
	int err = 0;

	report->sets = calloc(n, sizeof(*report->sets));
	report->merged = calloc(n, sizeof(*report->merged));
	report->recs = calloc(n, sizeof(*report->recs));
	report->profiles = calloc(n, sizeof(*report->profiles));
	if (!report->sets || !report->merged || !report->recs || !report->profiles)
		return -ENOMEM;
	for (size_t i = 0; i < n && !err; i++)
		err = read_one(report, i < n_paths ? paths[i] : report->against);
	if (err)
		return err;
	report->stems = calloc(report->groups.n + 1, sizeof(*report->stems));
	return report->stems ? 0 : -ENOMEM;
}

/* The folder with all that the page shows as pictures; 0, or a negative errno after saying why. */
static int draw_all(struct pmk_report *report, struct pmk_files *files)
{
	int err = pmk_folder_make(report->dir);

	if (err) {
		fprintf(stderr,
			"pagemark report: cannot make the directory %s: %s; give another with -o\n",
			report->dir, strerror(-err));
		return err;
	}
	err = claim_files(report, files);
	if (err) {
		if (err != -EEXIST)
			fprintf(stderr, "pagemark report: cannot write %s/" PMK_FILES_LIST ": %s\n",
				report->dir, strerror(-err));
		return err;
	}
	draw(report);
	draw_machines(report);
	return 0;
}

static json_t *make_document(const struct pmk_report *report)
{
	json_t *document = pmk_report_document(report);

	if (!document)
		fprintf(stderr, "pagemark report: no memory for the report\n");
	json_object_set_new(document, "style", json_string(style));
	json_object_set_new(document, "script", json_string(script));
	return document;
}

/* The folder with the page, its summary and its plots. */
static int write_folder(struct pmk_report *report)
{
	struct pmk_files files = { 0 };
	int err = draw_all(report, &files);
	json_t *document = err ? NULL : make_document(report);

	err = !document || write_document(report, "report.html", page, document, PMK_ESCAPE_HTML) ||
	      write_document(report, "summary.md", summary, document, PMK_ESCAPE_MARKDOWN) ||
	      pmk_files_end(&files) || pmk_terminal(stdout, terminal, document);
	json_decref(document);
	pmk_files_free(&files);
	if (!err)
		printf("report: %s/report.html\n", report->dir);
	return err;
}

/* The same page, whose style sheet leaves the plots out on paper. */
static int write_pdf(const struct pmk_report *report)
{
	json_t *document = make_document(report);
	int err = document ? pmk_pdf(report->pdf, page, document) : -ENOMEM;

	json_decref(document);
	if (!err)
		printf("report: %s\n", report->pdf);
	return err;
}

static int write_report(struct pmk_report *report)
{
	json_t *document;
	int err = 0;

	if (report->dir)
		err = write_folder(report);
	if (report->pdf && !err)
		err = write_pdf(report);
	if (report->dir || report->pdf)
		return err ? PMK_EXIT_BROKEN : PMK_EXIT_OK;
	document = make_document(report);
	err = !document || pmk_terminal(stdout, terminal, document);
	json_decref(document);
	return err ? PMK_EXIT_BROKEN : PMK_EXIT_OK;
}

static const struct pmk_option options[] = {
	{ "output", 'o', PMK_OPTION_TEXT, "DIR",
	  "the page, its summary and its plots go there; without it the\n"
	  "answers are printed, and nothing is written",
	  PMK_OPTION_AT(struct pmk_report, dir) },
	{ "against", 0, PMK_OPTION_TEXT, "REFERENCE",
	  "what the others are held against, side by side (default: the first)",
	  PMK_OPTION_AT(struct pmk_report, against) },
	{ "expect", 0, PMK_OPTION_TEXT, "FILE",
	  "expectations: what came of them stands on the page, and waivers\n"
	  "beside each FAIL",
	  PMK_OPTION_AT(struct pmk_report, expect_path) },
	{ "pdf", 0, PMK_OPTION_TEXT, "FILE",
	  "the page as one document to print and to sign, by Chromium\n"
	  "(apt-get install chromium)",
	  PMK_OPTION_AT(struct pmk_report, pdf) },
	/* What ends `pagemark run`, which has said the rest itself. */
	{ "answers", 0, PMK_OPTION_FLAG, NULL, NULL,
	  PMK_OPTION_AT(struct pmk_report, answers_alone) },
	{ 0 },
};

static int cmd_report(int argc, char **argv)
{
	struct pmk_report report = { 0 };
	char **paths = pmk_options_read(&pmk_command_report, argc, argv, &report);
	int status = PMK_EXIT_BROKEN;

	if (!paths)
		return PMK_EXIT_BROKEN;
	if (report.expect_path && pmk_expect_read(&report.expect, report.expect_path, stderr))
		return PMK_EXIT_BROKEN;
	if (!read_records(&report, paths, pmk_texts_count((const char *const *)paths)))
		status = write_report(&report);
	if (report.expect_path)
		pmk_expect_free(&report.expect);
	drop_stems(&report);
	pmk_groups_free(&report.groups);
	for (size_t i = 0; i < report.n_recs; i++) {
		pmk_profiled_set_free(&report.profiles[i]);
		pmk_merged_free(&report.merged[i]);
		pmk_set_free(&report.sets[i]);
	}
	free(report.sets);
	free(report.merged);
	free(report.recs);
	free(report.profiles);
	free(report.stems);
	return status;
}

const struct pmk_command pmk_command_report = {
	.name = "report",
	.words = "FILE|DIR...",
	.summary = "answers, plots and tables as one HTML page",
	.options = options,
	.expects = PMK_EXPECTS_RECORD,
	.main = cmd_report,
};
