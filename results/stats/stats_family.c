// SPDX-License-Identifier: GPL-2.0-only
/* Adjustments for many tests, after Holm and after Benjamini and Hochberg. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "stats_family.h"

#define PAIRS_MAX 500 /* where so many show nothing, more will not */

struct ranked {
	double p;
	size_t at;
};

static int by_p(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	return (x->p > y->p) - (x->p < y->p);
}

static struct ranked *rank(const double *p, size_t n)
{
	struct ranked *ranked = malloc((n ? n : 1) * sizeof(*ranked));

	for (size_t i = 0; ranked && i < n; i++)
		ranked[i] = (struct ranked){ .p = p[i], .at = i };
	if (ranked)
		qsort(ranked, n, sizeof(*ranked), by_p);
	return ranked;
}

int pmk_stats_holm(const double *p, size_t n, double *adjusted)
{
	struct ranked *ranked = rank(p, n);
	double largest = 0;

	if (!ranked)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++) {
		largest = fmax(largest, fmin(1, ranked[i].p * (double)(n - i)));
		adjusted[ranked[i].at] = largest;
	}
	free(ranked);
	return 0;
}

int pmk_stats_bh(const double *p, size_t n, double *adjusted)
{
	struct ranked *ranked = rank(p, n);
	double smallest = 1;

	if (!ranked)
		return -ENOMEM;
	for (size_t i = n; i-- > 0;) {
		smallest = fmin(smallest, ranked[i].p * (double)n / (double)(i + 1));
		adjusted[ranked[i].at] = smallest;
	}
	free(ranked);
	return 0;
}

double pmk_stats_u_least_p(size_t n_a, size_t n_b)
{
	double choices = 1;

	for (size_t i = 1; i <= n_a; i++)
		choices *= (double)(n_b + i) / (double)i;
	return fmin(1, 2 / choices);
}

double pmk_stats_signed_rank_least_p(size_t n)
{
	return fmin(1, 2 * pow(0.5, (double)n));
}

size_t pmk_stats_pairs_needed(size_t tests, double alpha)
{
	size_t n = 1;

	while (n < PAIRS_MAX && pmk_stats_signed_rank_least_p(n) > alpha / (double)tests)
		n++;
	return n;
}
