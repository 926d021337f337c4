// SPDX-License-Identifier: GPL-2.0-only
/* Paired differences: Wilcoxon's signed ranks, counted, and the shift that goes with them. */
#include <math.h>
#include <stdlib.h>

#include "stats_signed.h"

#define PAIRS_ENOUGH 500 /* where so many show nothing, more will not */

static int by_size(const void *a, const void *b)
{
	double x = fabs(*(const double *)a), y = fabs(*(const double *)b);

	return (x > y) - (x < y);
}

/* The differences that are not 0, by their size; their number. */
static size_t keep_nonzero(const double *differences, size_t n, double *kept)
{
	size_t n_kept = 0;

	for (size_t i = 0; i < n; i++)
		if (differences[i] != 0)
			kept[n_kept++] = differences[i];
	qsort(kept, n_kept, sizeof(*kept), by_size);
	return n_kept;
}

/* The chance of each sum of the ranks that have a plus, if every sign is drawn alike. */
static double *count_signs(const size_t *ranks, size_t n, size_t top)
{
	double *chance = calloc(top + 1, sizeof(*chance));

	if (!chance)
		return NULL;
	chance[0] = 1;
	for (size_t i = 0; i < n; i++)
		for (size_t sum = top + 1; sum-- > 0;)
			chance[sum] =
				(chance[sum] + (sum >= ranks[i] ? chance[sum - ranks[i]] : 0)) / 2;
	return chance;
}

/* Twice the mid-rank of the size of every difference: whole numbers. */
static void double_ranks(const double *kept, size_t n, size_t *ranks)
{
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && fabs(kept[to]) == fabs(kept[from]);)
			to++;
		for (size_t i = from; i < to; i++)
			ranks[i] = from + to + 1;
	}
}

double pmk_stats_signed_rank_p(const double *differences, size_t n)
{
	double kept[PMK_STATS_PAIRS_MAX], *chance, found = 0, mean, far = 0;
	size_t ranks[PMK_STATS_PAIRS_MAX], top;

	n = keep_nonzero(differences, n < PMK_STATS_PAIRS_MAX ? n : PMK_STATS_PAIRS_MAX, kept);
	if (!n)
		return 1;
	double_ranks(kept, n, ranks);
	top = n * (n + 1);
	chance = count_signs(ranks, n, top);
	if (!chance)
		return NAN;
	for (size_t i = 0; i < n; i++)
		found += kept[i] > 0 ? (double)ranks[i] : 0;
	mean = (double)top / 2;
	for (size_t sum = 0; sum <= top; sum++)
		far += fabs((double)sum - mean) >= fabs(found - mean) ? chance[sum] : 0;
	free(chance);
	return fmin(1, far);
}

/*
 * Of n signed ranks without ties: how many of the smallest sums have together a chance of at most
 * @miss, and @below: that chance; -1 for no memory.
 */
static long sums_within(size_t n, double miss, double *below)
{
	size_t ranks[PMK_STATS_PAIRS_MAX], top = n * (n + 1) / 2, t = 0;
	double *chance;

	for (size_t i = 0; i < n; i++)
		ranks[i] = i + 1;
	chance = count_signs(ranks, n, top);
	if (!chance)
		return -1;
	for (*below = 0; t <= top && *below + chance[t] <= miss; t++)
		*below += chance[t];
	free(chance);
	return (long)t;
}

double pmk_stats_signed_rank_critical(size_t n, double miss)
{
	double below;
	long sums = sums_within(n < PMK_STATS_PAIRS_MAX ? n : PMK_STATS_PAIRS_MAX, miss, &below);

	return sums < 0 ? -1 : (double)sums - 1;
}

static double *walsh_averages(const double *values, size_t n)
{
	double *averages = malloc(n * (n + 1) / 2 * sizeof(*averages)), *at = averages;

	if (!averages)
		return NULL;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i; j < n; j++)
			*at++ = (values[i] + values[j]) / 2;
	pmk_stats_sort(averages, n * (n + 1) / 2);
	return averages;
}

struct pmk_interval pmk_stats_shift_interval(const double *differences, size_t n, double miss)
{
	struct pmk_interval interval = { 0 };
	double *averages, tail = 0;
	long sums;

	if (n > PMK_STATS_PAIRS_MAX)
		n = PMK_STATS_PAIRS_MAX;
	if (!n)
		return interval;
	averages = walsh_averages(differences, n);
	sums = sums_within(n, miss / 2, &tail);
	/* Where nothing is rare enough, the ends are those of all averages, and 0 alone misses. */
	if (sums == 0)
		tail = pow(0.5, (double)n);
	if (averages && sums >= 0) {
		interval =
			pmk_interval_cut(averages, n * (n + 1) / 2, sums ? (size_t)sums : 1, tail);
		interval.n = n;
	}
	free(averages);
	return interval;
}

struct pmk_interval pmk_stats_ratio_interval(const double *over, const double *under, size_t n)
{
	double logarithms[PMK_STATS_PAIRS_MAX];

	if (n > PMK_STATS_PAIRS_MAX)
		n = PMK_STATS_PAIRS_MAX;
	for (size_t i = 0; i < n; i++)
		logarithms[i] = log(over[i]) - log(under[i]);
	return pmk_interval_exp(pmk_stats_shift_interval(logarithms, n, 1 - PMK_STATS_COVERAGE));
}

double pmk_stats_signed_rank_least_p(size_t n)
{
	return fmin(1, 2 * pow(0.5, (double)n));
}

size_t pmk_stats_pairs_needed(size_t tests, double alpha)
{
	size_t n = 1;

	while (n < PAIRS_ENOUGH && pmk_stats_signed_rank_least_p(n) > alpha / (double)tests)
		n++;
	return n;
}
