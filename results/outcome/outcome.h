/* SPDX-License-Identifier: GPL-2.0-only */
/* Verdicts for other programs: outcomes of claims and points as KTAP, TAP 13 and JUnit. */
#ifndef PAGEMARK_OUTCOME_H
#define PAGEMARK_OUTCOME_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "record/verdict.h"

struct pmk_rec;
struct pmk_rec_point;

/**
 * struct pmk_outcome - one claim or point on one target; all text is UTF-8
 * @target: "host" or the guest's name
 * @name: whole; its part before the first slash is the subject
 * @what: the claim's statement, or what the point does
 * @source: where it is promised; NULL for a point
 * @spec: the rules that a claim answers; NULL if it names none
 * @figure: what a point measured, in words; empty if it did not
 * @expected: what --expect expected, and what came of it, in words; empty if nothing was
 * @waived: the waiver of a FAIL; NULL if none covers it
 * @verdict: how it ended, as pmk_verdict_told() has it
 * @seconds: how long it took; below 0 where it is unknown
 */
struct pmk_outcome {
	const char *target, *name, *what, *source, *spec;
	char figure[256], expected[512];
	const char *waived;
	struct pmk_verdict verdict;
	double seconds;
};

/**
 * struct pmk_outcomes - what a report is about
 * @out: where to
 * @list: everything planned; what is of one target and one subject stands together
 * @n: how many
 */
struct pmk_outcomes {
	FILE *out;
	const struct pmk_outcome *list;
	size_t n;
};

/**
 * struct pmk_outcome_format - how a report is written; each function may be NULL
 * @begin: before the first outcome is known; targets and names are there already
 * @one: outcome @i and all before it are known
 * @end: all are known
 */
struct pmk_outcome_format {
	void (*begin)(const struct pmk_outcomes *o);
	void (*one)(const struct pmk_outcomes *o, size_t i);
	void (*end)(const struct pmk_outcomes *o);
};

#define PMK_OUTCOME_GROUP_BYTES 512 /* a target and a subject; longer ones are cut */

extern const struct pmk_outcome_format pmk_outcome_ktap, pmk_outcome_tap13, pmk_outcome_junit;

/* Counts by verdict. */
void pmk_outcome_count(const struct pmk_outcome *list, size_t n, size_t counts[PMK_STATUSES]);

/* What a record has of a point or claim; the texts stay where they are. */
struct pmk_outcome pmk_outcome_of(const struct pmk_rec *rec, const struct pmk_rec_point *point);

/* The same of all its @points, to be released with free(3); NULL without memory. */
struct pmk_outcome *pmk_outcomes_of_record(const struct pmk_rec *rec, size_t *n);

/**
 * pmk_outcome_told() - everything of one verdict, in sentences
 * @list: outcomes
 * @n: how many
 * @status: which of them
 *
 * Many of one reason on one target, as those of a guest that died, share a sentence with their
 * names, of very many with the first.
 *
 * Return: a new array of them.
 */
json_t *pmk_outcome_told(const struct pmk_outcome *list, size_t n, enum pmk_status status);

/* Every FAIL, then every BROKEN. */
json_t *pmk_outcome_wrong(const struct pmk_outcome *list, size_t n);

/* Prints what was told, a line each, and releases it; @lead stands before each. */
void pmk_outcome_print(FILE *to, const char *lead, json_t *told);

/*
 * "371 of 398 checked; 27 not: 2 BROKEN, 25 SKIP (needs root)" for free(3); NULL without memory.
 * What is PASS or FAIL was checked.
 */
char *pmk_outcome_coverage(const struct pmk_outcome *list, size_t n);

/* " 25 SKIP (needs root), 1 SKIP (no device)", empty for none; for free(3); NULL without memory. */
char *pmk_outcome_skipped(const struct pmk_outcome *list, size_t n);

/* The last lines: every FAIL and BROKEN of all @n, then that of the first @n_asked. */
void pmk_outcome_print_coverage(FILE *to, const struct pmk_outcome *list, size_t n, size_t n_asked);

/* Whether they are of one target and one subject. */
bool pmk_outcome_alike(const struct pmk_outcome *a, const struct pmk_outcome *b);

/* How many outcomes from the @i-th on are of the same target and subject. */
size_t pmk_outcome_group(const struct pmk_outcomes *o, size_t i);

/* "host/pin". */
void pmk_outcome_group_name(const struct pmk_outcome *outcome, char name[PMK_OUTCOME_GROUP_BYTES]);

/* The name without subject and "claims/". */
const char *pmk_outcome_ident(const struct pmk_outcome *outcome);

/* Prints a name for TAP: it ends where a '#' begins a directive, so it may hold none. */
void pmk_outcome_print_name(FILE *out, const char *name);

#endif
