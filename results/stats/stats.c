// SPDX-License-Identifier: GPL-2.0-only
/* Statistics of few samples: medians and their intervals from order statistics. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats.h"

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

void pmk_stats_sort(double *values, size_t n)
{
	qsort(values, n, sizeof(*values), by_value);
}

static int by_indexed_value(const void *a, const void *b, void *values)
{
	size_t i = *(const size_t *)a, j = *(const size_t *)b;
	int order = by_value((const double *)values + i, (const double *)values + j);

	return order ? order : (i > j) - (i < j);
}

void pmk_stats_order(const double *values, size_t n, size_t *order)
{
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	qsort_r(order, n, sizeof(*order), by_indexed_value, (void *)values);
}

static double *sorted_copy(const double *values, size_t n)
{
	double *copy = n ? malloc(n * sizeof(*copy)) : NULL;

	if (!copy)
		return NULL;
	memcpy(copy, values, n * sizeof(*copy));
	pmk_stats_sort(copy, n);
	return copy;
}

static double middle(const double *sorted, size_t n)
{
	return n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

double pmk_stats_median(const double *values, size_t n)
{
	double *sorted = sorted_copy(values, n);
	double median = sorted ? middle(sorted, n) : NAN;

	free(sorted);
	return median;
}

struct pmk_interval pmk_interval_cut(const double *sorted, size_t n, size_t k, double tail)
{
	return (struct pmk_interval){
		.estimate = middle(sorted, n),
		.lo = sorted[k - 1],
		.hi = sorted[n - k],
		.coverage = 1 - 2 * tail,
	};
}

/* P(B = k) for B binomial (n, 1/2), by logarithms: 2^-n alone underflows from n = 1075 on. */
static double binomial_half(size_t n, size_t k)
{
	return exp(lgamma((double)n + 1) - lgamma((double)k + 1) - lgamma((double)(n - k) + 1) -
		   (double)n * log(2));
}

struct pmk_interval pmk_stats_median_interval(const double *values, size_t n)
{
	const double miss = (1 - PMK_STATS_COVERAGE) / 2;
	struct pmk_interval interval = { 0 };
	double *sorted = sorted_copy(values, n);
	double tail = binomial_half(n, 0);
	size_t k = 1;

	if (!sorted)
		return interval;
	for (; k < n && tail + binomial_half(n, k) <= miss; k++)
		tail += binomial_half(n, k);
	interval = pmk_interval_cut(sorted, n, k, tail);
	interval.n = n;
	free(sorted);
	return interval;
}

struct pmk_interval pmk_interval_exp(struct pmk_interval of_logarithms)
{
	of_logarithms.estimate = exp(of_logarithms.estimate);
	of_logarithms.lo = exp(of_logarithms.lo);
	of_logarithms.hi = exp(of_logarithms.hi);
	return of_logarithms;
}
