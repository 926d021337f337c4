// SPDX-License-Identifier: GPL-2.0-only
/* Exact steps, sizes of changes and their pooled control, against published examples. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "stats/change_inner.h"
#include "stats/random.h"

Suite *pmk_suite_change_size(void);

START_TEST(steps_are_exact)
{
	/* An outlier at 4; 15.02 is 0.13 % off 15; the step at 12 has a run between the levels. */
	const double values[] = { 15,	 15,	15,    15,   19, 15, 15,     15, 15.02,
				  15.02, 15.02, 15.02, 15.9, 20, 20, 20.001, 20, 20 };
	struct pmk_change_null *null = pmk_change_null_new(1, 3);
	struct pmk_changes changes;

	ck_assert_int_eq(pmk_change_steps(null, values, 18, 0.001, &changes), 0);
	ck_assert_uint_eq(changes.n, 2);
	ck_assert_uint_eq(changes.all[0].at, 8);
	ck_assert_uint_eq(changes.all[0].first, 8);
	ck_assert_uint_eq(changes.all[0].last, 8);
	ck_assert(changes.all[0].sure);
	ck_assert_uint_eq(changes.all[1].at, 13);
	ck_assert_uint_eq(changes.all[1].first, 12);
	ck_assert_uint_eq(changes.all[1].last, 13);
	ck_assert_double_eq_tol(changes.all[1].size.estimate, 20 / 15.02, 1e-3);
	free(changes.all);
	ck_assert_int_eq(pmk_change_steps(null, values, 18, 0.01, &changes), 0);
	ck_assert_uint_eq(changes.n, 1);
	free(changes.all);
	pmk_change_null_free(null);
}
END_TEST

static void fill(double *values, size_t *n, size_t times, double value)
{
	while (times--)
		values[(*n)++] = value;
}

/* A level of two runs is none, but the next one begins where it begins. */
START_TEST(step_behind_a_short_level)
{
	struct pmk_change_null *null = pmk_change_null_new(1, 3);
	struct pmk_changes changes;
	double values[42];
	size_t n = 0;

	fill(values, &n, 30, 1000);
	fill(values, &n, 2, 1100);
	fill(values, &n, 10, 1200);
	ck_assert_int_eq(pmk_change_steps(null, values, n, 0.001, &changes), 0);
	ck_assert_uint_eq(changes.n, 2);
	ck_assert_uint_eq(changes.all[0].at, 30);
	ck_assert_uint_eq(changes.all[1].at, 32);
	free(changes.all);
	pmk_change_null_free(null);
}
END_TEST

/* Two of three runs cost more from some run on: no three in a row ever do. */
START_TEST(level_that_some_runs_leave)
{
	struct pmk_change_null *null = pmk_change_null_new(1, 3);
	struct pmk_changes changes;
	double values[60];
	size_t n = 0;

	fill(values, &n, 30, 1000);
	for (size_t i = 0; i < 10; i++) {
		fill(values, &n, 2, 1100);
		fill(values, &n, 1, 1000);
	}
	ck_assert_int_eq(pmk_change_steps(null, values, n, 0.001, &changes), 0);
	ck_assert_int_eq(pmk_change_pool(&changes, 1, 0.05), 0);
	ck_assert_uint_eq(changes.n, 1);
	ck_assert(changes.all[0].sure);
	ck_assert_uint_eq(changes.all[0].at, 30);
	free(changes.all);
	pmk_change_null_free(null);
}
END_TEST

/* How many of @suites of 200 series of 30 runs, each drawn from six boots, have a sure change. */
static size_t count_false_suites(struct pmk_change_null *null, size_t suites, double room)
{
	size_t wrong = 0;

	for (size_t suite = 0; suite < suites; suite++) {
		struct pmk_changes all[200];
		uint64_t state = suite;
		bool sure = false;

		for (size_t s = 0; s < 200; s++) {
			double boots[6], values[30];

			/* A tenth of the points scatter, the others repeat. */
			for (size_t i = 0; i < 6; i++)
				boots[i] = 1000 + (s % 10 ? 0 : room * pmk_random_normal(&state));
			for (size_t i = 0; i < 30; i++)
				values[i] = boots[pmk_random(&state) % 6];
			ck_assert_int_eq(pmk_change_steps(null, values, 30, 0.001, &all[s]), 0);
		}
		ck_assert_int_eq(pmk_change_pool(all, 200, 0.05), 0);
		for (size_t s = 0; s < 200; s++) {
			for (size_t i = 0; i < all[s].n; i++)
				sure |= all[s].all[i].sure;
			free(all[s].all);
		}
		wrong += sure;
	}
	return wrong;
}

/* At 5 % a suite, more than 5 of 40 come once in 70 times; the seeds are fixed. */
START_TEST(scatter_between_boots_is_no_step)
{
	struct pmk_change_null *null = pmk_change_null_new(1, 3);

	ck_assert_uint_le(count_false_suites(null, 40, 2), 5);
	ck_assert_uint_le(count_false_suites(null, 40, 20), 5);
	pmk_change_null_free(null);
}
END_TEST

START_TEST(creeping_steps_are_seen)
{
	struct pmk_change_null *null = pmk_change_null_new(1, 3);
	struct pmk_changes changes;
	double values[100];

	/* Each run 0.02 % more than the one before: no two neighbours differ by 0.1 %. */
	for (size_t i = 0; i < 100; i++)
		values[i] = 1000 * pow(1.0002, (double)i);
	ck_assert_int_eq(pmk_change_steps(null, values, 100, 0.001, &changes), 0);
	ck_assert_uint_ge(changes.n, 5);
	free(changes.all);
	pmk_change_null_free(null);
}
END_TEST

/*
 * Source: Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3rd ed., examples 4.1,
 * 4.3 and 4.4 (permeability of human chorioamnion at term and at 12 to 26 weeks): estimate -0.305,
 * interval -0.76 .. 0.15 with coverage 0.96. Ours is of ratios, so the costs are exp() of theirs.
 */
START_TEST(size_of_the_textbook_example)
{
	static const double data[] = { 0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64,
				       0.73, 1.46, 1.15, 0.88, 0.90, 0.74, 1.21 };
	struct pmk_interval size;
	double values[15];

	for (size_t i = 0; i < 15; i++)
		values[i] = exp(data[i]);
	ck_assert_int_eq(pmk_change_size(values, 15, 10, &size), 0);
	ck_assert_double_eq_tol(log(size.estimate), -0.305, 1e-9);
	ck_assert_double_eq_tol(log(size.lo), -0.76, 1e-9);
	ck_assert_double_eq_tol(log(size.hi), 0.15, 1e-9);
	ck_assert_double_eq_tol(size.coverage, 0.96, 5e-3);
}
END_TEST

/* Source: the ways to draw U of 3 against 3 are 1 1 2 3 3 3 3 2 1 1 of 20, counted by hand. */
/* Source: the 15 p-values of Benjamini and Hochberg (1995), section 3.2: four at 5 %. */
START_TEST(pool_of_the_published_example)
{
	static const double p[] = { 0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
				    0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000 };
	struct pmk_changes series[16] = { 0 };
	struct pmk_change changes[15] = { 0 }, step = { .sure = true };

	for (size_t i = 0; i < 15; i++) {
		changes[i].p = p[i];
		series[i] = (struct pmk_changes){ 1, &changes[i], 1 };
	}
	series[15] = (struct pmk_changes){ 1, &step, 0 };
	ck_assert_int_eq(pmk_change_pool(series, 16, 0.05), 0);
	for (size_t i = 0; i < 15; i++)
		ck_assert(changes[i].sure == (i < 4));
	ck_assert(step.sure);
	/* Many more tests without a finding, and less is sure. */
	series[0].n_tests = 1000;
	ck_assert_int_eq(pmk_change_pool(series, 16, 0.05), 0);
	ck_assert(!changes[0].sure && !changes[3].sure);
	ck_assert_int_eq(pmk_change_pool(series, 0, 0.05), 0);
}
END_TEST

Suite *pmk_suite_change_size(void)
{
	Suite *suite = suite_create("change_size");
	TCase *tests = tcase_create("change_size");

	tcase_add_test(tests, steps_are_exact);
	tcase_add_test(tests, step_behind_a_short_level);
	tcase_add_test(tests, level_that_some_runs_leave);
	tcase_add_test(tests, scatter_between_boots_is_no_step);
	tcase_add_test(tests, creeping_steps_are_seen);
	tcase_add_test(tests, size_of_the_textbook_example);
	tcase_add_test(tests, pool_of_the_published_example);
	suite_add_tcase(suite, tests);
	return suite;
}
