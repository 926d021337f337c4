// SPDX-License-Identifier: GPL-2.0-only
/* Mann's test against trend, against Kendall's table; what settles and what does not. */
#include <check.h>
#include <math.h>

#include "stats/stats_trend.h"

Suite *pmk_suite_trend(void);

START_TEST(s_counts_ordered_pairs)
{
	const double rising[] = { 1, 2, 3, 4 }, falling[] = { 4, 3, 2, 1 };
	const double mixed[] = { 2, 2, 1, 3 };

	ck_assert_int_eq(pmk_stats_kendall_s(rising, 4), 6);
	ck_assert_int_eq(pmk_stats_kendall_s(falling, 4), -6);
	ck_assert_int_eq(pmk_stats_kendall_s(mixed, 4), 1);
	ck_assert_int_eq(pmk_stats_kendall_s(rising, 1), 0);
}
END_TEST

/*
 * One-sided probabilities of S, as Gilbert, Statistical Methods for Environmental Pollution
 * Monitoring (1987), table A18 prints them from Kendall's: two significant digits.
 */
START_TEST(p_is_that_of_the_table)
{
	static const struct {
		size_t n;
		long s;
		double p;
	} table[] = {
		{ 4, 2, 0.375 },   { 4, 4, 0.167 },   { 4, 6, 0.042 },	 { 5, 8, 0.042 },
		{ 5, 10, 0.0083 }, { 8, 16, 0.031 },  { 8, 18, 0.016 },	 { 8, 20, 0.0071 },
		{ 8, 22, 0.0028 }, { 9, 20, 0.022 },  { 9, 22, 0.012 },	 { 9, 24, 0.0063 },
		{ 10, 21, 0.036 }, { 10, 23, 0.023 }, { 10, 25, 0.014 }, { 10, 27, 0.0083 },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		double p = pmk_stats_kendall_p(table[i].n, table[i].s) / 2;

		ck_assert_msg(fabs(p - table[i].p) < 0.045 * table[i].p, "n %zu S %ld: %g, not %g",
			      table[i].n, table[i].s, p, table[i].p);
		ck_assert_double_eq(pmk_stats_kendall_p(table[i].n, -table[i].s) / 2, p);
	}
	ck_assert_double_eq(pmk_stats_kendall_p(9, 0), 1);
}
END_TEST

/* Variance n(n-1)(2n+5)/18 and continuity: Kendall's normal approximation, good for large n. */
START_TEST(p_of_a_long_series_is_near_the_normal_one)
{
	double n = 200, s = 1000, z = (s - 1) / sqrt(n * (n - 1) * (2 * n + 5) / 18);

	ck_assert_double_eq_tol(pmk_stats_kendall_p(200, 1000), erfc(z / sqrt(2)), 1e-3);
}
END_TEST

START_TEST(a_drift_is_a_trend_both_ways)
{
	const double up[] = { 100, 101, 102, 104, 103, 106, 107, 108, 110 };
	const double down[] = { 110, 108, 107, 106, 103, 104, 102, 101, 100 };

	ck_assert_int_eq(pmk_stats_trend(up, 9, 0.02), 1);
	ck_assert_int_eq(pmk_stats_trend(down, 9, 0.02), -1);
}
END_TEST

START_TEST(noise_a_step_too_small_and_a_short_series_are_none)
{
	const double noise[] = { 100, 108, 96, 104, 110, 99, 103, 95, 107 };
	const double small[] = { 100, 100.1, 100.2, 100.3, 100.4, 100.5, 100.6, 100.7, 100.8 };
	const double cold[] = { 200, 100, 100.1, 99.9, 100, 100.2, 99.8, 100, 100.1 };
	const double few[] = { 1, 2, 3, 4, 5, 6 };

	ck_assert_int_eq(pmk_stats_trend(noise, 9, 0.02), 0);
	ck_assert_int_eq(pmk_stats_trend(small, 9, 0.02), 0);
	ck_assert_int_eq(pmk_stats_trend(small, 9, 0.001), 1);
	/* One slow repetition is no trend: the median leaves it out. */
	ck_assert_int_eq(pmk_stats_trend(cold, 9, 0.02), 0);
	ck_assert_int_eq(pmk_stats_trend(few, 5, 0.02), 0);
	ck_assert_int_eq(pmk_stats_trend(few, 6, 0.02), 1);
	ck_assert_int_eq(pmk_stats_trend(few, 0, 0.02), 0);
}
END_TEST

Suite *pmk_suite_trend(void)
{
	Suite *s = suite_create("trend");
	TCase *t = tcase_create("trend");

	tcase_add_test(t, s_counts_ordered_pairs);
	tcase_add_test(t, p_is_that_of_the_table);
	tcase_add_test(t, p_of_a_long_series_is_near_the_normal_one);
	tcase_add_test(t, a_drift_is_a_trend_both_ways);
	tcase_add_test(t, noise_a_step_too_small_and_a_short_series_are_none);
	suite_add_tcase(s, t);
	return s;
}
