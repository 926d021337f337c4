// SPDX-License-Identifier: GPL-2.0-only
/* Batches: long enough or not, told in words. */
#include <check.h>
#include <errno.h>
#include <string.h>

#include "measure/batch.h"

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

START_TEST(no_batch_is_shorter_than_calibrated_nor_much_longer)
{
	uint64_t state = 1, again = 1, least = UINT64_MAX, most = 0;

	for (int i = 0; i < 1000; i++) {
		uint64_t n = pmk_batch_jitter(1600, &state);

		ck_assert_uint_eq(n, pmk_batch_jitter(1600, &again));
		least = n < least ? n : least;
		most = n > most ? n : most;
	}
	/* 1000 draws miss a given one of 101 values once in 20,000 seeds; this is seed 1. */
	ck_assert_uint_eq(least, 1600);
	ck_assert_uint_eq(most, 1700);
	for (int i = 0; i < 100; i++)
		ck_assert_uint_eq(pmk_batch_jitter(15, &state), 15);
}
END_TEST

START_TEST(a_rounded_batch_is_as_long_for_neighbours)
{
	ck_assert_uint_eq(pmk_batch_round(1), 1);
	ck_assert_uint_eq(pmk_batch_round(1024), 1024);
	for (uint64_t n = 1025; n <= 2048; n++)
		ck_assert_uint_eq(pmk_batch_round(n), 2048);
	ck_assert_uint_eq(pmk_batch_round((1ull << 40) - 1), 1ull << 40);
}
END_TEST

START_TEST(a_suffix_says_which_clock)
{
	struct pmk_min_time min = { 0 };

	ck_assert_int_eq(pmk_min_time_parse("2ms", &min), 0);
	ck_assert_double_eq(min.wall_ns, 2e6);
	ck_assert_double_eq(min.insn, 0);
	ck_assert_int_eq(pmk_min_time_parse("1000000insn", &min), 0);
	ck_assert_double_eq(min.wall_ns, 2e6);
	ck_assert_double_eq(min.insn, 1e6);
	ck_assert_int_eq(pmk_min_time_parse("1.5us", &min), 0);
	ck_assert_double_eq(min.wall_ns, 1500);
	ck_assert_int_eq(pmk_min_time_parse("700", &min), 0);
	ck_assert_double_eq(min.wall_ns, 700);
	ck_assert_double_eq(min.insn, 700);
}
END_TEST

START_TEST(what_is_no_length_is_refused)
{
	static const char *const bad[] = { "",	   "0",	  "0s",	 "-1",	  "ms",	  "2 ms",
					   "2min", "inf", "nan", "1e999", " 2ms", "2ms " };
	struct pmk_min_time min = { 1, 2 };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(pmk_min_time_parse(bad[i], &min) == -EINVAL, "'%s'", bad[i]);
	ck_assert_double_eq(min.wall_ns, 1);
	ck_assert_double_eq(min.insn, 2);
}
END_TEST

Suite *pmk_suite_batch(void)
{
	Suite *s = suite_create("batch");
	TCase *t = tcase_create("batch");

	tcase_add_test(t, fifty_clock_costs_are_enough_and_less_is_not);
	tcase_add_test(t, a_batch_without_time_is_short);
	tcase_add_test(t, no_batch_is_shorter_than_calibrated_nor_much_longer);
	tcase_add_test(t, a_rounded_batch_is_as_long_for_neighbours);
	tcase_add_test(t, a_suffix_says_which_clock);
	tcase_add_test(t, what_is_no_length_is_refused);
	suite_add_tcase(s, t);
	return s;
}
