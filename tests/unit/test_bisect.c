// SPDX-License-Identifier: GPL-2.0-only
/* On which side of good and bad a figure lies. */
#include <check.h>

#include "bisect.h"

Suite *pmk_suite_bisect(void);

START_TEST(instructions_are_cut_halfway)
{
	ck_assert_int_eq(pmk_bisect_insn(100, 110, 100), PMK_BISECT_GOOD);
	ck_assert_int_eq(pmk_bisect_insn(100, 110, 104.9), PMK_BISECT_GOOD);
	ck_assert_int_eq(pmk_bisect_insn(100, 110, 105), PMK_BISECT_BETWEEN);
	ck_assert_int_eq(pmk_bisect_insn(100, 110, 105.1), PMK_BISECT_BAD);
	ck_assert_int_eq(pmk_bisect_insn(100, 110, 500), PMK_BISECT_BAD);
	ck_assert_int_eq(pmk_bisect_insn(100, 110, 1), PMK_BISECT_GOOD);
	/* Who looks for what made it cheaper calls the cheaper one bad. */
	ck_assert_int_eq(pmk_bisect_insn(110, 100, 109), PMK_BISECT_GOOD);
	ck_assert_int_eq(pmk_bisect_insn(110, 100, 101), PMK_BISECT_BAD);
	ck_assert_int_eq(pmk_bisect_insn(110, 100, 105), PMK_BISECT_BETWEEN);
}
END_TEST

static enum pmk_bisect_side wall(double lo, double hi, bool falls)
{
	const struct pmk_interval low = { .lo = 98, .hi = 102 }, high = { .lo = 118, .hi = 122 },
				  fresh = { .lo = lo, .hi = hi };

	return falls ? pmk_bisect_wall(&high, &low, &fresh) : pmk_bisect_wall(&low, &high, &fresh);
}

START_TEST(time_follows_from_both_intervals)
{
	ck_assert_int_eq(wall(99, 103, false), PMK_BISECT_GOOD);
	ck_assert_int_eq(wall(80, 81, false), PMK_BISECT_GOOD);
	ck_assert_int_eq(wall(102, 117, false), PMK_BISECT_GOOD);
	ck_assert_int_eq(wall(103, 117, false), PMK_BISECT_BETWEEN);
	ck_assert_int_eq(wall(101, 119, false), PMK_BISECT_BETWEEN);
	ck_assert_int_eq(wall(103, 118, false), PMK_BISECT_BAD);
	ck_assert_int_eq(wall(119, 121, false), PMK_BISECT_BAD);
	ck_assert_int_eq(wall(200, 210, false), PMK_BISECT_BAD);
	ck_assert_int_eq(wall(119, 121, true), PMK_BISECT_GOOD);
	ck_assert_int_eq(wall(99, 101, true), PMK_BISECT_BAD);
	ck_assert_int_eq(wall(103, 117, true), PMK_BISECT_BETWEEN);
	ck_assert_int_eq(wall(50, 51, true), PMK_BISECT_BAD);
}
END_TEST

Suite *pmk_suite_bisect(void)
{
	Suite *suite = suite_create("bisect");
	TCase *tests = tcase_create("bisect");

	tcase_add_test(tests, instructions_are_cut_halfway);
	tcase_add_test(tests, time_follows_from_both_intervals);
	suite_add_tcase(suite, tests);
	return suite;
}
