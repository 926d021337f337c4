/* SPDX-License-Identifier: GPL-2.0-only */
/* What a report is made from: records, their groups, and the pictures that were drawn. */
#ifndef PAGEMARK_REPORT_H
#define PAGEMARK_REPORT_H

#include <jansson.h>

#include "answer/group.h"
#include "expect/expect.h"
#include "profile/profiled.h"
#include "record/merged.h"

/* File name of the drawing of a machine: by record and target, counted from 1. */
#define PMK_DRAWING_STEM       "machine-%02zu-%02zu"
#define PMK_DRAWING_STEM_BYTES 56

/**
 * struct pmk_report - one report over one or more records
 * @dir: where it goes; NULL if it is only printed
 * @pdf: where the page goes as PDF; NULL for none
 * @against: path of the record that the others are held against, and that is read last; NULL: they
 *	are held against the first of them
 * @expect_path: file of expectations, whose waivers are told beside each FAIL; NULL for none
 * @expect: what it holds; empty for none
 * @answers_alone: print neither verdicts nor which runs these are
 * @n_recs: how many records and sets of runs
 * @sets: what was read
 * @merged: what the runs of each come to together
 * @recs: the same, without their owners
 * @profiles: where the instructions of their points go
 * @groups: their groups
 * @stems: by group: file name of its plot without ending; NULL where there is none
 * @no_plots: why there are no plots, NULL if there are
 * @no_drawings: why no machine is drawn, NULL if those with a topology are
 */
struct pmk_report {
	const char *dir;
	const char *pdf;
	const char *against;
	const char *expect_path;
	struct pmk_expect expect;
	bool answers_alone;
	size_t n_recs;
	struct pmk_set *sets;
	struct pmk_merged *merged;
	struct pmk_rec *recs;
	struct pmk_profiled_set *profiles;
	struct pmk_groups groups;
	char **stems;
	const char *no_plots;
	const char *no_drawings;
};

/**
 * pmk_report_document() - everything that a report says
 * @report: read, and drawn as far as that was possible
 *
 * docs/report.md lists what it holds.
 *
 * Return: an object, to be released with json_decref(); NULL without memory.
 */
json_t *pmk_report_document(const struct pmk_report *report);

/* The project's four questions, and one for all else. */
#define PMK_QUESTIONS 5

/* In words. */
const char *pmk_question_title(size_t question);

/* Which of them a comparison is about. */
size_t pmk_question_of(const char *comparison);

/* Which machine a record is of, in the words of the page's head. */
json_t *pmk_document_identity(const struct pmk_rec *rec);

/* Which answers are of this machine, and which of an emulated PC. */
json_t *pmk_document_origins(const struct pmk_report *report);

/* A tile for each of the four questions. */
json_t *pmk_document_tiles(const struct pmk_report *report);

/* Adds `claims`, failed ones first, and `subjects`, which have the same by subject. */
void pmk_document_claims(const struct pmk_report *report, json_t *document);

/* What came of the expectations that a record is held against; NULL where there are none. */
json_t *pmk_document_judged(const struct pmk_report *report, size_t record);

/* Every FAIL of a record: a sentence, and its place on the page. */
json_t *pmk_document_failed(const struct pmk_report *report, const struct pmk_rec *rec);

/* One group: its answer, its plot, and its table. */
json_t *pmk_document_group(const struct pmk_report *report, size_t group);

/*
 * The functions of each contender of a group: an array of {label, bars, legend}, empty where
 * nothing has a profile.
 */
json_t *pmk_document_why(const struct pmk_report *report, const struct pmk_group *group);

/* Every target of every record: its circumstances. */
json_t *pmk_document_targets(const struct pmk_report *report);

/*
 * The comparisons that several records have, a column for each target that is held against the same
 * base; their cells are those of @groups, which pmk_document_group() made.
 */
json_t *pmk_document_columns(const struct pmk_report *report, const json_t *groups);

/*
 * Operations by targets, for each clock on which two of them have one in common: the ratio of each
 * cost to that of its base (columns.h), the worst first.
 */
json_t *pmk_document_heat(const struct pmk_report *report);

/* What a record is called, "new.jsonl", "new (8 runs)", where there are several; else empty. */
json_t *pmk_document_runs(const struct pmk_report *report, const struct pmk_rec *rec);

/*
 * The A/A pair of a target: "two identical contenders: ratio 1.0004 (0.9990 .. 1.0013), 12 rounds",
 * without the interval where so few rounds have none; NULL where there is no pair.
 */
json_t *pmk_document_self_check(const struct pmk_rec *rec, size_t target);

/* Adds `csv` and `json`, a group's samples as base64, `file`, a name for them, and `repeat`. */
void pmk_document_data(const struct pmk_group *group, json_t *object);

/* The rest of a stream as base64; NULL without memory. */
json_t *pmk_document_base64(FILE *from);

/* The command that made a record, as a shell takes it. */
json_t *pmk_document_command(const struct pmk_rec *rec);

/* The samples of the A/A pair of every target. */
json_t *pmk_document_aa(const struct pmk_report *report);

/* The bytes of a file in the report's folder as base64: @stem.svg. NULL if it cannot be read. */
json_t *pmk_document_svg(const struct pmk_report *report, const char *stem);

#endif
