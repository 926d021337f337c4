// SPDX-License-Identifier: GPL-2.0-only
/* Exact rank tests where values are equal: every permutation of the mid-ranks is counted. */
#include <math.h>
#include <stdlib.h>

#include "stats_rank.h"

/*
 * Of all choices of up to @most of the weights, how many have which sum: ways[k][sum] of k weights.
 * Each weight is taken or not, from above, so that none is taken twice.
 */
static void count_choices(double *ways, size_t most, size_t top, const size_t *weights, size_t n)
{
	ways[0] = 1;
	for (size_t i = 0; i < n; i++)
		for (size_t k = (i < most ? i + 1 : most); k > 0; k--) {
			double *to = ways + k * (top + 1);
			const double *from = to - (top + 1);

			for (size_t sum = weights[i]; sum <= top; sum++)
				to[sum] += from[sum - weights[i]];
		}
}

/* Twice the mid-rank of every value: whole numbers. */
static size_t double_ranks(const size_t *groups, size_t n_groups, size_t *ranks)
{
	size_t n = 0;

	for (size_t g = 0; g < n_groups; g++) {
		size_t rank = 2 * n + groups[g] + 1;

		for (size_t i = 0; i < groups[g]; i++)
			ranks[n++] = rank;
	}
	return n;
}

double pmk_stats_ties_p(const size_t *groups, size_t n_groups, size_t n_a, double u)
{
	size_t ranks[2 * PMK_U_TIES_MAX], n = double_ranks(groups, n_groups, ranks), top = 0;
	double *ways, *last, mean = (double)(n_a * (n + 1)), all = 0, far = 0;
	double found = fabs(2 * u + (double)(n_a * (n_a + 1)) - mean);

	for (size_t i = n - n_a; i < n; i++)
		top += ranks[i];
	ways = calloc((n_a + 1) * (top + 1), sizeof(*ways));
	if (!ways)
		return NAN;
	count_choices(ways, n_a, top, ranks, n);
	last = ways + n_a * (top + 1);
	for (size_t sum = 0; sum <= top; sum++) {
		all += last[sum];
		far += fabs((double)sum - mean) >= found ? last[sum] : 0;
	}
	free(ways);
	return far / all;
}

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

double pmk_stats_signed_rank_p(const double *differences, size_t n)
{
	double kept[PMK_STATS_PAIRS_MAX], *chance, found = 0, mean, far = 0;
	size_t groups[PMK_STATS_PAIRS_MAX], ranks[PMK_STATS_PAIRS_MAX], n_groups = 0, top;

	n = keep_nonzero(differences, n < PMK_STATS_PAIRS_MAX ? n : PMK_STATS_PAIRS_MAX, kept);
	if (!n)
		return 1;
	for (size_t i = 0; i < n; i++) {
		if (!i || fabs(kept[i]) != fabs(kept[i - 1]))
			groups[n_groups++] = 0;
		groups[n_groups - 1]++;
	}
	double_ranks(groups, n_groups, ranks);
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

double pmk_stats_signed_rank_critical(size_t n, double miss)
{
	size_t ranks[PMK_STATS_PAIRS_MAX], t = 0;
	double *chance, below = 0;

	n = n < PMK_STATS_PAIRS_MAX ? n : PMK_STATS_PAIRS_MAX;
	for (size_t i = 0; i < n; i++)
		ranks[i] = i + 1;
	chance = count_signs(ranks, n, n * (n + 1) / 2);
	if (!chance)
		return -1;
	while (t <= n * (n + 1) / 2 && below + chance[t] <= miss)
		below += chance[t++];
	free(chance);
	return (double)t - 1;
}
