/* SPDX-License-Identifier: GPL-2.0-only */
/* Two sets of samples of many points become one of four answers each; docs/verdicts.md says why. */
#ifndef PAGEMARK_JUDGE_H
#define PAGEMARK_JUDGE_H

#include "judged.h"

/**
 * pmk_judge() - answer for every point
 * @points: the fields of each up to @placement are given, the others filled in
 * @n: how many
 * @rules: what counts
 * @family: filled in
 *
 * Wall time: regressed or improved if the deciding p is at most alpha and the interval of the
 * ratio, of coverage 1 - alpha, lies wholly beyond the margin; equivalent if it lies wholly inside
 * the margin without @placement; else inconclusive. p and interval are of runs: exchanged where
 * there are PMK_JUDGE_RUNS a side and alpha can be reached (pmk_permute_runs(), ranks for the
 * interval); else Student's t, Holm over all points. If paired: signed ranks, and Holm.
 *
 * Instructions: regressed or improved if the medians moved by more than the tolerance and the sides
 * lie apart by more than it, with a tenth of the samples at either end of each set aside (at least
 * one of five); equivalent if the sorted samples agree one by one within it; else inconclusive. The
 * tolerance is the margin, below the clock's @tiny one whole instruction, and what boots scatter
 * by where that is known and more. Loops are subtracted where both sides know theirs.
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_judge(struct pmk_judged *points, size_t n, const struct pmk_judge_rules *rules,
	      struct pmk_judge_family *family);

/* "rounds", "runs", "spread", "stated". */
const char *pmk_judge_by_name(enum pmk_judge_by by);

/* "regressed", "improved", "equivalent", "inconclusive". */
const char *pmk_change_name(enum pmk_change change);

/* Answers one point that is counted in instructions, its medians and margin known. 0 or -ENOMEM. */
int pmk_judge_insn(struct pmk_judged *point);

/**
 * pmk_judge_wall() - p, ratio and mde of all points on the wall clock
 * @points: medians and margins are filled in; those counted in instructions are left alone
 * @n: how many
 * @rules: what counts
 * @family: how many tests there are is filled in
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_judge_wall(struct pmk_judged *points, size_t n, const struct pmk_judge_rules *rules,
		   struct pmk_judge_family *family);

/* The same for one point whose samples are pairs: of a round, or of a run. 0 or -ENOMEM. */
int pmk_judge_pairs(struct pmk_judged *point, const struct pmk_judge_rules *rules,
		    const struct pmk_judge_family *family);

#endif
