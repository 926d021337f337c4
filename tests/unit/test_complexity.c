// SPDX-License-Identifier: GPL-2.0-only
/* Growth of a cost: exact data, certified least squares, what fits nothing, and the words. */
#include <check.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include "answer/answer.h"
#include "answer/complexity.h"

Suite *pmk_suite_complexity(void);

#define N_POINTS 8
static const double sizes[N_POINTS] = { 1, 4, 16, 64, 256, 1024, 4096, 16384 };

/* Each model written out here a second time. */
static double exactly(enum pmk_complexity_model model, double n)
{
	const double all[] = { 1, log(n) / log(2), n, n * n };

	return 3.5 * all[model];
}

START_TEST(exact_data_gives_its_model_and_coefficient)
{
	enum pmk_complexity_model model = (enum pmk_complexity_model)_i;
	struct pmk_complexity fit;
	double cost[N_POINTS];

	for (size_t i = 0; i < N_POINTS; i++)
		cost[i] = exactly(model, sizes[i]);
	ck_assert_int_eq(pmk_complexity_fit(sizes, cost, N_POINTS, &fit), 0);
	ck_assert_int_eq(fit.model, model);
	ck_assert_double_eq_tol(fit.coefficient, 3.5, 1e-9);
	ck_assert_double_eq_tol(fit.rms, 0, 1e-9);
}
END_TEST

/*
 * Certified values of NIST's Statistical Reference Datasets, linear regression without intercept,
 * NoInt1 (11 points, coefficient 2.07438016528926, residual sum of squares 127.272727272727) and
 * NoInt2 (3 points, 0.727272727272727 and 0.272727272727273).
 */
START_TEST(the_fit_is_what_nist_certifies)
{
	static const double x2[] = { 4, 5, 6 }, y2[] = { 3, 4, 4 };
	struct pmk_complexity fit;
	double x[11], y[11];

	for (int i = 0; i < 11; i++) {
		x[i] = 60 + i;
		y[i] = 130 + i;
	}
	ck_assert_int_eq(pmk_complexity_fit_model(PMK_COMPLEXITY_N, x, y, 11, &fit), 0);
	ck_assert_double_eq_tol(fit.coefficient, 2.07438016528926, 1e-13);
	ck_assert_double_eq_tol(fit.rms, sqrt(127.272727272727 / 11) / 135, 1e-13);
	ck_assert_int_eq(pmk_complexity_fit_model(PMK_COMPLEXITY_N, x2, y2, 3, &fit), 0);
	ck_assert_double_eq_tol(fit.coefficient, 0.727272727272727, 1e-14);
	ck_assert_double_eq_tol(fit.rms, sqrt(0.272727272727273 / 3) / (11.0 / 3), 1e-14);
}
END_TEST

START_TEST(noise_of_three_percent_shows_in_the_rms)
{
	double cost[N_POINTS];
	struct pmk_complexity fit;

	for (size_t i = 0; i < N_POINTS; i++)
		cost[i] = 2 * sizes[i] * (i % 2 ? 1.03 : 0.97);
	ck_assert_int_eq(pmk_complexity_fit(sizes, cost, N_POINTS, &fit), 0);
	ck_assert_int_eq(fit.model, PMK_COMPLEXITY_N);
	ck_assert(fit.rms > 0.001 && fit.rms < PMK_COMPLEXITY_RMS);
}
END_TEST

START_TEST(a_saw_fits_nothing)
{
	double cost[N_POINTS];
	struct pmk_complexity fit;

	for (size_t i = 0; i < N_POINTS; i++)
		cost[i] = i % 2 ? 100 : 1;
	ck_assert_int_eq(pmk_complexity_fit(sizes, cost, N_POINTS, &fit), -ERANGE);
}
END_TEST

/* Three times as dear for the last size, which no cache holds: its RMS is that of n^2. */
START_TEST(a_step_of_a_cache_is_no_growth)
{
	double cost[N_POINTS];
	struct pmk_complexity fit;

	for (size_t i = 0; i < N_POINTS; i++)
		cost[i] = 2 * sizes[i] * (i + 1 < N_POINTS ? 1 : 3);
	ck_assert_int_eq(
		pmk_complexity_fit_model(PMK_COMPLEXITY_N_SQUARED, sizes, cost, N_POINTS, &fit), 0);
	ck_assert(fit.rms < PMK_COMPLEXITY_RMS);
	ck_assert_int_eq(pmk_complexity_fit(sizes, cost, N_POINTS, &fit), -ERANGE);
}
END_TEST

START_TEST(what_cannot_be_fitted_is_said)
{
	static const double zero[] = { 0, 1, 2, 3 }, ones[] = { 1, 1, 1, 1 };
	struct pmk_complexity fit;

	ck_assert_int_eq(pmk_complexity_fit(sizes, sizes, PMK_COMPLEXITY_POINTS - 1, &fit),
			 -EINVAL);
	ck_assert_int_eq(pmk_complexity_fit_model(PMK_COMPLEXITY_N, sizes, sizes, 0, &fit),
			 -EINVAL);
	ck_assert_int_eq(pmk_complexity_fit_model(PMK_COMPLEXITY_LOG_N, zero, ones, 4, &fit),
			 -EDOM);
	ck_assert_int_eq(pmk_complexity_fit_model(PMK_COMPLEXITY_LOG_N, ones, ones, 4, &fit),
			 -EDOM);
	/* The others still are. */
	ck_assert_int_eq(pmk_complexity_fit(zero, ones, 4, &fit), 0);
	ck_assert_int_eq(fit.model, PMK_COMPLEXITY_1);
}
END_TEST

START_TEST(the_words_name_models_of_those_that_have_one)
{
	static struct pmk_row rows[N_POINTS];
	struct pmk_group group = { .axis = "size",
				   .numeric = true,
				   .n_contenders = 5,
				   .n_rows = N_POINTS,
				   .contenders = { "map", "saw", "read", "kept", "skipped" },
				   .rows = rows };
	char text[PMK_ANSWER_BYTES];

	memset(rows, 0, sizeof(rows));
	for (size_t i = 0; i < N_POINTS; i++) {
		rows[i].value = sizes[i];
		for (size_t c = 0; c < 4; c++) {
			const double costs[] = { 2 * sizes[i], i % 2 ? 3 : 1, 3 * sizes[i], 7 };

			rows[i].cells[c].ranked = true;
			rows[i].cells[c].cost.estimate = costs[c];
		}
	}
	pmk_answer_growth(&group, text);
	ck_assert_str_eq(text,
			 "As the size n grows, the cost of kept stays the same; that of map and "
			 "read grows as O(n).");
	group.numeric = false;
	pmk_answer_growth(&group, text);
	ck_assert_str_eq(text, "");
}
END_TEST

Suite *pmk_suite_complexity(void)
{
	Suite *suite = suite_create("complexity");
	TCase *tests = tcase_create("complexity");

	tcase_add_loop_test(tests, exact_data_gives_its_model_and_coefficient, 0,
			    PMK_COMPLEXITY_MODELS);
	tcase_add_test(tests, the_fit_is_what_nist_certifies);
	tcase_add_test(tests, noise_of_three_percent_shows_in_the_rms);
	tcase_add_test(tests, a_saw_fits_nothing);
	tcase_add_test(tests, a_step_of_a_cache_is_no_growth);
	tcase_add_test(tests, what_cannot_be_fitted_is_said);
	tcase_add_test(tests, the_words_name_models_of_those_that_have_one);
	suite_add_tcase(suite, tests);
	return suite;
}
