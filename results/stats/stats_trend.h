/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether a series of numbers has settled: Mann's exact test against trend. Pure. */
#ifndef PAGEMARK_STATS_TREND_H
#define PAGEMARK_STATS_TREND_H

#include <stddef.h>

#define PMK_TREND_LEVEL 0.01 /* at which a series counts as ordered in time */
#define PMK_TREND_MIN	6    /* fewer reach no such level: 2 / 5! is 0.017 */
#define PMK_TREND_MAX	200  /* 19,901 values of S */

/**
 * pmk_stats_kendall_s() - Kendall's S: pairs in ascending order less pairs in descending order
 * @values: in the order of time; equal ones count as neither
 * @n: how many
 */
long pmk_stats_kendall_s(const double *values, size_t n);

/**
 * pmk_stats_kendall_p() - chance of an S at least as far from 0
 * @n: 1 .. PMK_TREND_MAX
 * @s: as pmk_stats_kendall_s() returns it
 *
 * Both sides, exact, from the number of permutations by their inversions. Where values are equal it
 * is too large, so the test then errs towards "no trend".
 *
 * Source: H. B. Mann, Nonparametric tests against trend, Econometrica 13 (1945), 245-259; M. G.
 * Kendall, Rank Correlation Methods, 4th ed., section 5.2.
 *
 * Return: the probability; 1 for no memory.
 */
double pmk_stats_kendall_p(size_t n, long s);

/**
 * pmk_stats_trend() - whether a series rises or falls, and by enough to matter
 * @values: above 0, in the order of time; of more than PMK_TREND_MAX the last ones are taken
 * @n: how many
 * @effect: least drift, as a part: the medians of the first and of the second half (a middle value
 *	belongs to neither) must differ by more, besides the test at PMK_TREND_LEVEL
 *
 * Return: 1 if it rises, -1 if it falls, 0 if neither or if there are fewer than PMK_TREND_MIN.
 */
int pmk_stats_trend(const double *values, size_t n, double effect);

#endif
