/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside judge.c: points on the wall clock, whose unit is the run. */
#ifndef PAGEMARK_JUDGE_WALL_H
#define PAGEMARK_JUDGE_WALL_H

#include "judge.h"

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

/* The same for one point whose samples are pairs: of a round, or of a run. */
int pmk_judge_pairs(struct pmk_judged *point, const struct pmk_judge_rules *rules,
		    const struct pmk_judge_family *family);

#endif
