// SPDX-License-Identifier: GPL-2.0-only
/* Statistics of few samples: medians, order statistics, Walsh averages. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats.h"

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double *sorted_copy(const double *values, size_t n)
{
	double *copy = n ? malloc(n * sizeof(*copy)) : NULL;

	if (!copy)
		return NULL;
	memcpy(copy, values, n * sizeof(*copy));
	qsort(copy, n, sizeof(*copy), by_value);
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

/* ends[k-1] .. ends[n-k] of sorted values, where tail(k-1) is the chance to miss on one side. */
static struct pmk_interval cut(const double *sorted, size_t n, size_t k, double tail)
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
	interval = cut(sorted, n, k, tail);
	interval.n = n;
	free(sorted);
	return interval;
}

/* Counts, as probabilities, the subsets of 1 .. n by sum: probability[t] = P(T = t). */
static double *signed_rank_distribution(size_t n)
{
	size_t top = n * (n + 1) / 2, reached = 0;
	double *probability = calloc(top + 1, sizeof(*probability));

	if (!probability)
		return NULL;
	probability[0] = 1;
	for (size_t rank = 1; rank <= n; rank++) {
		reached += rank;
		for (size_t t = reached + 1; t-- > 0;)
			probability[t] =
				(probability[t] + (t >= rank ? probability[t - rank] : 0)) / 2;
	}
	return probability;
}

static double *walsh_averages(const double *values, size_t n)
{
	double *averages = malloc(n * (n + 1) / 2 * sizeof(*averages)), *at = averages;

	if (!averages)
		return NULL;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i; j < n; j++)
			*at++ = (values[i] + values[j]) / 2;
	qsort(averages, n * (n + 1) / 2, sizeof(*averages), by_value);
	return averages;
}

struct pmk_interval pmk_stats_shift_interval(const double *differences, size_t n, double miss)
{
	struct pmk_interval interval = { 0 };
	double *probability, *averages, tail;
	size_t top, k = 1;

	if (n > PMK_STATS_PAIRS_MAX)
		n = PMK_STATS_PAIRS_MAX;
	if (!n)
		return interval;
	top = n * (n + 1) / 2;
	probability = signed_rank_distribution(n);
	averages = walsh_averages(differences, n);
	if (probability && averages) {
		for (tail = probability[0]; tail + probability[k] <= miss / 2; k++)
			tail += probability[k];
		interval = cut(averages, top, k, tail);
		interval.n = n;
	}
	free(averages);
	free(probability);
	return interval;
}

struct pmk_interval pmk_stats_ratio_interval(const double *over, const double *under, size_t n)
{
	double logarithms[PMK_STATS_PAIRS_MAX];
	struct pmk_interval interval;

	if (n > PMK_STATS_PAIRS_MAX)
		n = PMK_STATS_PAIRS_MAX;
	for (size_t i = 0; i < n; i++)
		logarithms[i] = log(over[i]) - log(under[i]);
	interval = pmk_stats_shift_interval(logarithms, n, 1 - PMK_STATS_COVERAGE);
	interval.estimate = exp(interval.estimate);
	interval.lo = exp(interval.lo);
	interval.hi = exp(interval.hi);
	return interval;
}
