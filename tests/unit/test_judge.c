// SPDX-License-Identifier: GPL-2.0-only
/* The four answers: what makes each, and what must not. */
#include <check.h>
#include <math.h>

#include "judge.h"

Suite *pmk_suite_judge(void);

/* Twelve samples that scatter by 1 % about 100; times @factor and in another order. */
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
	like.base = base;
	like.new = new;
	like.n_base = like.n_new = n;
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

/* Five samples a side reach p = 2/252 at best: enough for six points, not for seven. */
START_TEST(too_few_samples_say_so)
{
	const struct pmk_judge_rules rules = { .alpha = 0.05, .min_effect = -1 };
	const double base[] = { 1, 1.001, 1.002, 1.003, 1.004 }, new[] = { 2, 2.1, 2.2, 2.3, 2.4 };
	struct pmk_judged points[7];
	struct pmk_judge_family family;

	for (size_t n = 6; n <= 7; n++) {
		for (size_t i = 0; i < n; i++)
			points[i] = (struct pmk_judged){
				.base = base, .new = new, .n_base = 5, .n_new = 5
			};
		ck_assert_int_eq(pmk_judge(points, n, &rules, &family), 0);
		ck_assert_int_eq(points[0].answer,
				 n == 6 ? PMK_CHANGE_REGRESSED : PMK_CHANGE_INCONCLUSIVE);
		ck_assert_uint_eq(family.too_few, n == 6 ? 0 : 7);
	}
	ck_assert_int_eq(points[0].doubt, PMK_DOUBT_TOO_FEW);
	ck_assert(isnan(points[0].mde));
	ck_assert_uint_eq(family.fewest, 5);
	ck_assert_uint_eq(family.needed, 6);
}
END_TEST

/* One sample a side claims nothing, whatever it is; equal ones are not called equivalent. */
START_TEST(single_samples_claim_nothing)
{
	const struct pmk_judged less = { 0 };

	ck_assert_int_eq(judge_one(1, 5, less, -1).answer, PMK_CHANGE_INCONCLUSIVE);
	ck_assert_int_eq(judge_one(1, 1, less, -1).answer, PMK_CHANGE_INCONCLUSIVE);
}
END_TEST

/* Drift that both share in a round drops out of pairs, and only there. */
START_TEST(pairs_see_through_drift)
{
	struct pmk_judge_rules rules = { .alpha = 0.05, .min_effect = -1 };
	struct pmk_judge_family family;
	double base[12], new[12];
	struct pmk_judged point = { .base = base, .new = new, .n_base = 12, .n_new = 12 };

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
	tcase_add_test(tests, too_few_samples_say_so);
	tcase_add_test(tests, single_samples_claim_nothing);
	tcase_add_test(tests, pairs_see_through_drift);
	suite_add_tcase(suite, tests);
	return suite;
}
