// SPDX-License-Identifier: GPL-2.0-only
/* Several runs as one record: medians of runs, counters, what is in all, what differs. */
#include <check.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>

#include "answer/group.h"
#include "record/merged.h"
#include "tree.h"

Suite *pmk_suite_merged(void);

static struct pmk_merged merged;
static struct pmk_set set;

/* A run with one point of three samples, and a counter of it. */
static void put_run(int run, const char *kernel, const char *samples, const char *counter)
{
	char file[32], text[1024];

	snprintf(file, sizeof(file), "/runs/%d.jsonl", run);
	snprintf(text, sizeof(text),
		 "{\"type\":\"run\",\"schema\":1,\"id\":\"R%d\",\"target\":\"host\",\"seed\":%d,"
		 "\"kernel\":{\"release\":\"%s\"},\"clock\":{\"name\":\"wall\",\"unit\":\"ns\"}}\n"
		 "{\"type\":\"bench\",\"target\":\"host\",\"name\":\"a/b/c\",\"params\":{},"
		 "\"unit\":\"ns\",\"samples\":%s,\"rounds\":[0,1,2],\"status\":\"PASS\","
		 "\"counters\":{\"faults\":{\"unit\":\"1\",\"state\":\"ok\",\"samples\":%s}}}\n"
		 "{\"type\":\"end\",\"interrupted\":null}\n",
		 run, run, kernel, samples, counter);
	tree_put(file, text);
}

static void merge(void)
{
	char error[PMK_REC_ERROR_BYTES], path[128];

	snprintf(path, sizeof(path), "%s/runs", tree_root);
	ck_assert_msg(!pmk_set_read(path, &set, error), "%s", error);
	ck_assert_int_eq(pmk_merged_make(&merged, &set), 0);
}

static void release(void)
{
	pmk_merged_free(&merged);
	pmk_set_free(&set);
}

/* All samples pooled have the median 3 and an interval of 1 .. 60. */
START_TEST(the_run_is_the_unit)
{
	struct pmk_interval cost;

	put_run(1, "6.1", "[1, 2, 60]", "[1, 1, 1]");
	put_run(2, "6.1", "[4, 3, 3]", "[5, 7, 6]");
	put_run(3, "6.1", "[2, 5, 5]", "[]");
	merge();
	cost = pmk_merged_cost(&merged.rec.points[0]);
	ck_assert_uint_eq(cost.n, 3);
	ck_assert_double_eq(cost.estimate, 3);
	ck_assert_double_eq(cost.lo, 2);
	ck_assert_double_eq(cost.hi, 5);
	ck_assert_double_eq_tol(cost.coverage, 0.75, 1e-12);
	ck_assert_str_eq(merged.rec.id, "R1..R3");

	pmk_merged_by_run(&merged);
	ck_assert_uint_eq(merged.rec.points[0].samples.n, 3);
	for (int run = 0; run < 3; run++) {
		static const double medians[] = { 2, 3, 5 };

		ck_assert_double_eq(merged.rec.points[0].samples.values[run], medians[run]);
		ck_assert_int_eq(merged.rec.points[0].samples.rounds[run], run);
	}
	release();
}
END_TEST

START_TEST(a_counter_has_a_median_for_each_run_that_counted)
{
	const struct pmk_rec_counter *counter;

	put_run(1, "6.1", "[1, 2, 3]", "[1, 1, 1]");
	put_run(2, "6.1", "[1, 2, 3]", "[5, 7, 6]");
	put_run(3, "6.1", "[1, 2, 3]", "[]");
	merge();
	counter = &merged.rec.points[0].counters[0];
	ck_assert_uint_eq(merged.rec.points[0].n_counters, 1);
	ck_assert_uint_eq(counter->samples.n, 2);
	ck_assert_double_eq(counter->samples.values[0], 1);
	ck_assert_double_eq(counter->samples.values[1], 6);
	release();
}
END_TEST

/* Of several runs, rounds are counted on from run to run. */
START_TEST(a_round_that_nobody_measures_is_refused)
{
	char error[PMK_REC_ERROR_BYTES], path[128];

	put_run(1, "6.1", "[1, 2, 3]", "[]");
	snprintf(path, sizeof(path), "sed -i 's/0,1,2/0,1,1000000/' %s/runs/1.jsonl", tree_root);
	ck_assert_int_eq(system(path), 0);
	snprintf(path, sizeof(path), "%s/runs", tree_root);
	ck_assert_int_eq(pmk_set_read(path, &set, error), -EBADMSG);
	ck_assert_ptr_nonnull(
		strstr(error, ":2: expected rounds from 0 up to 999999, found 1000000"));
}
END_TEST

START_TEST(one_run_stays_as_it_is)
{
	put_run(1, "6.1", "[1, 2, 60]", "[1, 1, 1]");
	merge();
	pmk_merged_by_run(&merged);
	ck_assert_uint_eq(merged.rec.points[0].samples.n, 3);
	ck_assert_double_eq(pmk_merged_cost(&merged.rec.points[0]).hi, 60);
	ck_assert_str_eq(merged.rec.id, "R1");
	release();
}
END_TEST

/* In run 2 all costs twice as much, in run 3 half of it; within a round that is the same. */
START_TEST(a_ratio_is_of_the_runs)
{
	double over[] = { 11, 12, 13, 23, 24, 25, 6.4, 6.5, 6.6 };
	double under[] = { 10, 10, 10, 20, 20, 20, 5, 5, 5 };
	long rounds[] = { 0,
			  1,
			  2,
			  PMK_MERGED_ROUNDS,
			  PMK_MERGED_ROUNDS + 1,
			  PMK_MERGED_ROUNDS + 2,
			  2 * PMK_MERGED_ROUNDS,
			  2 * PMK_MERGED_ROUNDS + 1,
			  2 * PMK_MERGED_ROUNDS + 2 };
	const struct pmk_rec_point a = { .samples = { 9, over, rounds } },
				   b = { .samples = { 9, under, rounds } };
	struct pmk_interval ratio = pmk_paired_ratio(&a, &b);

	ck_assert_uint_eq(ratio.n, 3);
	ck_assert_double_eq_tol(ratio.lo, 1.2, 1e-12);
	ck_assert_double_eq_tol(ratio.hi, 1.3, 1e-12);
	/* Hodges and Lehmann: the median of the six means of 1.2, 1.2 and 1.3, as logarithms. */
	ck_assert_double_eq_tol(ratio.estimate, sqrt(1.2 * sqrt(1.2 * 1.3)), 1e-12);
}
END_TEST

/* Their seeds differ too, but they are meant to. */
START_TEST(what_the_runs_do_not_share_is_found)
{
	struct pmk_difference difference;
	size_t found = 0;

	put_run(1, "6.1", "[1, 2, 3]", "[]");
	put_run(2, "6.1", "[1, 2, 3]", "[]");
	put_run(3, "6.2", "[1, 2, 3]", "[]");
	merge();
	for (size_t i = 0; i < pmk_circumstances(); i++) {
		size_t run = pmk_merged_differs(&merged, 0, i, &difference);

		if (!run)
			continue;
		found++;
		ck_assert_uint_eq(run, 2);
		ck_assert_str_eq(difference.what, "kernel");
		ck_assert_str_eq(difference.text[0], "6.1");
		ck_assert_str_eq(difference.text[1], "6.2");
	}
	ck_assert_uint_eq(found, 1);
	release();
}
END_TEST

Suite *pmk_suite_merged(void)
{
	Suite *suite = suite_create("merged");
	TCase *tests = tcase_create("merged");

	tcase_add_checked_fixture(tests, tree_setup, tree_teardown);
	tcase_add_test(tests, the_run_is_the_unit);
	tcase_add_test(tests, a_counter_has_a_median_for_each_run_that_counted);
	tcase_add_test(tests, a_round_that_nobody_measures_is_refused);
	tcase_add_test(tests, one_run_stays_as_it_is);
	tcase_add_test(tests, a_ratio_is_of_the_runs);
	tcase_add_test(tests, what_the_runs_do_not_share_is_found);
	suite_add_tcase(suite, tests);
	return suite;
}
