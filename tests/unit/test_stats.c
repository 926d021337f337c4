// SPDX-License-Identifier: GPL-2.0-only
/* The statistics against published tables and worked examples. */
#include <check.h>
#include <math.h>

#include "stats/stats_signed.h"

Suite *pmk_suite_stats(void);

static void fill(double *values, size_t n)
{
	for (size_t i = 0; i < n; i++)
		values[i] = (double)((i * 7) % n) +
			    1; /* 1 .. n, shuffled; 7 divides none of the n below */
}

START_TEST(median_of_odd_and_even)
{
	const double odd[] = { 3, 1, 2 }, even[] = { 4, 1, 3, 2 };

	ck_assert_double_eq(pmk_stats_median(odd, 3), 2);
	ck_assert_double_eq(pmk_stats_median(even, 4), 2.5);
	ck_assert(isnan(pmk_stats_median(odd, 0)));
	ck_assert_double_eq(odd[0], 3);
}
END_TEST

/*
 * Source: Conover, Practical Nonparametric Statistics, table A3 (binomial, p = 0.5): the order
 * statistics for a confidence interval of the median and their coverage.
 */
START_TEST(median_interval_has_its_tabulated_coverage)
{
	static const struct {
		size_t n;
		double lo, hi, coverage;
	} table[] = {
		{ 5, 1, 5, 0.9375 },   { 6, 1, 6, 0.96875 },   { 8, 1, 8, 0.9922 },
		{ 9, 2, 8, 0.9609 },   { 10, 2, 9, 0.9785 },   { 15, 4, 12, 0.9648 },
		{ 20, 6, 15, 0.9586 }, { 30, 10, 21, 0.9572 },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		double values[30];
		struct pmk_interval interval;

		fill(values, table[i].n);
		interval = pmk_stats_median_interval(values, table[i].n);
		ck_assert_uint_eq(interval.n, table[i].n);
		ck_assert_double_eq(interval.lo, table[i].lo);
		ck_assert_double_eq(interval.hi, table[i].hi);
		ck_assert_double_eq_tol(interval.coverage, table[i].coverage, 5e-5);
	}
}
END_TEST

START_TEST(median_interval_of_very_many)
{
	static double values[5000];
	struct pmk_interval interval;

	for (size_t i = 0; i < 5000; i++)
		values[i] = (double)i;
	interval = pmk_stats_median_interval(values, 5000);
	ck_assert(interval.coverage >= 0.95 && interval.coverage < 0.953);
	/* The normal approximation n/2 -+ 1.96 sqrt(n)/2 is good here. */
	ck_assert_double_eq_tol(interval.lo, 2500 - 69.3, 2);
	ck_assert_double_eq_tol(interval.hi, 2500 + 69.3, 2);
}
END_TEST

START_TEST(single_samples_claim_nothing)
{
	const double one[] = { 7 };

	ck_assert_double_eq(pmk_stats_median_interval(one, 1).coverage, 0);
	ck_assert_double_eq(pmk_stats_shift_interval(one, 1, 0.05).coverage, 0);
	ck_assert_uint_eq(pmk_stats_median_interval(one, 0).n, 0);
	ck_assert_uint_eq(pmk_stats_shift_interval(one, 0, 0.05).n, 0);
}
END_TEST

/*
 * Source: Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3rd ed., examples 3.1,
 * 3.3 and 3.4 (Hamilton depression scale factor IV of nine patients before and after tranquilizer
 * therapy): estimate -0.46, interval -0.786 .. -0.010 with coverage 0.961.
 */
START_TEST(shift_of_the_textbook_example)
{
	static const double before[] = { 1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30 };
	static const double after[] = { 0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29 };
	double differences[9];
	struct pmk_interval interval;

	for (size_t i = 0; i < 9; i++)
		differences[i] = after[i] - before[i];
	interval = pmk_stats_shift_interval(differences, 9, 0.05);
	ck_assert_double_eq_tol(interval.estimate, -0.46, 5e-4);
	ck_assert_double_eq_tol(interval.lo, -0.786, 1e-9);
	ck_assert_double_eq_tol(interval.hi, -0.010, 1e-9);
	ck_assert_double_eq_tol(interval.coverage, 0.961, 5e-4);
}
END_TEST

/*
 * Source: table A.4 of the same book, upper tails of the signed-rank statistic: P(T >= 21) = .016
 * for n = 6, P(T >= 47) = .024 for n = 10, P(T >= 95) = .024 for n = 15.
 */
START_TEST(shift_interval_has_its_tabulated_coverage)
{
	static const struct {
		size_t n;
		double tail;
	} table[] = { { 5, 0.031 }, { 6, 0.016 }, { 10, 0.024 }, { 15, 0.024 } };

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		double values[15];

		fill(values, table[i].n);
		ck_assert_double_eq_tol(pmk_stats_shift_interval(values, table[i].n, 0.05).coverage,
					1 - 2 * table[i].tail, 1.1e-3);
	}
}
END_TEST

/* Drift that both contenders share must not reach their ratio. */
START_TEST(ratio_divides_out_what_drifts)
{
	double a[6], b[6];
	struct pmk_interval interval;

	for (size_t i = 0; i < 6; i++) {
		b[i] = 100 * (double)(1 + i * i);
		a[i] = 1.5 * b[i];
	}
	interval = pmk_stats_ratio_interval(a, b, 6);
	ck_assert_double_eq_tol(interval.estimate, 1.5, 1e-12);
	ck_assert_double_eq_tol(interval.lo, 1.5, 1e-12);
	ck_assert_double_eq_tol(interval.hi, 1.5, 1e-12);
	ck_assert_double_eq_tol(interval.coverage, 0.96875, 1e-12);
}
END_TEST

Suite *pmk_suite_stats(void)
{
	Suite *suite = suite_create("stats");
	TCase *tests = tcase_create("stats");

	tcase_add_test(tests, median_of_odd_and_even);
	tcase_add_test(tests, median_interval_has_its_tabulated_coverage);
	tcase_add_test(tests, median_interval_of_very_many);
	tcase_add_test(tests, single_samples_claim_nothing);
	tcase_add_test(tests, shift_of_the_textbook_example);
	tcase_add_test(tests, shift_interval_has_its_tabulated_coverage);
	tcase_add_test(tests, ratio_divides_out_what_drifts);
	suite_add_tcase(suite, tests);
	return suite;
}
