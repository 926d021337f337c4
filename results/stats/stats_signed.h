/* SPDX-License-Identifier: GPL-2.0-only */
/* Paired differences: Wilcoxon's signed-rank test and the interval of the shift. Pure. */
#ifndef PAGEMARK_STATS_SIGNED_H
#define PAGEMARK_STATS_SIGNED_H

#include "stats.h"

#define PMK_STATS_PAIRS_MAX 200 /* 20,100 Walsh averages */

/**
 * pmk_stats_shift_interval() - centre of paired differences, by Hodges and Lehmann
 * @differences: finite; their distribution is taken to be symmetric about its centre
 * @n: 1 .. PMK_STATS_PAIRS_MAX; more are cut off there
 * @miss: chance, both sides together, with which the interval may miss
 *
 * The estimate is the median of the N = n(n+1)/2 Walsh averages (d_i + d_j)/2, i <= j; the interval
 * runs from the k-th smallest to the k-th largest, with coverage 1 - 2 P(T <= k-1) where T is
 * Wilcoxon's signed-rank statistic, whose exact distribution counts the subsets of 1 .. n by their
 * sum.
 *
 * Source: Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3rd ed., sections 3.2
 * and 3.3.
 */
struct pmk_interval pmk_stats_shift_interval(const double *differences, size_t n, double miss);

/**
 * pmk_stats_ratio_interval() - ratio of paired costs, over / under
 * @over: above 0
 * @under: above 0, from the same round each
 * @n: pairs
 *
 * pmk_stats_shift_interval() of the logarithms, for PMK_STATS_COVERAGE, taken back with exp(): what
 * drifts in a round divides out.
 */
struct pmk_interval pmk_stats_ratio_interval(const double *over, const double *under, size_t n);

/**
 * pmk_stats_signed_rank_p() - whether paired differences centre at 0
 * @differences: finite; those that are 0 do not take part
 * @n: 0 .. PMK_STATS_PAIRS_MAX; more are cut off there
 *
 * Wilcoxon's signed-rank test, both sides, by all 2^n signs of the mid-ranks.
 *
 * Source: Hollander, Wolfe and Chicken, 3rd ed., section 3.1.
 *
 * Return: the probability; 1 without a difference, NAN for no memory.
 */
double pmk_stats_signed_rank_p(const double *differences, size_t n);

/*
 * The largest sum of n signed ranks without ties that is not exceeded with a chance of at most
 * @miss; -1 if there is none.
 */
double pmk_stats_signed_rank_critical(size_t n, double miss);

/* The smallest p of the signed-rank test: 2 / 2^n, at most 1. */
double pmk_stats_signed_rank_least_p(size_t n);

/**
 * pmk_stats_pairs_needed() - how many pairs a family of signed-rank tests takes to show anything
 * @tests: in the family
 * @alpha: of the family
 *
 * Return: the smallest n whose least p is at most @alpha / @tests, which is what Holm asks of the
 * smallest p of all; at most 500.
 */
size_t pmk_stats_pairs_needed(size_t tests, double alpha);

#endif
