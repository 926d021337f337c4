// SPDX-License-Identifier: GPL-2.0-only
/* The order of a round, and what becomes of answers. */
#include <check.h>
#include <string.h>

#include "measure/rounds.h"

Suite *pmk_suite_rounds(void);

START_TEST(a_shuffle_is_a_permutation_and_repeats_with_its_seed)
{
	size_t first[100], again[100], other[100];
	bool seen[100] = { false };

	pmk_shuffle(first, 100, 7);
	pmk_shuffle(again, 100, 7);
	pmk_shuffle(other, 100, 8);
	for (size_t i = 0; i < 100; i++) {
		ck_assert_uint_lt(first[i], 100);
		ck_assert(!seen[first[i]]);
		seen[first[i]] = true;
	}
	ck_assert_mem_eq(first, again, sizeof(first));
	ck_assert_mem_ne(first, other, sizeof(first));
}
END_TEST

/*
 * Every element visits every place about equally often: 6 orders of 3, chi-square below its 0.1 %
 * point.
 */
START_TEST(a_shuffle_draws_all_orders_alike)
{
	int counts[27] = { 0 };
	double expected = 60000.0 / 6, chi_square = 0;

	for (uint64_t seed = 0; seed < 60000; seed++) {
		size_t o[3];

		pmk_shuffle(o, 3, seed);
		counts[9 * o[0] + 3 * o[1] + o[2]]++;
	}
	for (int i = 0; i < 27; i++)
		if (counts[i])
			chi_square += (counts[i] - expected) * (counts[i] - expected) / expected;
	/* 5 degrees of freedom; Abramowitz and Stegun, table 26.8: 20.515 */
	ck_assert_double_lt(chi_square, 20.515);
}
END_TEST

static const struct pmk_bench bench = { .what = "nothing" };
static const struct pmk_entry entry = { .bench = &bench };
static const struct pmk_point point = { .entry = &entry, .name = "a/b/c" };

START_TEST(a_point_without_samples_or_verdict_is_broken)
{
	struct pmk_result r;
	json_t *line;

	pmk_result_init(&r, &point);
	line = pmk_result_bench_line(&r, "host", &pmk_clock_wall);
	ck_assert_str_eq(json_string_value(json_object_get(line, "status")), "BROKEN");
	ck_assert(json_is_string(json_object_get(line, "reason")));
	ck_assert(json_is_false(json_object_get(line, "verified")));
	json_decref(line);
	pmk_result_free(&r);
}
END_TEST

START_TEST(a_failed_sample_ends_the_point_and_keeps_what_was)
{
	json_t *good =
		json_pack("{s:s, s:f, s:i, s:i, s:i, s:i, s:{s:{s:s, s:s, s:f}}}", "status", "PASS",
			  "value", 2.5, "n", 10, "reps", 5, "bytes_per_op", 64, "items_per_op", 1,
			  "counters", "faults", "unit", "1", "state", "ok", "value", 0.5);
	json_t *bad = json_pack("{s:s, s:s}", "status", "FAIL", "reason", "wrong data"), *line;
	struct pmk_result r;

	pmk_result_init(&r, &point);
	pmk_result_add(&r, 0, good);
	pmk_result_add(&r, 1, bad);
	line = pmk_result_bench_line(&r, "host", &pmk_clock_wall);
	ck_assert_str_eq(json_string_value(json_object_get(line, "status")), "FAIL");
	ck_assert_str_eq(json_string_value(json_object_get(line, "reason")), "wrong data");
	ck_assert_uint_eq(json_array_size(json_object_get(line, "samples")), 1);
	ck_assert_double_eq(
		json_number_value(json_array_get(
			json_object_get(json_object_get(json_object_get(line, "counters"),
							"faults"),
					"samples"),
			0)),
		0.5);
	json_decref(line);
	json_decref(good);
	json_decref(bad);
	pmk_result_free(&r);
}
END_TEST

START_TEST(an_answer_of_unknown_status_is_broken)
{
	json_t *odd = json_pack("{s:s}", "status", "GREAT");
	struct pmk_result r;

	pmk_result_init(&r, &point);
	pmk_result_add(&r, 0, odd);
	ck_assert(r.ended);
	ck_assert_int_eq(r.verdict.status, PMK_BROKEN);
	json_decref(odd);
	pmk_result_free(&r);
}
END_TEST

static json_t *answer(double value, int trend)
{
	return json_pack("{s:s, s:f, s:i, s:i, s:i, s:i, s:i, s:{}}", "status", "PASS", "value",
			 value, "trend", trend, "n", 10, "reps", 9, "bytes_per_op", 0,
			 "items_per_op", 1, "counters");
}

static json_type steady(size_t n, const double values[], const int trends[], bool insn)
{
	struct pmk_result r;
	json_type type;
	json_t *said;

	pmk_result_init(&r, &point);
	for (size_t i = 0; i < n; i++) {
		json_t *one = answer(values[i], trends[i]);

		pmk_result_add(&r, (unsigned int)i, one);
		json_decref(one);
	}
	ck_assert_uint_eq(r.samples.n, n);
	said = pmk_result_steady(&r, insn ? &pmk_clock_insn : &pmk_clock_wall);
	type = json_typeof(said);
	json_decref(said);
	pmk_result_free(&r);
	return type;
}

START_TEST(a_point_settles_or_says_that_it_did_not)
{
	const double flat[7] = { 100, 101, 99, 100, 102, 98, 100 };
	const double up[7] = { 100, 102, 104, 106, 108, 110, 112 };
	const double up_little[7] = { 100, 100.1, 100.2, 100.3, 100.4, 100.5, 100.6 };
	const int none[7] = { 0 }, most[7] = { 1, 1, 0, 1, 1, 0, 0 };
	const int half[7] = { 1, 1, 0, 0, 1, 0, 0 }, both[7] = { 1, -1, 1, -1, 1, -1, 0 };

	ck_assert_int_eq(steady(7, flat, none, false), JSON_TRUE);
	ck_assert_int_eq(steady(7, up, none, false), JSON_FALSE);
	ck_assert_int_eq(steady(7, up_little, none, false), JSON_TRUE);
	ck_assert_int_eq(steady(7, up_little, none, true), JSON_FALSE);
	ck_assert_int_eq(steady(7, flat, most, false), JSON_FALSE);
	ck_assert_int_eq(steady(7, flat, half, false), JSON_TRUE);
	ck_assert_int_eq(steady(7, flat, both, false), JSON_TRUE);
	ck_assert_int_eq(steady(5, up, none, false), JSON_NULL);
	ck_assert_int_eq(steady(2, flat, most, false), JSON_FALSE);
	ck_assert_int_eq(steady(1, flat, most, false), JSON_NULL);
	ck_assert_int_eq(steady(0, flat, none, false), JSON_NULL);
}
END_TEST

Suite *pmk_suite_rounds(void)
{
	Suite *s = suite_create("rounds");
	TCase *t = tcase_create("rounds");

	tcase_add_test(t, a_shuffle_is_a_permutation_and_repeats_with_its_seed);
	tcase_add_test(t, a_shuffle_draws_all_orders_alike);
	tcase_add_test(t, a_point_without_samples_or_verdict_is_broken);
	tcase_add_test(t, a_failed_sample_ends_the_point_and_keeps_what_was);
	tcase_add_test(t, an_answer_of_unknown_status_is_broken);
	tcase_add_test(t, a_point_settles_or_says_that_it_did_not);
	suite_add_tcase(s, t);
	return s;
}
