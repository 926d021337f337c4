// SPDX-License-Identifier: GPL-2.0-only
/* Batches: long enough or not, told in words. */
#include <check.h>
#include <string.h>

#include "batch.h"

Suite *pmk_suite_batch(void);

START_TEST(fifty_clock_costs_are_enough_and_less_is_not)
{
	char why[256];

	ck_assert(!pmk_batch_short(1250, 10, 25, "ns", why, sizeof(why)));
	ck_assert_str_eq(why, "");
	ck_assert(pmk_batch_short(1249, 10, 25, "ns", why, sizeof(why)));
	ck_assert_str_eq(why, "a batch of 10 operations took 1249 ns, expected at least 1250 ns: "
			      "50 times the 25 ns that reading the clock costs");
}
END_TEST

START_TEST(a_batch_without_time_is_short)
{
	char why[256];

	ck_assert(pmk_batch_short(0, 1ull << 40, 0.5, "insn", why, sizeof(why)));
	ck_assert(pmk_batch_short(-3, 1, 0.5, "insn", why, sizeof(why)));
}
END_TEST

Suite *pmk_suite_batch(void)
{
	Suite *s = suite_create("batch");
	TCase *t = tcase_create("batch");

	tcase_add_test(t, fifty_clock_costs_are_enough_and_less_is_not);
	tcase_add_test(t, a_batch_without_time_is_short);
	suite_add_tcase(s, t);
	return s;
}
