/* SPDX-License-Identifier: GPL-2.0-only */
/* Rank tests of two samples: exact for small ones, with ties too. Pure. */
#ifndef PAGEMARK_STATS_RANK_H
#define PAGEMARK_STATS_RANK_H

#include <stdbool.h>
#include <stddef.h>

#include "stats.h"

#define PMK_U_EXACT_MAX 50 /* per side, without ties */
#define PMK_U_TIES_MAX	25 /* per side, with ties: counts below 2^53, a few milliseconds a point */

/**
 * struct pmk_u_null - the distribution of Mann and Whitney's U if both samples are alike
 * @n_a: size of the one sample
 * @n_b: size of the other
 * @below: below[u] = P(U <= u) for u = 0 .. n_a * n_b; NULL beyond PMK_U_EXACT_MAX, where the
 *	normal approximation stands in
 */
struct pmk_u_null {
	size_t n_a, n_b;
	double *below;
};

/**
 * struct pmk_u_test - what a test said
 * @u: pairs in which the first sample's value is the larger one; a half for each equal pair
 * @p: chance of a U at least as far from its mean, both sides
 * @exact: counted, not approximated
 */
struct pmk_u_test {
	double u, p;
	bool exact;
};

/**
 * pmk_u_null_make() - count the distribution
 * @null: filled in; to be released with pmk_u_null_free()
 * @n_a: 1 or more
 * @n_b: 1 or more
 *
 * P(U = u) counts the partitions of u into at most n_a parts of at most n_b each.
 *
 * Source: H. B. Mann, D. R. Whitney, On a test of whether one of two random variables is
 * stochastically larger than the other, Ann. Math. Statist. 18 (1947), 50-60; G. E. Andrews, The
 * Theory of Partitions, theorem 3.1, for the way of counting.
 *
 * Return: 0, -EINVAL for an empty sample, or -ENOMEM.
 */
int pmk_u_null_make(struct pmk_u_null *null, size_t n_a, size_t n_b);

void pmk_u_null_free(struct pmk_u_null *null);

/* P(U <= u); with continuity correction where it is approximated. */
double pmk_u_null_below(const struct pmk_u_null *null, double u);

/* The largest u with P(U <= u) at most @chance; -1 if there is none. */
double pmk_u_null_critical(const struct pmk_u_null *null, double chance);

/**
 * pmk_stats_u_test() - whether two samples are alike
 * @null: of their sizes
 * @a: the first sample, sorted
 * @b: the second sample, sorted
 *
 * Without ties by @null. With ties, up to PMK_U_TIES_MAX a side, by the permutations of the
 * mid-ranks that are really there: P(|R - E R| >= |r - E R|). Beyond, by the normal distribution
 * with the variance that ties leave and the correction for continuity.
 *
 * Source: Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3rd ed., section 4.1.
 */
struct pmk_u_test pmk_stats_u_test(const struct pmk_u_null *null, const double *a, const double *b);

/**
 * pmk_stats_centre_interval() - how much the second sample lies above the first
 * @null: of their sizes
 * @a: the first sample, sorted
 * @b: the second sample, sorted
 * @miss: chance, both sides together, with which the interval may miss
 *
 * The estimate of Hodges and Lehmann, the median of all differences b_j - a_i, and the interval of
 * Moses from the k-th smallest to the k-th largest of them, k the largest with P(U <= k - 1) at
 * most @miss / 2. Where the samples are too small for that, k is 1 and the coverage says so.
 *
 * Source: Hollander, Wolfe and Chicken, 3rd ed., sections 4.2 and 4.3.
 */
struct pmk_interval pmk_stats_centre_interval(const struct pmk_u_null *null, const double *a,
					      const double *b, double miss);

#endif
