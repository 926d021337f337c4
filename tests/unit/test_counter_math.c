// SPDX-License-Identifier: GPL-2.0-only
/* Counter arithmetic: independently computed values, and readings that make no sense. */
#include <check.h>
#include <errno.h>
#include <math.h>

#include "counters/counter_math.h"

Suite *pmk_suite_counter_math(void);

/*
 * Source of the formula: perf_event_open(2), PERF_FORMAT_TOTAL_TIME_RUNNING, and
 * linux/perf_event.h: count = quot * enabled + (rem * enabled) / running, with quot and rem of
 * count / running. The values were computed with exact fractions (Python's fractions.Fraction) and
 * rounded once.
 */
static const struct {
	uint64_t value, enabled_ns, running_ns;
	double scaled, ratio;
} scaled[] = {
	{ 1000ull, 2000ull, 1000ull, 2000.0, 0.5 },
	{ 1ull, 3ull, 2ull, 1.5, 0.6666666666666666 },
	{ 123456789012345ull, 7000000000ull, 1234567890ull, 700000000069996.1,
	  0.17636684142857142 },
	{ 9007199254740991ull, 1099511640121ull, 549755813888ull, 1.801439871174246e+16,
	  0.499999994386144 },
	{ 4611686018427387903ull, 1000000000000ull, 900000000000ull, 5.124095576030431e+18, 0.9 },
};

START_TEST(scaling_is_value_by_enabled_over_running)
{
	struct pmk_reading before = { 0 };
	struct pmk_reading after = { scaled[_i].value, scaled[_i].enabled_ns,
				     scaled[_i].running_ns };
	struct pmk_count count = pmk_count_between(&before, &after);

	ck_assert_int_eq(count.state, PMK_COUNTER_SCALED);
	ck_assert_double_le(fabs(count.value / scaled[_i].scaled - 1), 1e-15 * 2);
	ck_assert_double_le(fabs(count.ratio / scaled[_i].ratio - 1), 1e-15 * 2);
}
END_TEST

START_TEST(threads_add_up_and_the_worst_speaks_for_all)
{
	struct pmk_count ok = { PMK_COUNTER_OK, 5, 1 }, half = { PMK_COUNTER_SCALED, 7, 0.5 };
	struct pmk_count denied = { .state = PMK_COUNTER_DENIED };
	struct pmk_count sum = pmk_count_sum(ok, half);

	ck_assert_int_eq(sum.state, PMK_COUNTER_SCALED);
	ck_assert_double_eq(sum.value, 12);
	ck_assert_double_eq(sum.ratio, 0.5);
	sum = pmk_count_sum(denied, ok);
	ck_assert_int_eq(sum.state, PMK_COUNTER_DENIED);
	ck_assert_double_eq(sum.value, 0);
	sum = pmk_count_sum(ok, ok);
	ck_assert_int_eq(sum.state, PMK_COUNTER_OK);
	ck_assert_double_eq(sum.value, 10);
}
END_TEST

START_TEST(only_the_difference_counts)
{
	/* 300 events in 60 of 80 ns: 400. What was before would have given 1300 * 1080 / 1060. */
	struct pmk_reading before = { 1000, 1000, 1000 }, after = { 1300, 1080, 1060 };
	struct pmk_count count = pmk_count_between(&before, &after);

	ck_assert_int_eq(count.state, PMK_COUNTER_SCALED);
	ck_assert_double_eq_tol(count.value, 400, 1e-12);
	ck_assert_double_eq_tol(count.ratio, 0.75, 1e-15);
}
END_TEST

START_TEST(counted_all_the_time_is_exact_and_not_scaled)
{
	struct pmk_reading before = { 5, 10, 10 }, after = { (1ull << 53) + 5, 1010, 1010 };
	struct pmk_count count = pmk_count_between(&before, &after);

	ck_assert_int_eq(count.state, PMK_COUNTER_OK);
	ck_assert_double_eq(count.value, 9007199254740992.0);
	ck_assert_double_eq(count.ratio, 1);
}
END_TEST

START_TEST(a_true_zero_is_ok)
{
	struct pmk_reading before = { 7, 10, 10 }, after = { 7, 20, 20 };
	struct pmk_count count = pmk_count_between(&before, &after);

	ck_assert_int_eq(count.state, PMK_COUNTER_OK);
	ck_assert_double_eq(count.value, 0);
}
END_TEST

/* The last two: a PMU that lost its past. */
static const struct {
	struct pmk_reading before, after;
} senseless[] = {
	{ { 0, 0, 0 }, { 0, 0, 0 } },	  { { 0, 0, 0 }, { 0, 1000, 0 } },
	{ { 5, 10, 10 }, { 9, 90, 10 } }, { { 5, 10, 10 }, { 4, 20, 20 } },
	{ { 5, 10, 10 }, { 9, 9, 20 } },
};

START_TEST(flaw_10_what_did_not_run_is_not_a_zero)
{
	struct pmk_count count = pmk_count_between(&senseless[_i].before, &senseless[_i].after);

	ck_assert_int_eq(count.state, PMK_COUNTER_NOT_COUNTED);
	ck_assert(isfinite(count.value) && isfinite(count.ratio));
}
END_TEST

START_TEST(the_empty_operation_is_subtracted)
{
	/* 3 batches of 1000 operations of 12 and a turn of 3, and 70 to switch each batch. */
	struct pmk_count work = { PMK_COUNTER_OK, 3 * (1000 * 15 + 70), 1 };
	struct pmk_count empty = { PMK_COUNTER_SCALED, 3 * (1000 * 3 + 70), 0.5 };
	struct pmk_count count = pmk_count_per_op(work, empty, 3000);

	ck_assert_int_eq(count.state, PMK_COUNTER_SCALED);
	ck_assert_double_eq_tol(count.value, 12, 1e-12);
	ck_assert_double_eq(count.ratio, 0.5);
}
END_TEST

START_TEST(noise_round_zero_stays_as_it_is)
{
	struct pmk_count work = { PMK_COUNTER_OK, 2, 1 }, empty = { PMK_COUNTER_OK, 5, 1 };

	ck_assert_double_eq_tol(pmk_count_per_op(work, empty, 1000).value, -0.003, 1e-15);
}
END_TEST

START_TEST(flaw_06_no_division_makes_a_nan)
{
	struct pmk_count some = { PMK_COUNTER_OK, 2, 1 },
			 none = { .state = PMK_COUNTER_NOT_COUNTED };
	const double bad[] = { 0, -1, NAN };

	for (int i = 0; i < 3; i++) {
		struct pmk_count count = pmk_count_per_op(some, some, bad[i]);

		ck_assert_int_eq(count.state, PMK_COUNTER_NOT_COUNTED);
		ck_assert(isfinite(count.value));
	}
	ck_assert_int_eq(pmk_count_per_op(none, some, 10).state, PMK_COUNTER_NOT_COUNTED);
	ck_assert_int_eq(pmk_count_per_op(some, none, 10).state, PMK_COUNTER_NOT_COUNTED);
	ck_assert_double_eq(pmk_count_per_op(some, none, 10).value, 0);
}
END_TEST

/* Source: perf_event_open(2), ERRORS. */
static const struct {
	int err;
	enum pmk_counter_state state;
} refusals[] = {
	{ EACCES, PMK_COUNTER_DENIED },	     { EPERM, PMK_COUNTER_DENIED },
	{ ENOENT, PMK_COUNTER_UNSUPPORTED }, { EOPNOTSUPP, PMK_COUNTER_UNSUPPORTED },
	{ ENODEV, PMK_COUNTER_UNSUPPORTED }, { ENOSYS, PMK_COUNTER_UNSUPPORTED },
	{ EINVAL, PMK_COUNTER_UNSUPPORTED }, { EMFILE, PMK_COUNTER_NOT_COUNTED },
	{ EBUSY, PMK_COUNTER_NOT_COUNTED },  { ENOMEM, PMK_COUNTER_NOT_COUNTED },
};

START_TEST(flaw_10_every_refusal_has_a_state)
{
	ck_assert_int_eq(pmk_counter_state_of_errno(refusals[_i].err), refusals[_i].state);
}
END_TEST

START_TEST(states_have_names)
{
	for (int i = PMK_COUNTER_OK; i <= PMK_COUNTER_DENIED; i++) {
		enum pmk_counter_state state = (enum pmk_counter_state)i;

		ck_assert_int_eq(pmk_counter_state_parse(pmk_counter_state_name(state)), state);
	}
	ck_assert_int_eq(pmk_counter_state_parse("fine"), PMK_COUNTER_NOT_COUNTED);
	ck_assert_int_eq(pmk_counter_state_parse(NULL), PMK_COUNTER_NOT_COUNTED);
}
END_TEST

#define N(array) (sizeof(array) / sizeof((array)[0]))

Suite *pmk_suite_counter_math(void)
{
	Suite *suite = suite_create("counter_math");
	TCase *math = tcase_create("math");

	tcase_add_loop_test(math, scaling_is_value_by_enabled_over_running, 0, N(scaled));
	tcase_add_test(math, threads_add_up_and_the_worst_speaks_for_all);
	tcase_add_test(math, only_the_difference_counts);
	tcase_add_test(math, counted_all_the_time_is_exact_and_not_scaled);
	tcase_add_test(math, a_true_zero_is_ok);
	tcase_add_loop_test(math, flaw_10_what_did_not_run_is_not_a_zero, 0, N(senseless));
	tcase_add_test(math, the_empty_operation_is_subtracted);
	tcase_add_test(math, noise_round_zero_stays_as_it_is);
	tcase_add_test(math, flaw_06_no_division_makes_a_nan);
	tcase_add_loop_test(math, flaw_10_every_refusal_has_a_state, 0, N(refusals));
	tcase_add_test(math, states_have_names);
	suite_add_tcase(suite, math);
	return suite;
}
