/* SPDX-License-Identifier: GPL-2.0-only */
/* Statistics of few samples: pure, distribution-free, with the coverage they really have. */
#ifndef PAGEMARK_STATS_H
#define PAGEMARK_STATS_H

#include <stddef.h>

#define PMK_STATS_COVERAGE 0.95 /* what an interval aims for */
/* Standard error of a median over that of a mean, of many normal samples: sqrt(pi / 2). */
#define PMK_STATS_MEDIAN_ERROR 1.2533
#define PMK_STATS_PAIRS_MAX    200 /* 20,100 Walsh averages */

/**
 * struct pmk_interval - an estimate and how sure it is
 * @estimate: the point estimate
 * @lo: lower end
 * @hi: upper end
 * @coverage: exact probability with which lo .. hi covers the true value; below PMK_STATS_COVERAGE
 *	where there are too few samples for more (n = 5: 0.9375), 0 for a single one
 * @n: samples or pairs that went in; 0 if there were none, and then nothing else is valid
 */
struct pmk_interval {
	double estimate, lo, hi, coverage;
	size_t n;
};

/**
 * pmk_stats_median() - middle value, or the mean of the two middle ones
 * @values: finite; left in place
 * @n: 1 or more
 *
 * Return: the median; NAN for n = 0 or no memory.
 */
double pmk_stats_median(const double *values, size_t n);

/**
 * pmk_stats_median_interval() - the median with its interval from order statistics
 * @values: finite, independent, from one distribution of any shape
 * @n: how many
 *
 * With the samples sorted, x(k) .. x(n+1-k) covers the median of the distribution with probability
 * 1 - 2 P(B <= k-1), B binomial (n, 1/2): the largest k that reaches PMK_STATS_COVERAGE is taken,
 * and k = 1 if none does.
 *
 * Source: Conover, Practical Nonparametric Statistics, 3rd ed., section 3.2; David and Nagaraja,
 * Order Statistics, section 7.1.
 */
struct pmk_interval pmk_stats_median_interval(const double *values, size_t n);

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

#endif
