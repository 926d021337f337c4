/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of `pagemark report`: what is to be said, and the pages that say it. */
#ifndef PAGEMARK_REPORT_H
#define PAGEMARK_REPORT_H

#include <stdio.h>

#include "answer/answer.h"
#include "answer/group.h"
#include "record/merged.h"

#define PMK_REPORT_STEM_BYTES 160
#define PMK_REPORT_RUNS_BYTES 192

/**
 * struct pmk_report - one report over one or more records
 * @dir: where it goes
 * @n_recs: how many records and sets of runs
 * @sets: what was read
 * @merged: what the runs of each come to together
 * @recs: the same, without their owners
 * @groups: their groups
 * @stems: by group: file name of its plot without ending; empty where there is none
 * @no_plots: why there are no plots, NULL if there are
 * @no_drawings: why no machine is drawn, NULL if those with a topology are
 */
struct pmk_report {
	const char *dir;
	size_t n_recs;
	struct pmk_set *sets;
	struct pmk_merged *merged;
	struct pmk_rec *recs;
	struct pmk_groups groups;
	char (*stems)[PMK_REPORT_STEM_BYTES];
	const char *no_plots;
	const char *no_drawings;
};

#define PMK_QUESTIONS 5

/*
 * The title of a question, 0 .. PMK_QUESTIONS - 1, and whether a comparison or claim belongs to
 * it.
 */
const char *pmk_question_title(size_t question);
bool pmk_question_has(size_t question, const char *name);

/* "wall time" or "instructions, not time". */
const char *pmk_clock_words(const struct pmk_rec_target *target);

/* "run ID", or "8 runs FIRST..LAST". */
const char *pmk_report_runs(const struct pmk_report *report, const struct pmk_rec *rec,
			    char text[PMK_REPORT_RUNS_BYTES]);

/* "access/file_read on host, memory high", with the run's id where there are several. */
void pmk_group_title(const struct pmk_report *report, const struct pmk_group *group, char *text,
		     size_t size);

/*
 * The A/A pair of a target: "two identical contenders: ratio 1.0004 (0.9990 .. 1.0013), 12 rounds",
 * without the interval where so few rounds have none; empty where there is no pair.
 */
void pmk_self_check(const struct pmk_rec *rec, size_t target, char text[PMK_ANSWER_BYTES]);

/**
 * struct pmk_wrong_style - how a document tells what is FAIL or BROKEN
 * @title: writes "2 FAIL, 1 BROKEN", with the run's id where there are several
 * @line: writes one sentence below it
 * @end: text behind the last
 */
struct pmk_wrong_style {
	void (*title)(FILE *to, const char *title);
	void (*line)(FILE *to, const char *sentence);
	const char *end;
};

/* Every FAIL and BROKEN of every record, or nothing. */
void pmk_report_wrong(FILE *to, const struct pmk_report *report,
		      const struct pmk_wrong_style *style);

/**
 * struct pmk_column_style - how a document writes tables of several records side by side
 * @text: writes text, escaped
 * @begin: before the first table
 * @title: around the title of a table
 * @table: around a table
 * @row: around a row
 * @head: around a cell of the first row or column
 * @cell: around any other
 * @rule: below each cell of the first row; may be empty
 */
struct pmk_column_style {
	void (*text)(FILE *to, const char *text);
	const char *begin, *title[2], *table[2], *row[2], *head[2], *cell[2], *rule;
};

/* A table for each comparison that several records have: one column for each. */
void pmk_columns_write(FILE *to, const struct pmk_report *report,
		       const struct pmk_column_style *style);

/* Each writes one whole document to an open stream; the caller looks at ferror(). */
void pmk_page_write(FILE *to, const struct pmk_report *report);
void pmk_summary_write(FILE *to, const struct pmk_report *report);
void pmk_terminal_write(FILE *to, const struct pmk_report *report);

/* Parts of the page. */
void pmk_page_circumstances(FILE *to, const struct pmk_report *report);
void pmk_page_group(FILE *to, const struct pmk_report *report, size_t group);
void pmk_page_claims(FILE *to, const struct pmk_report *report);

/* HTML: text escaped, formatted first; the bytes of a file as base64. */
void pmk_html_text(FILE *to, const char *format, ...) __attribute__((format(printf, 2, 3)));
int pmk_html_base64(FILE *to, const char *path);

#endif
