// SPDX-License-Identifier: GPL-2.0-only
/* The four answers: what makes each, and what must not. */
#include <check.h>
#include <math.h>

#include "judge/judge.h"

Suite *pmk_suite_judge(void);

/* Medians of twelve runs that scatter by 1 % about 100; times @factor and in another order. */
static void scatter(double *values, size_t n, double factor)
{
	static const double about[] = { 100.3, 98.9, 101.2, 99.6, 100.9, 99.1,
					100.0, 99.8, 101.6, 98.4, 100.5, 99.4 };

	for (size_t i = 0; i < n; i++) {
		size_t turn = i / 12;

		values[i] = factor * (about[(5 * i + (factor != 1)) % 12] + 0.01 * (double)turn);
	}
}

static struct pmk_judged judge_one(size_t n, double factor, struct pmk_judged like, double effect)
{
	static double base[48], new[48];
	const struct pmk_judge_rules rules = { .alpha = 0.05, .min_effect = effect };
	struct pmk_judge_family family;

	scatter(base, n, 1);
	scatter(new, n, factor);
	like.base = like.base_runs = base;
	like.new = like.new_runs = new;
	like.n_base = like.n_new = like.n_base_runs = like.n_new_runs = n;
	ck_assert_int_eq(pmk_judge(&like, 1, &rules, &family), 0);
	ck_assert_uint_eq(family.tests, like.insn ? 0 : 1);
	return like;
}

START_TEST(four_answers)
{
	const struct pmk_judged less = { 0 }, more = { .more_is_better = true };
	struct pmk_judged point = judge_one(12, 1.05, less, -1);

	ck_assert_int_eq(point.answer, PMK_CHANGE_REGRESSED);
	ck_assert_double_eq_tol(point.ratio.estimate, 1.05, 0.005);
	ck_assert_double_eq(point.margin, 0.01);
	ck_assert_double_eq(point.p, point.p_holm);
	ck_assert_double_le(point.p_family, 0.001);
	ck_assert_int_eq(judge_one(12, 0.95, less, -1).answer, PMK_CHANGE_IMPROVED);
	ck_assert_int_eq(judge_one(12, 1.05, more, -1).answer, PMK_CHANGE_IMPROVED);
	ck_assert_int_eq(judge_one(12, 0.95, more, -1).answer, PMK_CHANGE_REGRESSED);
	ck_assert_int_eq(judge_one(12, 1.05, less, 0.10).answer, PMK_CHANGE_EQUIVALENT);
	point = judge_one(12, 1.0, less, -1);
	ck_assert_int_eq(point.answer, PMK_CHANGE_EQUIVALENT);
	point = judge_one(12, 1.004, less, 0.005);
	ck_assert_int_eq(point.answer, PMK_CHANGE_INCONCLUSIVE);
	ck_assert_int_eq(point.doubt, PMK_DOUBT_NOISE);
	ck_assert_double_gt(point.mde, 0.01);
	ck_assert_double_lt(point.mde, 0.03);
}
END_TEST

/* A difference that is real, but of which nobody knows whether it matters, is no regression. */
START_TEST(small_but_certain_is_inconclusive)
{
	const struct pmk_judged less = { 0 };
	struct pmk_judged point = judge_one(48, 1.012, less, -1);

	ck_assert_double_lt(point.p_holm, 0.001);
	ck_assert_int_eq(point.answer, PMK_CHANGE_INCONCLUSIVE);
	ck_assert_int_eq(point.doubt, PMK_DOUBT_SMALL);
	ck_assert_int_eq(judge_one(48, 1.012, less, 0.002).answer, PMK_CHANGE_REGRESSED);
}
END_TEST

/* Five pairs reach p = 2/32 at best; six reach 2/64, enough for one point. */
START_TEST(too_few_pairs_say_so)
{
	const struct pmk_judge_rules rules = { .alpha = 0.05, .min_effect = -1, .paired = true };
	const double base[] = { 1, 1.001, 1.002, 1.003, 1.004, 1.005 };
	const double new[] = { 2, 2.1, 2.2, 2.3, 2.4, 2.5 };
	struct pmk_judge_family family;

	for (size_t n = 5; n <= 6; n++) {
		struct pmk_judged point = { .base = base, .new = new, .n_base = n, .n_new = n };

		ck_assert_int_eq(pmk_judge(&point, 1, &rules, &family), 0);
		ck_assert_int_eq(point.answer,
				 n == 6 ? PMK_CHANGE_REGRESSED : PMK_CHANGE_INCONCLUSIVE);
		ck_assert_int_eq(point.doubt, n == 6 ? PMK_DOUBT_NONE : PMK_DOUBT_TOO_FEW);
		ck_assert_uint_eq(family.too_few, n == 6 ? 0 : 1);
		ck_assert(n == 6 || isnan(point.mde));
		ck_assert_uint_eq(family.needed, 6);
	}
}
END_TEST

/*
 * Twelve pairs: signed ranks with a coverage of at least 0.95 have 0.9575 there, which is less than
 * the 0.96 of an alpha of 0.04; the interval has to be made for that alpha.
 */
START_TEST(alpha_of_pairs_is_that_of_their_interval)
{
	struct pmk_judge_rules rules = { .alpha = 0.05, .min_effect = -1, .paired = true };
	struct pmk_judge_family family;
	double base[12], new[12];
	struct pmk_judged point = { .base = base, .new = new, .n_base = 12, .n_new = 12 };

	scatter(base, 12, 1);
	for (size_t i = 0; i < 12; i++)
		new[i] = base[i] * (1 + 0.0001 * (double)i);
	ck_assert_int_eq(pmk_judge(&point, 1, &rules, &family), 0);
	ck_assert_int_eq(point.answer, PMK_CHANGE_EQUIVALENT);
	rules.alpha = 0.04;
	ck_assert_int_eq(pmk_judge(&point, 1, &rules, &family), 0);
	ck_assert_double_ge(point.ratio.coverage, 0.96);
	ck_assert_int_eq(point.answer, PMK_CHANGE_EQUIVALENT);
}
END_TEST

/* Drift that both share in a round drops out of pairs, and only there. */
START_TEST(pairs_see_through_drift)
{
	struct pmk_judge_rules rules = { .alpha = 0.05, .min_effect = -1 };
	struct pmk_judge_family family;
	double base[12], new[12];
	struct pmk_judged point = {
		.base = base,
		.new = new,
		.n_base = 12,
		.n_new = 12,
		.base_runs = base,
		.new_runs = new,
		.n_base_runs = 12,
		.n_new_runs = 12,
	};

	scatter(base, 12, 1);
	for (size_t i = 0; i < 12; i++) {
		base[i] *= 1 + 0.1 * (double)i;
		new[i] = base[i] * (1.03 + 0.001 * (double)(i % 3));
	}
	ck_assert_int_eq(pmk_judge(&point, 1, &rules, &family), 0);
	ck_assert_int_eq(point.answer, PMK_CHANGE_INCONCLUSIVE);
	rules.paired = true;
	ck_assert_int_eq(pmk_judge(&point, 1, &rules, &family), 0);
	ck_assert_int_eq(point.answer, PMK_CHANGE_REGRESSED);
	ck_assert_double_eq_tol(point.p, 2.0 / 4096, 1e-12);
	ck_assert_double_eq_tol(point.ratio.estimate, 1.031, 0.0005);
	ck_assert(isnan(point.u));
	ck_assert_double_lt(point.mde, 0.02);
}
END_TEST

Suite *pmk_suite_judge(void)
{
	Suite *suite = suite_create("judge");
	TCase *tests = tcase_create("judge");

	tcase_add_test(tests, four_answers);
	tcase_add_test(tests, small_but_certain_is_inconclusive);
	tcase_add_test(tests, too_few_pairs_say_so);
	tcase_add_test(tests, alpha_of_pairs_is_that_of_their_interval);
	tcase_add_test(tests, pairs_see_through_drift);
	suite_add_tcase(suite, tests);
	return suite;
}
