// SPDX-License-Identifier: GPL-2.0-only
/* The A/A pair: in every run that measures, and judged. The samples here are made up. */
#include <check.h>
#include <math.h>
#include <string.h>

#include "measure/plan.h"
#include "measure/selfcheck.h"
#include "stats/random.h"

Suite *pmk_suite_selfcheck(void);

static char why[512];

static const double steady[6] = { 100, 101, 99, 100.5, 100.2, 99.7 };

/* What drifts in a round is in both. */
START_TEST(noise_and_drift_are_no_difference)
{
	const double noisy[6] = { 101, 100, 99.5, 100.4, 99.9, 99.8 };
	const double slow[6] = { 100, 120, 140, 160, 180, 200 };
	const double also[6] = { 100.5, 119, 141, 159, 181, 199 };

	ck_assert(!pmk_selfcheck_judge(steady, noisy, 6, &pmk_clock_wall, why, sizeof(why)));
	ck_assert_str_eq(why, "");
	ck_assert(!pmk_selfcheck_judge(slow, also, 6, &pmk_clock_wall, why, sizeof(why)));
}
END_TEST

static bool shifted(double by, size_t n, bool insn)
{
	double b[6];

	for (size_t i = 0; i < 6; i++)
		b[i] = steady[i] * by;
	return pmk_selfcheck_judge(steady, b, n, insn ? &pmk_clock_insn : &pmk_clock_wall, why,
				   sizeof(why));
}

START_TEST(a_difference_either_way_is_told_in_words)
{
	ck_assert(shifted(1.05, 6, false));
	ck_assert_ptr_nonnull(strstr(why, "two identical contenders differ by 5.00 %"));
	ck_assert_ptr_nonnull(strstr(why, "6 rounds"));
	ck_assert(shifted(0.95, 6, false));
}
END_TEST

/* Every round says the same, so the interval excludes 1: only the smallest effect keeps it out. */
START_TEST(less_than_what_is_called_clear_is_no_difference)
{
	ck_assert(!shifted(1.009, 6, false));
	ck_assert(shifted(1.011, 6, false));
}
END_TEST

START_TEST(too_few_rounds_say_nothing_on_the_wall_clock)
{
	ck_assert(!shifted(1.5, 5, false));
	ck_assert(!shifted(1.5, 0, false));
}
END_TEST

START_TEST(instructions_repeat_exactly)
{
	ck_assert(!shifted(1.0009, 6, true));
	ck_assert(shifted(1.0011, 6, true));
	ck_assert(shifted(0.998, 1, true));
	ck_assert(!shifted(2, 0, true));
}
END_TEST

/* Noise of 3 %, of which nothing is systematic: one run in 500 at most. */
START_TEST(noise_alone_is_hardly_ever_a_difference)
{
	double a[12], b[12];
	uint64_t state = 1;
	int differ = 0;

	for (int run = 0; run < 5000; run++) {
		for (size_t i = 0; i < 12; i++) {
			a[i] = 100 * exp(0.03 * pmk_random_normal(&state));
			b[i] = 100 * exp(0.03 * pmk_random_normal(&state));
		}
		differ += pmk_selfcheck_judge(a, b, 12, &pmk_clock_wall, why, sizeof(why));
	}
	ck_assert_int_le(differ, 18); /* 10 expected at most; beyond 18 in one seed of 100 */
}
END_TEST

/* As two copies of one function did on some processors, through noise of 0.5 %. */
START_TEST(a_systematic_difference_is_found)
{
	double a[12], b[12];
	uint64_t state = 1;
	int differ = 0;

	for (int run = 0; run < 500; run++) {
		for (size_t i = 0; i < 12; i++) {
			a[i] = 100 * exp(0.005 * pmk_random_normal(&state));
			b[i] = 102.1 * exp(0.005 * pmk_random_normal(&state));
		}
		differ += pmk_selfcheck_judge(a, b, 12, &pmk_clock_wall, why, sizeof(why));
	}
	ck_assert_int_ge(differ, 495);
}
END_TEST

static void add(struct pmk_result *r, int round, double value)
{
	ck_assert_int_eq(pmk_series_add(&r->samples, round, value), 0);
}

/* Half a round of an interrupted run has no partner. */
START_TEST(samples_pair_by_round)
{
	static const char *const patterns[] = { PMK_SELFCHECK "*", NULL };
	static const char *const targets[] = { "host", NULL };
	struct pmk_result *a, *b;
	struct pmk_plan plan;
	const char *unmatched;

	ck_assert_int_eq(pmk_plan_make(&plan, patterns, targets, false, &unmatched), 0);
	ck_assert_uint_eq(plan.targets[0].n_results, 2);
	a = pmk_target_result(&plan.targets[0], PMK_SELFCHECK_A);
	b = pmk_target_result(&plan.targets[0], PMK_SELFCHECK_B);
	ck_assert(!a->added);
	plan.targets[0].clock = &pmk_clock_wall;
	add(a, 0, 500);
	for (int round = 1; round < 7; round++) {
		add(a, round, 100 * round);
		add(b, 7 - round, 100 * (7 - round));
	}
	ck_assert(!pmk_selfcheck_targets(&plan, why, sizeof(why)));
	plan.targets[0].clock = &pmk_clock_insn;
	add(b, 0, 501);
	ck_assert(!pmk_selfcheck_targets(&plan, why, sizeof(why)));
	for (int round = 7; round < 20; round++) {
		add(a, round, 100);
		add(b, round, 104);
	}
	ck_assert(pmk_selfcheck_targets(&plan, why, sizeof(why)));
	ck_assert_ptr_eq(strstr(why, "host: two identical"), why);
	pmk_plan_free(&plan);
}
END_TEST

START_TEST(the_pair_is_added_where_points_are_and_only_there)
{
	static const char *const some[] = { "access/file_read/pread/size:64", NULL };
	static const char *const claims[] = { "access/claims/*", NULL };
	static const char *const targets[] = { "host", "x86_64-6.1", NULL };
	struct pmk_plan plan;
	const char *unmatched;

	ck_assert_int_eq(pmk_plan_make(&plan, some, targets, false, &unmatched), 0);
	for (size_t i = 0; i < 2; i++) {
		ck_assert_uint_eq(plan.targets[i].n_results, 3);
		ck_assert(pmk_target_result(&plan.targets[i], PMK_SELFCHECK_B)->added);
	}
	pmk_plan_free(&plan);
	ck_assert_int_eq(pmk_plan_make(&plan, claims, targets, false, &unmatched), 0);
	ck_assert_uint_eq(plan.targets[0].n_results, 0);
	pmk_plan_free(&plan);
}
END_TEST

Suite *pmk_suite_selfcheck(void)
{
	Suite *s = suite_create("selfcheck");
	TCase *t = tcase_create("selfcheck");

	tcase_add_test(t, noise_and_drift_are_no_difference);
	tcase_add_test(t, a_difference_either_way_is_told_in_words);
	tcase_add_test(t, less_than_what_is_called_clear_is_no_difference);
	tcase_add_test(t, too_few_rounds_say_nothing_on_the_wall_clock);
	tcase_add_test(t, instructions_repeat_exactly);
	tcase_add_test(t, noise_alone_is_hardly_ever_a_difference);
	tcase_add_test(t, a_systematic_difference_is_found);
	tcase_add_test(t, samples_pair_by_round);
	tcase_add_test(t, the_pair_is_added_where_points_are_and_only_there);
	suite_add_tcase(s, t);
	return s;
}
