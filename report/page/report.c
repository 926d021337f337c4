// SPDX-License-Identifier: GPL-2.0-only
/* What page, summary and terminal say in the same words: questions, runs, what failed, A/A pair. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer/words.h"
#include "outcome/outcome.h"
#include "record/record.h"
#include "report.h"

static const struct question {
	const char *title;
	const char *prefix;
} questions[PMK_QUESTIONS] = {
	{ "read/write or mmap?", "access/" },
	{ "Pinned or unpinned memory?", "pin/" },
	{ "Coherent or streaming DMA?", "dma/" },
	{ "kmap or kmap_atomic, and what replaced them?", "kmap/" },
	{ "Further comparisons", "" },
};

const char *pmk_question_title(size_t question)
{
	return questions[question].title;
}

bool pmk_question_has(size_t question, const char *name)
{
	size_t q = 0;

	while (strncmp(name, questions[q].prefix, strlen(questions[q].prefix)))
		q++;
	return q == question;
}

const char *pmk_clock_words(const struct pmk_rec_target *target)
{
	return target->clock->words;
}

const char *pmk_report_runs(const struct pmk_report *report, const struct pmk_rec *rec,
			    char text[PMK_REPORT_RUNS_BYTES])
{
	size_t n = report->sets[rec - report->recs].n;

	if (n > 1)
		snprintf(text, PMK_REPORT_RUNS_BYTES, "%zu runs %.150s", n, rec->id);
	else
		snprintf(text, PMK_REPORT_RUNS_BYTES, "run %.150s", rec->id);
	return text;
}

void pmk_group_title(const struct pmk_report *report, const struct pmk_group *group, char *text,
		     size_t size)
{
	char runs[PMK_REPORT_RUNS_BYTES];
	bool several = report->n_recs > 1;

	snprintf(text, size, "%s on %s%s%s%s%s", group->comparison, group->target->name,
		 *group->side ? ", " : "", group->side, several ? ", " : "",
		 several ? pmk_report_runs(report, group->rec, runs) : "");
}

static void write_wrong(FILE *to, const struct pmk_report *report, const struct pmk_rec *rec,
			const struct pmk_wrong_style *style)
{
	size_t failed = pmk_rec_count(rec, PMK_FAIL), broken = pmk_rec_count(rec, PMK_BROKEN), n;
	struct pmk_outcome *list = failed || broken ? pmk_outcomes_of_record(rec, &n) : NULL;
	char failed_text[32] = "", broken_text[32] = "", title[PMK_REC_ERROR_BYTES];
	char runs[PMK_REPORT_RUNS_BYTES];

	if (!failed && !broken)
		return;
	if (failed)
		snprintf(failed_text, sizeof(failed_text), "%zu FAIL", failed);
	if (broken)
		snprintf(broken_text, sizeof(broken_text), "%s%zu BROKEN", failed ? ", " : "",
			 broken);
	snprintf(title, sizeof(title), "%s%s%s%.200s", failed_text, broken_text,
		 report->n_recs > 1 ? " in " : "",
		 report->n_recs > 1 ? pmk_report_runs(report, rec, runs) : "");
	style->title(to, title);
	if (list)
		pmk_outcome_tell_wrong(to, list, n, style->line);
	fputs(style->end, to);
	free(list);
}

void pmk_report_wrong(FILE *to, const struct pmk_report *report,
		      const struct pmk_wrong_style *style)
{
	for (size_t i = 0; i < report->n_recs; i++)
		write_wrong(to, report, &report->recs[i], style);
}

static const struct pmk_rec_point *half(const struct pmk_rec *rec, size_t target, const char *name)
{
	for (size_t i = 0; i < rec->n_points; i++)
		if (rec->points[i].target == target && !strcmp(rec->points[i].name, name))
			return &rec->points[i];
	return NULL;
}

void pmk_self_check(const struct pmk_rec *rec, size_t target, char text[PMK_ANSWER_BYTES])
{
	const struct pmk_rec_point *a = half(rec, target, PMK_SELFCHECK_A),
				   *b = half(rec, target, PMK_SELFCHECK_B);
	struct pmk_interval ratio;
	struct pmk_words words = { .text = text };

	*text = '\0';
	if (!a || !b)
		return;
	ratio = pmk_paired_ratio(b, a);
	if (!ratio.n)
		return;
	pmk_say(&words, "two identical contenders: ratio %.4f", ratio.estimate);
	if (ratio.n >= PMK_CLEAR_SAMPLES)
		pmk_say(&words, " (%.4f .. %.4f)", ratio.lo, ratio.hi);
	pmk_say(&words, ", %zu %s%s", ratio.n,
		pmk_merged_run_length(b, 0) < b->samples.n ? "run" : "round",
		ratio.n == 1 ? "" : "s");
}
