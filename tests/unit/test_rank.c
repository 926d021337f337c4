// SPDX-License-Identifier: GPL-2.0-only
/* Rank tests against published tables, worked examples and the enumeration of all permutations. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "stats/stats_rank.h"
#include "stats/stats_signed.h"

Suite *pmk_suite_rank(void);

/* Permeability of the chorioamnion: ten at term, five at 12 to 26 weeks. */
static const double at_term[] = { 0.73, 0.80, 0.83, 1.04, 1.38, 1.45, 1.46, 1.64, 1.89, 1.91 };
static const double before[] = { 0.74, 0.88, 0.90, 1.15, 1.21 };

static struct pmk_u_test test(const double *a, size_t n_a, const double *b, size_t n_b)
{
	struct pmk_u_null null;
	struct pmk_u_test result;

	ck_assert_int_eq(pmk_u_null_make(&null, n_a, n_b), 0);
	result = pmk_stats_u_test(&null, a, b);
	pmk_u_null_free(&null);
	return result;
}

/*
 * Source: Mann and Whitney (1947), table I, P(U <= u) to three digits, and the two-sided critical
 * values at 5 % and 1 % of any table made from it, such as Siegel, Nonparametric Statistics (1956),
 * table K, and Milton, J. Am. Statist. Ass. 59 (1964).
 */
START_TEST(distribution_is_that_of_the_tables)
{
	static const double of_5_and_5[] = { .004, .008, .016, .028, .048, .075, .111,
					     .155, .210, .274, .345, .421, .500 };
	static const double of_4_and_4[] = { .014, .029, .057, .100, .171, .243, .343, .443 };
	static const struct {
		size_t n;
		double at_5, at_1;
	} critical[] = { { 5, 2, 0 },	 { 8, 13, 7 },	 { 10, 23, 16 },
			 { 12, 37, 27 }, { 15, 64, 51 }, { 20, 127, 105 } };
	struct pmk_u_null null;

	ck_assert_int_eq(pmk_u_null_make(&null, 5, 5), 0);
	for (size_t u = 0; u < 13; u++)
		ck_assert_double_eq_tol(pmk_u_null_below(&null, (double)u), of_5_and_5[u], 5.1e-4);
	ck_assert_double_eq(pmk_u_null_below(&null, -0.5), 0);
	ck_assert_double_eq(pmk_u_null_below(&null, 25), 1);
	pmk_u_null_free(&null);
	ck_assert_int_eq(pmk_u_null_make(&null, 4, 4), 0);
	for (size_t u = 0; u < 8; u++)
		ck_assert_double_eq_tol(pmk_u_null_below(&null, (double)u), of_4_and_4[u], 5.1e-4);
	pmk_u_null_free(&null);
	for (size_t i = 0; i < sizeof(critical) / sizeof(critical[0]); i++) {
		ck_assert_int_eq(pmk_u_null_make(&null, critical[i].n, critical[i].n), 0);
		ck_assert_double_eq(pmk_u_null_critical(&null, 0.025), critical[i].at_5);
		ck_assert_double_eq(pmk_u_null_critical(&null, 0.005), critical[i].at_1);
		pmk_u_null_free(&null);
	}
	ck_assert_int_ne(pmk_u_null_make(&null, 0, 3), 0);
}
END_TEST

/* The sizes may be unequal, and which sample is the first does not matter. */
START_TEST(distribution_of_unequal_sizes)
{
	struct pmk_u_null null, turned;

	ck_assert_int_eq(pmk_u_null_make(&null, 3, 7), 0);
	ck_assert_int_eq(pmk_u_null_make(&turned, 7, 3), 0);
	ck_assert_double_eq_tol(pmk_u_null_below(&null, 0), 1.0 / 120, 1e-15);
	ck_assert_double_eq_tol(pmk_u_null_below(&null, 2), 4.0 / 120, 1e-15);
	for (size_t u = 0; u < 21; u++)
		ck_assert_double_eq_tol(pmk_u_null_below(&null, (double)u),
					pmk_u_null_below(&turned, (double)u), 1e-14);
	pmk_u_null_free(&turned);
	pmk_u_null_free(&null);
}
END_TEST

/* What is approximated beyond the exact limit joins what is counted below it. */
START_TEST(approximation_takes_over_smoothly)
{
	struct pmk_u_null null;
	double exact, *counted;

	ck_assert_int_eq(pmk_u_null_make(&null, PMK_U_EXACT_MAX, PMK_U_EXACT_MAX), 0);
	counted = null.below;
	exact = pmk_u_null_below(&null, 960);
	null.below = NULL;
	ck_assert_double_eq_tol(pmk_u_null_below(&null, 960), exact, 2e-4);
	ck_assert_double_gt(exact, 0.01);
	null.below = counted;
	pmk_u_null_free(&null);
	ck_assert_int_eq(pmk_u_null_make(&null, PMK_U_EXACT_MAX + 1, 3), 0);
	ck_assert_ptr_null(null.below);
}
END_TEST

/*
 * Source: Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3rd ed., examples 4.1,
 * 4.3 and 4.4; R 4.2, help(wilcox.test): W = 35, one-sided p 0.1272. The book: estimate -0.305,
 * interval -0.76 .. 0.15 with coverage 96 %.
 */
START_TEST(textbook_example)
{
	struct pmk_u_test result = test(at_term, 10, before, 5);
	struct pmk_interval interval;
	struct pmk_u_null null;

	ck_assert(result.exact);
	ck_assert_double_eq(result.u, 35);
	ck_assert_double_eq_tol(result.p / 2, 0.1272, 5e-5);
	ck_assert_int_eq(pmk_u_null_make(&null, 10, 5), 0);
	interval = pmk_stats_centre_interval(&null, at_term, before, 0.05);
	ck_assert_double_eq_tol(interval.estimate, -0.305, 1e-12);
	ck_assert_double_eq_tol(interval.lo, -0.76, 1e-12);
	ck_assert_double_eq_tol(interval.hi, 0.15, 1e-12);
	ck_assert_double_eq_tol(interval.coverage, 0.96, 5e-3);
	pmk_u_null_free(&null);
}
END_TEST

/* U of the values at the bits of @chosen against the others; half for equal ones. */
static double u_of(const double *all, size_t n, unsigned int chosen)
{
	double u = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			if (chosen >> i & 1 && !(chosen >> j & 1))
				u += (all[i] > all[j]) + 0.5 * (all[i] == all[j]);
	return u;
}

/* Every way to choose the first sample, one by one. */
static double enumerate(const double *all, size_t n, size_t n_a, double u)
{
	double mean = (double)(n_a * (n - n_a)) / 2, far = 0, count = 0;

	for (unsigned int chosen = 0; chosen < 1u << n; chosen++) {
		if (__builtin_popcount(chosen) != (int)n_a)
			continue;
		count++;
		far += fabs(u_of(all, n, chosen) - mean) >= fabs(u - mean) - 1e-9;
	}
	return far / count;
}

/* Small samples of few different values: all kinds of ties, and none. */
START_TEST(ties_are_counted_as_enumeration_does)
{
	unsigned int seed = 1;

	for (int round = 0; round < 60; round++) {
		double all[11], a[11], b[11];
		size_t n_a = 2 + (size_t)round % 4, n = 11 - (size_t)round % 3;
		int kinds = 2 + round % 9;
		struct pmk_u_test result;
		unsigned int first = (1u << n_a) - 1;

		for (size_t i = 0; i < n; i++)
			all[i] =
				round % 10 == 9 ? (double)(i * i) : (double)(rand_r(&seed) % kinds);
		for (size_t i = 0; i < n; i++)
			*(i < n_a ? &a[i] : &b[i - n_a]) = all[i];
		pmk_stats_sort(a, n_a);
		pmk_stats_sort(b, n - n_a);
		result = test(a, n_a, b, n - n_a);
		ck_assert(result.exact);
		ck_assert_double_eq(result.u, u_of(all, n, first));
		ck_assert_double_eq_tol(result.p, enumerate(all, n, n_a, result.u), 1e-12);
	}
}
END_TEST

/*
 * Many equal values: the normal distribution with the variance that they leave. Worked by hand:
 * groups of 20, 40, 40 and 20, variance 300 (121 - (2 (20^3 - 20) + 2 (40^3 - 40)) / (120 119)).
 */
START_TEST(many_ties_are_approximated)
{
	double a[60], b[60], deviation, z;
	struct pmk_u_test result;

	for (size_t i = 0; i < 60; i++) {
		size_t group = i / 20;

		a[i] = (double)(1 + group);
		b[i] = (double)(2 + group);
	}
	result = test(a, 60, b, 60);
	ck_assert(!result.exact);
	ck_assert_double_eq(result.u, 20 * 20 + 2 * (20 * 20 * 0.5));
	deviation = sqrt(300 * (121 - (2 * 7980.0 + 2 * 63960.0) / (120 * 119)));
	z = (1800 - 800 - 0.5) / deviation;
	ck_assert_double_eq_tol(result.p, erfc(z / sqrt(2)), 1e-12);
	for (size_t i = 0; i < 60; i++)
		a[i] = 5;
	ck_assert_double_eq(test(a, 60, a, 60).p, 1);
	ck_assert_double_eq(test(a, 10, a, 10).p, 1);
	ck_assert_double_eq(test(a, 1, b, 1).p, 1);
}
END_TEST

/* Differences are selected, not sorted: the same as sorting them. */
START_TEST(selected_differences_are_those_of_sorting)
{
	unsigned int seed = 7;

	for (size_t n_a = 1; n_a <= 12; n_a++)
		for (size_t n_b = 1; n_b <= 12; n_b += 3) {
			double a[12], b[12], all[144];
			size_t n = n_a * n_b, k;
			struct pmk_interval interval;
			struct pmk_u_null null;

			for (size_t i = 0; i < n_a; i++)
				a[i] = (double)(rand_r(&seed) % 40) - 20;
			for (size_t i = 0; i < n_b; i++)
				b[i] = (double)(rand_r(&seed) % 40) / 8;
			for (size_t i = 0; i < n; i++)
				all[i] = b[i % n_b] - a[i / n_b];
			pmk_stats_sort(a, n_a);
			pmk_stats_sort(b, n_b);
			pmk_stats_sort(all, n);
			ck_assert_int_eq(pmk_u_null_make(&null, n_a, n_b), 0);
			interval = pmk_stats_centre_interval(&null, a, b, 0.05);
			for (k = 1; pmk_u_null_below(&null, (double)k) <= 0.025; k++)
				;
			ck_assert_double_eq(interval.estimate, pmk_stats_median(all, n));
			ck_assert_double_eq(interval.lo, all[k - 1]);
			ck_assert_double_eq(interval.hi, all[n - k]);
			pmk_u_null_free(&null);
		}
}
END_TEST

/* Source: R 4.2, help(wilcox.test), Hollander and Wolfe's depression scores: 0.01953 one-sided. */
START_TEST(signed_ranks_of_the_textbook)
{
	static const double x[] = { 1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30 };
	static const double y[] = { 0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29 };
	double differences[9];

	for (size_t i = 0; i < 9; i++)
		differences[i] = x[i] - y[i];
	ck_assert_double_eq_tol(pmk_stats_signed_rank_p(differences, 9) / 2, 0.01953, 5e-6);
	ck_assert_double_eq(pmk_stats_signed_rank_p(differences, 0), 1);
}
END_TEST

/* All signs of all mid-ranks, one by one; differences of 0 left out. */
START_TEST(signed_ranks_with_ties_are_counted)
{
	static const double d[] = { 3, -1, 0, 2, 2, -2, 5, 3, 0, 1, 3 };
	static const double rank[] = { 7, 1.5, 4, 4, 4, 9, 7, 1.5, 7 }; /* without the zeros */
	double found = 45 - 1.5 - 4, far = 0;

	for (unsigned int signs = 0; signs < 1u << 9; signs++) {
		double sum = 0;

		for (size_t i = 0; i < 9; i++)
			sum += signs >> i & 1 ? rank[i] : 0;
		far += fabs(sum - 22.5) >= fabs(found - 22.5);
	}
	ck_assert_double_eq_tol(pmk_stats_signed_rank_p(d, 11), far / 512, 1e-15);
}
END_TEST

/* Chances of 0 .. 9 of two threes: C(6, 3) = 20 orders. */
START_TEST(null_is_counted)
{
	static const double ways[] = { 1, 2, 4, 7, 10, 13, 16, 18, 19, 20 };
	size_t pairs = PMK_U_EXACT_MAX * PMK_U_EXACT_MAX;
	struct pmk_u_null null;

	ck_assert_int_eq(pmk_u_null_make(&null, 3, 3), 0);
	for (size_t u = 0; u < 10; u++)
		ck_assert_double_eq_tol(null.below[u] * 20, ways[u], 1e-12);
	pmk_u_null_free(&null);
	/* The largest that is counted stays a distribution; its least chance is 1 / C(100, 50). */
	ck_assert_int_eq(pmk_u_null_make(&null, PMK_U_EXACT_MAX, PMK_U_EXACT_MAX), 0);
	ck_assert_double_eq_tol(null.below[0] * 100891344545564193334812497256.0, 1, 1e-13);
	ck_assert_double_eq_tol(null.below[pairs], 1, 1e-12);
	for (size_t u = 0; u < pairs; u++)
		ck_assert_double_eq_tol(null.below[u] + null.below[pairs - 1 - u], 1, 1e-12);
	pmk_u_null_free(&null);
}
END_TEST

Suite *pmk_suite_rank(void)
{
	Suite *suite = suite_create("rank");
	TCase *tests = tcase_create("rank");

	tcase_add_test(tests, distribution_is_that_of_the_tables);
	tcase_add_test(tests, distribution_of_unequal_sizes);
	tcase_add_test(tests, approximation_takes_over_smoothly);
	tcase_add_test(tests, textbook_example);
	tcase_add_test(tests, ties_are_counted_as_enumeration_does);
	tcase_add_test(tests, many_ties_are_approximated);
	tcase_add_test(tests, selected_differences_are_those_of_sorting);
	tcase_add_test(tests, signed_ranks_of_the_textbook);
	tcase_add_test(tests, null_is_counted);
	tcase_add_test(tests, signed_ranks_with_ties_are_counted);
	suite_add_tcase(suite, tests);
	return suite;
}
