// SPDX-License-Identifier: GPL-2.0-only
/* Exchanging whole runs, and the spread between runs, against numpy, scipy and simulation. */
#include <check.h>
#include <math.h>

#include "stats/random.h"
#include "stats/stats_family.h"
#include "stats/stats_runs.h"

#define POINTS 40
#define RUNS   10

Suite *pmk_suite_runs(void);

/*
 * Source: all 126 splits of 4 and 5 runs enumerated in Python with numpy 1.24.2, the prior of the
 * variances by scipy 1.10.1 (special.polygamma, optimize.brentq): d0 = 2.2072474, s0^2 =
 * 0.0052939863, and as many splits reach the statistic of each point.
 */
START_TEST(all_splits_of_nine_runs)
{
	double logs[] = {
		0.10, 0.50, -0.30, 1.00, 0.12, 0.44, -0.10, 1.40, 0.07, 0.47, -0.25, 0.90,
		0.11, 0.55, -0.33, 1.10, 0.20, 0.52, -0.28, 1.20, 0.19, 0.45, -0.05, 0.80,
		0.24, 0.58, -0.02, 1.30, 0.18, 0.49, -0.15, 1.05, 0.22, 0.51, -0.11, 0.95
	};
	const struct pmk_run_matrix matrix = { .points = 4, .n_a = 4, .n_b = 5, .logs = logs };
	const double want[] = { 5, 117, 39, 117 };
	struct pmk_variance_prior prior;
	double p[4];

	ck_assert_int_eq(pmk_permute_runs(&matrix, &prior, p), 0);
	ck_assert_double_eq_tol(prior.df, 2.2072474, 1e-5);
	ck_assert_double_eq_tol(prior.variance, 0.0052939863, 1e-8);
	for (size_t i = 0; i < 4; i++)
		ck_assert_double_eq_tol(p[i] * 126, want[i], 1e-9);
}
END_TEST

/* Source: scipy 1.10.1, stats.permutation_test() of the absolute difference of the means. */
START_TEST(one_point_is_the_plain_test)
{
	double unequal[] = { -0.30, -0.10, -0.25, -0.33, -0.28, -0.05, -0.02, -0.15, -0.11 };
	double equal[] = { 0.10, 0.12, 0.07, 0.11, 0.20, 0.19, 0.24, 0.18 };
	struct pmk_run_matrix matrix = { .points = 1, .n_a = 4, .n_b = 5, .logs = unequal };
	struct pmk_variance_prior prior;
	double p;

	ck_assert_int_eq(pmk_permute_runs(&matrix, &prior, &p), 0);
	ck_assert_double_eq_tol(p, 16.0 / 126, 1e-12);
	matrix = (struct pmk_run_matrix){ .points = 1, .n_a = 4, .n_b = 4, .logs = equal };
	ck_assert_int_eq(pmk_permute_runs(&matrix, &prior, &p), 0);
	ck_assert_double_eq_tol(p, 2.0 / 70, 1e-12);
	ck_assert_double_eq_tol(pmk_permute_least_p(4, 4), 2.0 / 70, 1e-12);
	ck_assert_double_eq_tol(pmk_permute_least_p(4, 5), 1.0 / 126, 1e-12);
}
END_TEST

/* Too many splits to take all: those that are drawn say nearly the same, and twice the same. */
START_TEST(many_runs_are_drawn)
{
	double logs[2 * RUNS], p, again;
	struct pmk_run_matrix matrix = { .points = 1, .n_a = RUNS, .n_b = RUNS, .logs = logs };
	struct pmk_variance_prior prior;
	uint64_t state = 3;

	for (size_t run = 0; run < 2 * RUNS; run++)
		logs[run] = pmk_random_normal(&state) + (run < RUNS ? 0 : 0.9);
	ck_assert_int_eq(pmk_permute_runs(&matrix, &prior, &p), 0);
	ck_assert_int_eq(pmk_permute_runs(&matrix, &prior, &again), 0);
	ck_assert_double_eq(p, again);
	for (size_t run = RUNS; run < 2 * RUNS; run++)
		logs[run] += 100;
	ck_assert_int_eq(pmk_permute_runs(&matrix, &prior, &p), 0);
	ck_assert_double_eq_tol(p, 1.0 / 10000, 1e-9);
}
END_TEST

/* Runs with a deviation of 3 % shared by all points, and 1 % of each point's own. */
static void simulate(double *logs, size_t points, size_t runs, uint64_t *state)
{
	for (size_t run = 0; run < runs; run++) {
		double shared = 0.03 * pmk_random_normal(state);

		for (size_t i = 0; i < points; i++)
			logs[run * points + i] =
				(double)i + shared + 0.01 * pmk_random_normal(state);
	}
}

START_TEST(what_runs_share_is_told_from_the_rest)
{
	static double logs[100 * POINTS];
	const struct pmk_run_group group = { .logs = logs, .runs = 100 };
	struct pmk_run_spread spread;
	uint64_t state = 4;
	double df;

	simulate(logs, POINTS, 100, &state);
	ck_assert_int_eq(pmk_run_spread_learn(&spread, &group, 1, POINTS), 0);
	/* Within 4 standard errors, 7 % each of a deviation that 100 runs show. */
	ck_assert_double_eq_tol(sqrt(spread.shared), 0.03, 0.009);
	ck_assert_double_eq_tol(sqrt(spread.own[7]), 0.01, 0.0015);
	ck_assert_double_eq_tol(pmk_run_spread_of(&spread, 7, &df), spread.shared + spread.own[7],
				1e-12);
	/* What is shared is known from 100 runs, not from 4,000 values. */
	ck_assert_double_gt(df, 80);
	ck_assert_double_lt(df, 160);
	pmk_run_spread_free(&spread);
}
END_TEST

/* A change between groups is none between the runs of one; what a group lacks does not count. */
START_TEST(groups_are_about_their_own_means)
{
	static double a[RUNS * POINTS], b[RUNS * POINTS];
	const struct pmk_run_group groups[] = { { .logs = a, .runs = RUNS },
						{ .logs = b, .runs = RUNS },
						{ .logs = a, .runs = 1 } };
	struct pmk_run_spread spread;
	uint64_t state = 5;
	double df;

	simulate(a, POINTS, RUNS, &state);
	simulate(b, POINTS, RUNS, &state);
	for (size_t run = 0; run < RUNS; run++) {
		for (size_t i = 0; i < POINTS; i++)
			b[run * POINTS + i] += 5;
		a[run * POINTS + 3] = b[run * POINTS + 3] = NAN;
		b[run * POINTS + 4] = NAN;
	}
	ck_assert_int_eq(pmk_run_spread_learn(&spread, groups, 3, POINTS), 0);
	ck_assert_double_eq(spread.runs_df, 2 * RUNS - 2);
	ck_assert_double_lt(sqrt(spread.own[9]), 0.02);
	/* A point that no run has is taken for typical. */
	ck_assert_double_eq_tol(sqrt(pmk_run_spread_of(&spread, 3, &df)), 0.032, 0.016);
	ck_assert_double_gt(df, 1);
	pmk_run_spread_free(&spread);
	ck_assert_int_eq(pmk_run_spread_learn(&spread, groups + 2, 1, POINTS), 0);
	ck_assert(isnan(pmk_run_spread_of(&spread, 9, &df)));
	ck_assert_double_eq(df, 0);
	pmk_run_spread_free(&spread);
}
END_TEST

/* Values that are disturbed now and then by 20 times the deviation: no Student's t. */
START_TEST(wild_runs_are_remembered)
{
	static double logs[RUNS * POINTS];
	const struct pmk_run_group group = { .logs = logs, .runs = RUNS };
	const double chances[] = { 1e-5, 1e-4, 1e-3, 1e-2, 0.05 };
	struct pmk_run_spread spread;
	uint64_t state = 6;
	double df;

	for (size_t i = 0; i < RUNS * POINTS; i++)
		logs[i] = 0.01 * pmk_random_normal(&state) * (pmk_random(&state) % 12 ? 1 : 20);
	ck_assert_int_eq(pmk_run_spread_learn(&spread, &group, 1, POINTS), 0);
	pmk_run_spread_of(&spread, 0, &df);
	ck_assert_double_gt(pmk_run_spread_beyond(&spread, 8, df), 2 * pmk_student_beyond(8, df));
	for (size_t i = 0; i < sizeof(chances) / sizeof(chances[0]); i++)
		ck_assert_double_eq_tol(
			pmk_run_spread_beyond(&spread,
					      pmk_run_spread_critical(&spread, chances[i], df), df),
			chances[i], 1e-6 * chances[i]);
	pmk_run_spread_free(&spread);
}
END_TEST

Suite *pmk_suite_runs(void)
{
	Suite *suite = suite_create("runs");
	TCase *tests = tcase_create("runs");

	tcase_add_test(tests, all_splits_of_nine_runs);
	tcase_add_test(tests, one_point_is_the_plain_test);
	tcase_add_test(tests, many_runs_are_drawn);
	tcase_add_test(tests, what_runs_share_is_told_from_the_rest);
	tcase_add_test(tests, groups_are_about_their_own_means);
	tcase_add_test(tests, wild_runs_are_remembered);
	suite_add_tcase(suite, tests);
	return suite;
}
