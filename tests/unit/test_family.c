// SPDX-License-Identifier: GPL-2.0-only
/* Families of tests, power and rates, against published figures and simulation. */
#include <check.h>
#include <math.h>

#include "stats/random.h"
#include "stats/stats_family.h"
#include "stats/stats_power.h"
#include "stats/stats_signed.h"
#include "stats/stats_student.h"

Suite *pmk_suite_family(void);

/*
 * Source: Benjamini and Hochberg (1995), section 3.2, 15 hypotheses about myocardial infarction: at
 * 0.05 Bonferroni's method, and Holm's, reject three, theirs four.
 */
static const double infarction[] = { 0.4262, 0.0001, 0.0019, 0.3240, 0.0095, 0.0004, 0.0201, 0.0278,
				     0.0298, 0.0344, 0.0459, 0.5719, 0.6528, 0.7590, 1.0000 };

START_TEST(family_of_the_paper)
{
	double holm[15], bh[15];
	size_t by_holm = 0, by_bh = 0;

	ck_assert_int_eq(pmk_stats_holm(infarction, 15, holm), 0);
	ck_assert_int_eq(pmk_stats_bh(infarction, 15, bh), 0);
	for (size_t i = 0; i < 15; i++) {
		by_holm += holm[i] <= 0.05;
		by_bh += bh[i] <= 0.05;
	}
	ck_assert_uint_eq(by_holm, 3);
	ck_assert_uint_eq(by_bh, 4);
	ck_assert_double_eq_tol(holm[1], 15 * 0.0001, 1e-12);
	ck_assert_double_eq_tol(holm[2], 13 * 0.0019, 1e-12);
	ck_assert_double_eq_tol(holm[4], 12 * 0.0095, 1e-12);
	ck_assert_double_eq(holm[14], 1);
	ck_assert_double_eq_tol(bh[4], 15 * 0.0095 / 4, 1e-12);
	ck_assert_double_eq_tol(bh[6], 15 * 0.0201 / 5, 1e-12);
	ck_assert_double_eq_tol(bh[7], fmin(15 * 0.0278 / 6, 15 * 0.0298 / 7), 1e-12);
}
END_TEST

START_TEST(adjusted_values_never_fall)
{
	const double p[] = { 0.01, 0.04, 0.03, 0.04 };
	const double want[] = { 0.04, 0.09, 0.09, 0.09 };
	double holm[4], bh[4];

	/* Holm: 4 * 0.01, 3 * 0.03, 2 * 0.04 (less than 0.09 before it), 0.04. */
	ck_assert_int_eq(pmk_stats_holm(p, 4, holm), 0);
	for (size_t i = 0; i < 4; i++)
		ck_assert_double_eq_tol(holm[i], want[i], 1e-15);
	ck_assert_int_eq(pmk_stats_bh(p, 4, bh), 0);
	for (size_t i = 0; i < 4; i++)
		ck_assert_double_eq_tol(bh[i], 0.04, 1e-15);
}
END_TEST

/* C(10, 5) = 252, C(16, 8) = 12870, C(14, 7) = 3432. */
START_TEST(pairs_needed)
{
	ck_assert_double_eq_tol(pmk_stats_u_least_p(5, 5), 2.0 / 252, 1e-15);
	ck_assert_double_eq_tol(pmk_stats_u_least_p(3, 7), 2.0 / 120, 1e-15);
	ck_assert_double_eq(pmk_stats_u_least_p(1, 1), 1);
	/* 2 / 2^5 = 0.0625, 2 / 2^6 = 0.031; 0.05 / 100 lies between 2 / 2^11 and 2 / 2^12. */
	ck_assert_uint_eq(pmk_stats_pairs_needed(1, 0.05), 6);
	ck_assert_uint_eq(pmk_stats_pairs_needed(100, 0.05), 12);
	ck_assert_uint_eq(pmk_stats_pairs_needed(1000000, 0), 500);
}
END_TEST

START_TEST(normal_distribution)
{
	ck_assert_double_eq_tol(pmk_normal_below(1.959964), 0.975, 1e-7);
	ck_assert_double_eq_tol(pmk_normal_below(-3.090232), 0.001, 2e-9);
	ck_assert_double_eq_tol(pmk_normal_quantile(0.975), 1.959964, 1e-6);
	ck_assert_double_eq_tol(pmk_normal_quantile(1e-6), -4.753424, 1e-6);
	ck_assert_double_eq_tol(pmk_normal_quantile(0.5), 0, 1e-12);
}
END_TEST

static void normals(double *values, size_t n, double mean, uint64_t *state)
{
	for (size_t i = 0; i < n; i++)
		values[i] = mean + pmk_random_normal(state);
}

START_TEST(spread_is_that_of_normal_samples_and_ignores_the_wild)
{
	double a[200], b[200];
	uint64_t state = 3;

	normals(a, 200, 5, &state);
	normals(b, 200, 100, &state);
	ck_assert_double_eq_tol(pmk_stats_spread(a, 200, b, 200), 1, 0.08);
	for (size_t i = 0; i < 20; i++)
		a[i * 10] *= 1e6;
	ck_assert_double_eq_tol(pmk_stats_spread(a, 200, b, 200), 1.06, 0.1);
	ck_assert(isnan(pmk_stats_spread(a, 1, b, 1)));
	ck_assert_double_gt(pmk_stats_spread(a, 2, b, 0), 0);
}
END_TEST

/* How often the test finds a shift, by simulation: 4000 times, so within 0.02 at 99 %. */
static double simulate(const struct pmk_u_null *null, double alpha, double shift)
{
	double a[50], b[50], found = 0;
	uint64_t state = 11;

	for (int i = 0; i < 4000; i++) {
		normals(a, null->n_a, 0, &state);
		normals(b, null->n_b, shift, &state);
		pmk_stats_sort(a, null->n_a);
		pmk_stats_sort(b, null->n_b);
		found += pmk_stats_u_test(null, a, b).p <= alpha;
	}
	return found / 4000;
}

START_TEST(power_is_that_of_simulation)
{
	static const struct {
		size_t n_a, n_b;
		double alpha, shift; /* of the formula, with whole numbers for U and a fine sum */
	} cases[] = { { 10, 10, 0.05, 1.587186325 },
		      { 10, 10, 0.05 / 200, 2.900387878 },
		      { 12, 8, 0.01, 1.984435351 },
		      { 30, 30, 1e-4, 1.449906078 } };
	struct pmk_u_null null;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		double shift;

		ck_assert_int_eq(pmk_u_null_make(&null, cases[i].n_a, cases[i].n_b), 0);
		shift = pmk_stats_u_detectable(&null, cases[i].alpha);
		ck_assert_double_eq_tol(shift, cases[i].shift, 1e-6);
		ck_assert_double_eq_tol(simulate(&null, cases[i].alpha, shift), PMK_POWER, 0.04);
		pmk_u_null_free(&null);
	}
	ck_assert_int_eq(pmk_u_null_make(&null, 5, 5), 0);
	ck_assert(isnan(pmk_stats_u_detectable(&null, 0.05 / 200)));
	pmk_u_null_free(&null);
}
END_TEST

START_TEST(power_of_signed_ranks_is_that_of_simulation)
{
	double shift = pmk_stats_signed_rank_detectable(20, 0.01), d[20], found = 0;
	uint64_t state = 5;

	for (int i = 0; i < 2000; i++) {
		normals(d, 20, shift, &state);
		found += pmk_stats_signed_rank_p(d, 20) <= 0.01;
	}
	ck_assert_double_eq_tol(found / 2000, PMK_POWER, 0.06);
	ck_assert(isnan(pmk_stats_signed_rank_detectable(5, 0.05)));
	ck_assert(!isnan(pmk_stats_signed_rank_detectable(6, 0.05)));
}
END_TEST

/* Source: Geigy Scientific Tables, exact 95 % limits of a binomial proportion, n = 10 and 100. */
START_TEST(rates_have_their_published_limits)
{
	static const struct {
		size_t hits, n;
		double lo, hi;
	} table[] = { { 0, 10, 0, 0.3085 },	 { 1, 10, 0.0025, 0.4450 },
		      { 5, 10, 0.1871, 0.8129 }, { 10, 10, 0.6915, 1 },
		      { 0, 100, 0, 0.0362 },	 { 1, 100, 0.0003, 0.0545 },
		      { 5, 100, 0.0164, 0.1128 } };

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct pmk_interval rate = pmk_stats_rate(table[i].hits, table[i].n, 0.95);

		ck_assert_double_eq_tol(rate.lo, table[i].lo, 5.1e-5);
		ck_assert_double_eq_tol(rate.hi, table[i].hi, 5.1e-5);
	}
	/* A case in which single terms underflow: near 1.96 sqrt(0.25 / 20000). */
	ck_assert_double_eq_tol(pmk_stats_rate(10000, 20000, 0.95).hi, 0.50695, 1e-4);
}
END_TEST

Suite *pmk_suite_family(void)
{
	Suite *suite = suite_create("family");
	TCase *tests = tcase_create("family");

	tcase_add_test(tests, family_of_the_paper);
	tcase_add_test(tests, adjusted_values_never_fall);
	tcase_add_test(tests, pairs_needed);
	tcase_add_test(tests, normal_distribution);
	tcase_add_test(tests, spread_is_that_of_normal_samples_and_ignores_the_wild);
	tcase_add_test(tests, power_is_that_of_simulation);
	tcase_add_test(tests, power_of_signed_ranks_is_that_of_simulation);
	tcase_add_test(tests, rates_have_their_published_limits);
	suite_add_tcase(suite, tests);
	return suite;
}
