/* SPDX-License-Identifier: GPL-2.0-only */
/* Statistics of few samples: pure, distribution-free, with the coverage they really have. */
#ifndef PAGEMARK_STATS_H
#define PAGEMARK_STATS_H

#include <stddef.h>

#define PMK_STATS_COVERAGE 0.95 /* what an interval aims for */
/* Standard error of a median over that of a mean, of many normal samples: sqrt(pi / 2). */
#define PMK_STATS_MEDIAN_ERROR 1.2533

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

/* Sorts in ascending order. */
void pmk_stats_sort(double *values, size_t n);

/* @order: out: the indices of the values in ascending order; equal ones as they stand. */
void pmk_stats_order(const double *values, size_t n, size_t *order);

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

/*
 * The interval sorted[k-1] .. sorted[n-k] round the median of sorted values; @tail: the chance to
 * miss on one side.
 */
struct pmk_interval pmk_interval_cut(const double *sorted, size_t n, size_t k, double tail);

/* That of logarithms becomes that of what they are of. */
struct pmk_interval pmk_interval_exp(struct pmk_interval of_logarithms);

#endif
