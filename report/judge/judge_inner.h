/* SPDX-License-Identifier: GPL-2.0-only */
/* What judge.c and the files of its two clocks share. */
#ifndef PAGEMARK_JUDGE_INNER_H
#define PAGEMARK_JUDGE_INNER_H

#include "judge.h"

/* The answer for a point that is clearly @above its base, or clearly below. */
void pmk_judge_settle(struct pmk_judged *point, bool above);

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
