/* SPDX-License-Identifier: GPL-2.0-only */
/* Tables of an explanation: numbers become text, and what is left out is summed up. */
#ifndef PAGEMARK_EXPLAIN_ROWS_H
#define PAGEMARK_EXPLAIN_ROWS_H

#include "explain.h"

/* "+264.1" of a change, "264.1" of a cost: a new reference. */
json_t *pmk_explain_change(double value, bool change);

/* A name of at most so many bytes, cut with "..."; a new reference. */
json_t *pmk_explain_short(const char *name, size_t most);

/*
 * The functions of a point: {rows, others, total, interrupts}. Each is a line of {base, new,
 * change, part, calls, name, short, in, foreign, note, does}; the lines add up to the total in
 * their last digit.
 */
json_t *pmk_explain_functions(const struct pmk_explain *e, const struct pmk_explained *point);

/*
 * What else is known of a point: an array of {title, counts, rows}, whose lines are {base, new,
 * what, short, differs}; or of {title, why}, where two models are not of one shape. What is 0 on
 * both sides, or rare, is left out.
 */
json_t *pmk_explain_sections(const struct pmk_explained *point);

/*
 * "by the clock 882.8 -> 1,219.4 at the median; all batches of the profiled rounds make ...": where
 * the two are further apart than 1 %. Null elsewhere.
 */
json_t *pmk_explain_clock(const struct pmk_explained *point);

/* "the middle one of 8 runs, 1,219.3 .. 1,219.9"; null for one run. */
json_t *pmk_explain_runs(const struct pmk_explained *point);

/*
 * The functions that differ at most points, the largest first: {points, rows}, whose lines are
 * {points, least, most, name}; null where none differs by half an instruction.
 */
json_t *pmk_explain_over_all(const struct pmk_explain *e);

#endif
