/* SPDX-License-Identifier: GPL-2.0-only */
/* Expectations: a text file of what must hold on a platform, read; docs/expect.md specifies it. */
#ifndef PAGEMARK_EXPECT_H
#define PAGEMARK_EXPECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "record/verdict.h"
#include "text/clock.h"

#define PMK_EXPECT_LINES_MAX  10000 /* of a file; a learned one of everything has 2,000 */
#define PMK_EXPECT_LINE_BYTES 4096
#define PMK_EXPECT_WHY_BYTES  512

enum pmk_expect_kind {
	PMK_EXPECT_NOTHING, /* a blank line, a comment */
	PMK_EXPECT_VERDICT, /* PATTERN is PASS */
	PMK_EXPECT_FIGURE,  /* PATTERN <= 400 ns */
	PMK_EXPECT_RATIO,   /* PATTERN <= 1.5 x OTHER */
	PMK_EXPECT_WAIVER,  /* waive PATTERN until DATE link LINK because REASON */
	PMK_EXPECT_PLATFORM /* platform TARGET WHAT = VALUE */
};

/**
 * struct pmk_expect_line - one line
 * @number: in the file, from 1
 * @kind: which of the next are valid
 * @text: the line as it stands there, without comment
 * @words: the same, cut into what the others point to
 * @pattern: of all but a platform: which names are meant
 * @target: where; NULL for everywhere. Of a platform the target's whole name
 * @any: of a verdict: PASS and SKIP are both as expected
 * @status: of a verdict otherwise
 * @at_least: of a figure and a ratio: ">=", else "<="
 * @limit: of a figure in units of @clock, of a ratio a number; above 0
 * @clock: of a figure: it is judged where this one measures, and nowhere else
 * @other: of a ratio: what is held against; NULL for the same name on another target
 * @other_target: where that is; NULL for the same target
 * @until: of a waiver: its last day, "2027-03-31"
 * @link: of a waiver
 * @reason: of a waiver
 * @what: of a platform: a circumstance
 * @value: and what it was
 */
struct pmk_expect_line {
	size_t number;
	enum pmk_expect_kind kind;
	char *text, *words;
	const char *pattern, *target;
	bool any;
	enum pmk_status status;
	bool at_least;
	double limit;
	const struct pmk_clock *clock;
	const char *other, *other_target;
	const char *until, *link, *reason;
	const char *what, *value;
};

/**
 * struct pmk_expect - a file
 * @path: as given
 * @lines: of all kinds but PMK_EXPECT_NOTHING, in the order of the file
 * @n: how many
 */
struct pmk_expect {
	char *path;
	struct pmk_expect_line *lines;
	size_t n;
};

/**
 * pmk_expect_line_parse() - read one line
 * @line: filled in but for its number; to be released with pmk_expect_line_free() in any case
 * @text: the line, any bytes
 * @why: out: what was expected and what was found
 *
 * Return: 0, -EINVAL with @why, or -ENOMEM.
 */
int pmk_expect_line_parse(struct pmk_expect_line *line, const char *text,
			  char why[PMK_EXPECT_WHY_BYTES]);

void pmk_expect_line_free(struct pmk_expect_line *line);

/**
 * pmk_expect_read() - read a file
 * @expect: filled in; to be released with pmk_expect_free() only after success
 * @path: of it
 * @errors: what is wrong is said here, "FILE:LINE: expected ..., found ...", all bad lines
 *
 * Return: 0, -EINVAL for bad lines, -ENODATA for a file that expects nothing, -ENOMEM, or an errno
 * of reading it, negative.
 */
int pmk_expect_read(struct pmk_expect *expect, const char *path, FILE *errors);

void pmk_expect_free(struct pmk_expect *expect);

/* Whether both ask the same of a name: then only the more specific one counts. */
bool pmk_expect_same_question(const struct pmk_expect_line *a, const struct pmk_expect_line *b);

/*
 * Whether @a is more specific than @b: more characters of the PATTERN that are no wildcard, then of
 * the target, then further down.
 */
bool pmk_expect_more_specific(const struct pmk_expect_line *a, const struct pmk_expect_line *b);

/* Whether a line speaks of a target; "+MODS" is every guest with these modifiers. */
bool pmk_expect_on(const struct pmk_expect_line *line, const char *target);

/* Whether a line that is no platform speaks of a name on a target. */
bool pmk_expect_means(const struct pmk_expect_line *line, const char *target, const char *name);

#endif
