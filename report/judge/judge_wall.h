/* SPDX-License-Identifier: GPL-2.0-only */
/* Times of two sets of runs, or of pairs, become p-values and ratios. */
#ifndef PAGEMARK_JUDGE_WALL_H
#define PAGEMARK_JUDGE_WALL_H

#include "judged.h"

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

/**
 * pmk_judge_inside() - what the samples say that the median of one run is uncertain by
 * @samples: of all @runs
 * @n: how many
 * @runs: 1 or more
 *
 * Return: the standard error of the logarithm; NAN for fewer than two samples or no memory.
 */
double pmk_judge_inside(const double *samples, size_t n, size_t runs);

#endif
