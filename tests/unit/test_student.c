// SPDX-License-Identifier: GPL-2.0-only
/* Student's t, digamma, trigamma, and the prior of many variances, against scipy and simulation. */
#include <check.h>
#include <math.h>

#include "stats/random.h"
#include "stats/stats_student.h"

Suite *pmk_suite_student(void);

/* Source: scipy 1.10.1, 2 * stats.t.sf(t, df); the first is P(|Cauchy| >= 1) = 1/2. */
START_TEST(student_is_that_of_scipy)
{
	static const struct {
		double t, df, beyond;
	} table[] = {
		{ 1, 1, 0.5 },
		{ -2.5, 3, 0.0877066470080655 },
		{ 4.2, 7.3, 0.00367505700164891 },
		{ 12, 5, 7.08949251716153e-05 },
		{ 0.3, 100, 0.764799880300304 },
		{ 30, 2, 0.00110926268195966 },
		{ 5, 1e5, 5.74270167864165e-07 },
		{ 1e-6, 4, 0.99999925 },
		{ 1.959963984540054, (double)INFINITY, 0.05 },
		{ (double)INFINITY, 4, 0 },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		ck_assert_double_eq_tol(pmk_student_beyond(table[i].t, table[i].df),
					table[i].beyond, 1e-9 * table[i].beyond + 1e-300);
	ck_assert_double_eq(pmk_student_beyond(0, 3), 1);
	ck_assert_double_eq_tol(pmk_student_critical(0.05, 4), 2.7764451051978, 1e-9);
	ck_assert_double_eq_tol(pmk_student_critical(2.5e-4, 9), 5.82973579634946, 1e-8);
	ck_assert_double_eq_tol(pmk_student_critical(1e-6, 3.5), 74.4241858548759, 1e-6);
}
END_TEST

/* Source: scipy 1.10.1, special.digamma and polygamma(1, x); at 1: -Euler's gamma, pi^2 / 6. */
START_TEST(derivatives_of_log_gamma)
{
	static const double table[][3] = {
		{ 0.25, -4.22745353337627, 17.1973291545071 },
		{ 0.5, -1.96351002602142, 4.93480220054468 },
		{ 1, -0.577215664901533, 1.64493406684823 },
		{ 3.7, 1.16715353936151, 0.310037857670038 },
		{ 12, 2.44266167997581, 0.0869018728717684 },
		{ 150, 5.00729825707568, 0.006688938271166 },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		ck_assert_double_eq_tol(pmk_digamma(table[i][0]), table[i][1], 1e-9);
		ck_assert_double_eq_tol(pmk_trigamma(table[i][0]), table[i][2], 1e-8);
	}
}
END_TEST

/* The variance of @df + 1 normal values whose deviation is 3. */
static double variance_of(size_t df, double deviation, uint64_t *state)
{
	double sum = 0;

	for (size_t i = 0; i < df; i++) {
		double z = pmk_random_normal(state);

		sum += deviation * deviation * z * z;
	}
	return sum / (double)df;
}

START_TEST(equal_variances_share_all_they_know)
{
	struct pmk_variance_prior prior;
	double variances[500], df[500];
	uint64_t state = 4;

	for (size_t i = 0; i < 500; i++) {
		df[i] = 4;
		variances[i] = variance_of(4, 3, &state);
	}
	prior = pmk_variance_prior(variances, df, 500, 1e-12);
	/* Chance makes it finite half of the time, and then large. */
	ck_assert_double_gt(prior.df, 40);
	ck_assert_double_eq_tol(prior.variance, 9, 0.9);
	ck_assert_double_eq_tol(pmk_variance_shrunk(&prior, 1, 4), prior.variance, 1.5);
}
END_TEST

/* Drawn from the model, 5 df0 and s0^2 = 4: both come back. */
START_TEST(variances_that_differ_are_told)
{
	struct pmk_variance_prior prior;
	double variances[4000], df[4000];
	uint64_t state = 8;

	for (size_t i = 0; i < 4000; i++) {
		double deviation = sqrt(4 / variance_of(5, 1, &state));

		df[i] = 8;
		variances[i] = variance_of(8, deviation, &state);
	}
	prior = pmk_variance_prior(variances, df, 4000, 1e-12);
	ck_assert_double_eq_tol(prior.df, 5, 0.6);
	ck_assert_double_eq_tol(prior.variance, 4, 0.25);
	ck_assert_double_eq_tol(pmk_variance_shrunk(&prior, 10, 8),
				(prior.df * prior.variance + 80) / (prior.df + 8), 1e-12);
}
END_TEST

START_TEST(a_single_variance_learns_nothing)
{
	const double variance = 7, df = 3, none[] = { 0, 0 }, two[] = { 3, 3 };
	struct pmk_variance_prior prior = pmk_variance_prior(&variance, &df, 1, 1e-12);

	ck_assert_double_eq(prior.df, 0);
	ck_assert_double_eq(pmk_variance_shrunk(&prior, 7, 3), 7);
	prior = pmk_variance_prior(none, two, 2, 1e-12);
	ck_assert_double_gt(prior.variance, 0);
}
END_TEST

Suite *pmk_suite_student(void)
{
	Suite *suite = suite_create("student");
	TCase *tests = tcase_create("student");

	tcase_add_test(tests, student_is_that_of_scipy);
	tcase_add_test(tests, derivatives_of_log_gamma);
	tcase_add_test(tests, equal_variances_share_all_they_know);
	tcase_add_test(tests, variances_that_differ_are_told);
	tcase_add_test(tests, a_single_variance_learns_nothing);
	suite_add_tcase(suite, tests);
	return suite;
}
