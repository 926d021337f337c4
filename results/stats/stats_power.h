/* SPDX-License-Identifier: GPL-2.0-only */
/* What a number of samples can show: spreads, power, rates. Pure. */
#ifndef PAGEMARK_STATS_POWER_H
#define PAGEMARK_STATS_POWER_H

#include "stats_rank.h"

#define PMK_POWER 0.9 /* a change is within sight if it is found nine times out of ten */

/**
 * pmk_stats_spread() - standard deviation within two samples, however wild a few values are
 * @a: the first sample
 * @n_a: its size
 * @b: the second sample; may be empty
 * @n_b: its size
 *
 * The median of the distances between values of the same sample, over both samples, divided by what
 * it is for the standard normal distribution (0.9539): up to 29 % of the values may be arbitrary.
 * Of a sample of more than 200 the first 200 values are taken, so these should be in no order.
 *
 * Source: P. Rousseeuw, C. Croux, Alternatives to the median absolute deviation, J. Am. Statist.
 * Ass. 88 (1993), 1273-1283, on Bickel and Lehmann's estimator.
 *
 * Return: the deviation; NAN where both samples have fewer than two values, or for no memory.
 */
double pmk_stats_spread(const double *a, size_t n_a, const double *b, size_t n_b);

/**
 * pmk_stats_u_detectable() - the smallest shift that the U test finds with PMK_POWER
 * @null: of the sizes of the samples
 * @alpha: both sides
 *
 * With mean and variance of U under the shift, and the normal distribution.
 *
 * Source: E. L. Lehmann, Nonparametrics: Statistical Methods Based on Ranks, chapter 2.
 *
 * Return: in standard deviations; NAN where no U of these sizes is rare enough.
 */
double pmk_stats_u_detectable(const struct pmk_u_null *null, double alpha);

/**
 * pmk_stats_signed_rank_detectable() - the same for the signed-rank test of paired differences
 * @n: pairs
 * @alpha: both sides
 *
 * With mean and variance of the sum of ranks under the shift, and the normal distribution.
 *
 * Source: Lehmann, chapter 4.
 *
 * Return: in standard deviations of the differences; NAN where n pairs cannot reach alpha.
 */
double pmk_stats_signed_rank_detectable(size_t n, double alpha);

/**
 * pmk_stats_rate() - a rate and its interval, by Clopper and Pearson
 * @hits: how often it happened
 * @n: of so many independent times, 1 or more
 * @coverage: at least this, such as 0.95
 *
 * Source: C. J. Clopper, E. S. Pearson, The use of confidence or fiducial limits illustrated in the
 * case of the binomial, Biometrika 26 (1934), 404-413.
 */
struct pmk_interval pmk_stats_rate(size_t hits, size_t n, double coverage);

#endif
