// SPDX-License-Identifier: GPL-2.0-only
/* The report in short: Markdown to paste, and text for the terminal. */
#include <ctype.h>
#include <string.h>

#include "answer/answer.h"
#include "report.h"
#include "text/format.h"

#define TERMINAL_COLUMNS 96
#define COLUMNS_MAX	 4 /* of values in the short table */

/* Markdown text: what could become markup or end a table's cell is escaped. */
static void markdown(FILE *to, const char *text)
{
	for (; text && *text; text++) {
		if (strchr("\\`*_|[]", *text))
			fputc('\\', to);
		if (*text == '<')
			fputs("&lt;", to);
		else
			fputc((unsigned char)*text < ' ' ? ' ' : *text, to);
	}
}

static void markdown_table(FILE *to, const struct pmk_group *group)
{
	fputs("| |", to);
	for (size_t c = 0; c < group->n_contenders; c++) {
		fputc(' ', to);
		markdown(to, group->contenders[c]);
		fputs((int)c == group->baseline ? " (baseline) |" : " |", to);
	}
	fputs("\n|---|", to);
	for (size_t c = 0; c < group->n_contenders; c++)
		fputs("---|", to);
	fputc('\n', to);
	for (size_t r = 0; r < group->n_rows; r++) {
		fputs("| ", to);
		markdown(to, group->rows[r].label);
		fputs(" |", to);
		for (size_t c = 0; c < group->n_contenders; c++) {
			const struct pmk_cell *cell = &group->rows[r].cells[c];

			if (cell->ranked)
				fprintf(to, " %s |",
					pmk_format_cost(cell->cost.estimate,
							group->target->clock->unit)
						.text);
			else
				fprintf(to, " %s |",
					cell->point ? pmk_status_name(cell->point->verdict.status)
						    : "");
		}
		fputc('\n', to);
	}
}

static void markdown_group(FILE *to, const struct pmk_report *report, size_t index)
{
	const struct pmk_group *group = &report->groups.groups[index];
	char text[PMK_ANSWER_BYTES];

	fputs("\n### ", to);
	pmk_group_title(report, group, text, sizeof(text));
	markdown(to, text);
	fprintf(to, " (%s)\n\n", pmk_clock_words(group->target));
	pmk_answer(group, text);
	markdown(to, text);
	fputc(' ', to);
	pmk_answer_caveat(group, text);
	markdown(to, text);
	fputs("\n\n", to);
	pmk_answer_left_out(group, text);
	if (*text) {
		fputs("Not counted: ", to);
		markdown(to, text);
		fputs(".\n\n", to);
	}
	if (*report->stems[index])
		fprintf(to, "![plot](%s.png)\n\n", report->stems[index]);
	markdown_table(to, group);
	pmk_answer_growth(group, text);
	if (*text) {
		fputc('\n', to);
		markdown(to, text);
		fputc('\n', to);
	}
}

static void markdown_wrong_title(FILE *to, const char *title)
{
	fputs("\n**", to);
	markdown(to, title);
	fputs("**\n\n", to);
}

static void markdown_wrong_line(FILE *to, const char *sentence)
{
	fputs("- ", to);
	markdown(to, sentence);
	fputc('\n', to);
}

/* What the run says of itself, a line for each target; @begin is what stands before it. */
static void self_checks(FILE *to, const struct pmk_rec *rec, const char *begin,
			void (*write)(FILE *to, const char *text))
{
	char text[PMK_ANSWER_BYTES];

	for (size_t t = 0; t < rec->n_targets; t++) {
		pmk_self_check(rec, t, text);
		if (!*text)
			continue;
		fputs(begin, to);
		write(to, rec->targets[t].name);
		fputs(": ", to);
		write(to, text);
		fputc('\n', to);
	}
}

static void markdown_claims(FILE *to, const struct pmk_report *report)
{
	fputs("\n## Claims\n\n| verdict | claim | promised in | target | detail "
	      "|\n|---|---|---|---|---|\n",
	      to);
	for (size_t i = 0; i < report->n_recs; i++)
		for (size_t c = 0; c < report->recs[i].n_claims; c++) {
			const struct pmk_rec_claim *claim = &report->recs[i].claims[c];

			fprintf(to, "| %s | ", pmk_status_name(claim->verdict.status));
			markdown(to, claim->claim);
			fputs(" | ", to);
			markdown(to, claim->source);
			fputs(" | ", to);
			markdown(to, report->recs[i].targets[claim->target].name);
			fputs(" | ", to);
			markdown(to, claim->verdict.reason);
			fputs(" |\n", to);
		}
}

void pmk_summary_write(FILE *to, const struct pmk_report *report)
{
	static const struct pmk_wrong_style wrong = { markdown_wrong_title, markdown_wrong_line,
						      "" };
	static const struct pmk_column_style columns = {
		.text = markdown,
		.begin = "\n## Side by side\n",
		.title = { "\n### ", "\n\n" },
		.table = { "", "" },
		.row = { "|", "\n" },
		.head = { " ", " |" },
		.cell = { " ", " |" },
		.rule = "---|",
	};

	fputs("# pagemark: what moving bytes costs here\n", to);
	pmk_report_wrong(to, report, &wrong);
	for (size_t i = 0; i < report->n_recs; i++) {
		char runs[PMK_REPORT_RUNS_BYTES];

		pmk_report_runs(report, &report->recs[i], runs);
		*runs = (char)toupper((unsigned char)*runs);
		fputc('\n', to);
		markdown(to, runs);
		if (report->sets[i].n > 1)
			fputs(", of whose medians these are the medians", to);
		if (!report->recs[i].complete) {
			fputs(", **incomplete**: ", to);
			markdown(to, report->recs[i].why_incomplete);
		}
		if (report->recs[i].untrusted) {
			fputs(", **untrusted**: ", to);
			markdown(to, report->recs[i].untrusted);
		}
		fputs(".\n", to);
		self_checks(to, &report->recs[i], "\nSelf-check on ", markdown);
	}
	for (size_t q = 0; q < PMK_QUESTIONS; q++) {
		bool any = false;

		for (size_t i = 0; i < report->groups.n; i++) {
			if (!pmk_question_has(q, report->groups.groups[i].comparison))
				continue;
			if (!any)
				fprintf(to, "\n## %s\n", pmk_question_title(q));
			any = true;
			markdown_group(to, report, i);
		}
	}
	pmk_columns_write(to, report, &columns);
	markdown_claims(to, report);
}

/* Breaks a line at spaces; every line begins with four spaces. */
static void wrap(FILE *to, const char *text)
{
	int column = 0;

	while (*text) {
		int word = (int)strcspn(text, " ");

		if (!column || column + 1 + word > TERMINAL_COLUMNS)
			column = fprintf(to, "%s   ", column ? "\n" : "") - !!column;
		fputc(' ', to);
		for (int i = 0; i < word; i++)
			fputc((unsigned char)text[i] < ' ' ? '?' : text[i], to);
		column += 1 + word;
		text += word;
		text += strspn(text, " ");
	}
	if (column)
		fputc('\n', to);
}

/* First, last and what lies evenly between: as many rows as fit. */
static size_t pick_row(const struct pmk_group *group, size_t column, size_t columns)
{
	return columns == 1 ? 0 : column * (group->n_rows - 1) / (columns - 1);
}

static void terminal_table(FILE *to, const struct pmk_group *group)
{
	size_t columns = group->n_rows < COLUMNS_MAX ? group->n_rows : COLUMNS_MAX;

	fprintf(to, "    %-26s", "");
	for (size_t i = 0; i < columns; i++)
		fprintf(to, " %14s", group->rows[pick_row(group, i, columns)].label);
	for (size_t c = 0; c < group->n_contenders; c++) {
		fprintf(to, "\n    %-26.26s", group->contenders[c]);
		for (size_t i = 0; i < columns; i++) {
			const struct pmk_cell *cell =
				&group->rows[pick_row(group, i, columns)].cells[c];
			const char *status =
				cell->point ? pmk_status_name(cell->point->verdict.status) : "";

			fprintf(to, " %14s",
				cell->ranked ? pmk_format_cost(cell->cost.estimate,
							       group->target->clock->unit)
						       .text
					     : status);
		}
	}
	fputc('\n', to);
}

static void terminal_group(FILE *to, const struct pmk_report *report, const struct pmk_group *group)
{
	char text[PMK_ANSWER_BYTES];

	pmk_group_title(report, group, text, sizeof(text));
	fputs("\n  ", to);
	pmk_print_text(to, text);
	fprintf(to, " (%s)\n", pmk_clock_words(group->target));
	terminal_table(to, group);
	pmk_answer(group, text);
	wrap(to, text);
	pmk_answer_left_out(group, text);
	if (*text) {
		fputs("    Not counted:\n", to);
		wrap(to, text);
	}
	pmk_answer_caveat(group, text);
	wrap(to, text);
}

void pmk_terminal_write(FILE *to, const struct pmk_report *report)
{
	static const struct pmk_wrong_style wrong = { pmk_print_line, wrap, "" };

	pmk_report_wrong(to, report, &wrong);
	for (size_t q = 0; q < PMK_QUESTIONS; q++) {
		bool any = false;

		for (size_t i = 0; i < report->groups.n; i++) {
			if (!pmk_question_has(q, report->groups.groups[i].comparison))
				continue;
			if (!any)
				fprintf(to, "\n%s\n", pmk_question_title(q));
			any = true;
			terminal_group(to, report, &report->groups.groups[i]);
		}
	}
	for (size_t i = 0; i < report->n_recs; i++) {
		const struct pmk_rec *rec = &report->recs[i];
		char runs[PMK_REPORT_RUNS_BYTES];

		fputc('\n', to);
		pmk_print_text(to, pmk_report_runs(report, rec, runs));
		fprintf(to, ": %zu PASS, %zu FAIL, %zu SKIP, %zu BROKEN%s%s%s",
			pmk_rec_count(rec, PMK_PASS), pmk_rec_count(rec, PMK_FAIL),
			pmk_rec_count(rec, PMK_SKIP), pmk_rec_count(rec, PMK_BROKEN),
			rec->complete ? "" : "; INCOMPLETE: ",
			rec->complete ? "" : rec->why_incomplete,
			rec->untrusted ? "; UNTRUSTED: " : "");
		pmk_print_line(to, rec->untrusted);
		self_checks(to, rec, "self-check on ", pmk_print_text);
	}
}
