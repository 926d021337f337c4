// SPDX-License-Identifier: GPL-2.0-only
/* The log-linear histogram: published percentiles, its error over all values, the record. */
#include <check.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "case/histogram.h"
#include "case/latency.h"

Suite *pmk_suite_histogram(void);

static struct pmk_histogram a, b;

static void empty(void)
{
	memset(&a, 0, sizeof(a));
	memset(&b, 0, sizeof(b));
}

static uint64_t random64(void)
{
	static uint64_t state = 1;

	state = state * 6364136223846793005u + 1442695040888963407u;
	return state ^ (state >> 29);
}

/* A value and its bucket's largest: never below, at most 1/128 above. */
static void within_the_bound(uint64_t value)
{
	uint64_t top = pmk_histogram_value(pmk_histogram_bucket(value));

	ck_assert_uint_ge(top, value);
	ck_assert_uint_le(top - value, value / 128);
}

START_TEST(the_error_is_at_most_one_128th_over_the_whole_range)
{
	for (uint64_t value = 0; value < 100000; value++)
		within_the_bound(value);
	/* Either side of each power of two, and of each bucket of each octave. */
	for (unsigned int shift = 0; shift < 57; shift++)
		for (uint64_t sub = 128; sub < 256; sub++)
			for (int near = -1; near <= 1; near++)
				within_the_bound((sub << shift) + (uint64_t)near);
	/* As many of each magnitude. */
	for (unsigned int i = 0; i < 200000; i++)
		within_the_bound(random64() >> (i % 64));
	within_the_bound(UINT64_MAX);
}
END_TEST

START_TEST(buckets_are_in_order_without_gap_or_overlap)
{
	for (size_t i = 0; i + 1 < PMK_HISTOGRAM_BUCKETS; i++) {
		uint64_t top = pmk_histogram_value(i);

		ck_assert_uint_eq(pmk_histogram_bucket(top), i);
		ck_assert_uint_eq(pmk_histogram_bucket(top + 1), i + 1);
	}
	ck_assert_uint_eq(pmk_histogram_value(PMK_HISTOGRAM_BUCKETS - 1), UINT64_MAX);
}
END_TEST

/* Wanted within the 1/128, from above. */
static void has_percentile(double percent, double want)
{
	double got = (double)pmk_histogram_percentile(&a, percent);

	ck_assert_double_ge(got, want);
	ck_assert_double_le(got, want * (1 + 1.0 / 128));
}

/*
 * The data and the answers of HdrHistogram's own tests (HdrHistogram_c,
 * test/hdr_histogram_test.c, test_get_value_at_percentile): 10,000 values of 1000 and one of
 * 100,000,000, raw, and corrected for an expected interval of 10,000.
 */
START_TEST(percentiles_are_those_that_hdrhistogram_publishes)
{
	for (int i = 0; i < 10000; i++)
		pmk_histogram_record(&a, 1000);
	pmk_histogram_record(&a, 100000000);
	has_percentile(30, 1000);
	has_percentile(99, 1000);
	has_percentile(99.99, 1000);
	has_percentile(99.999, 100000000);
	has_percentile(100, 100000000);

	for (uint64_t missed = 100000000 - 10000; missed >= 10000; missed -= 10000)
		pmk_histogram_record(&a, missed);
	has_percentile(30, 1000);
	has_percentile(50, 1000);
	has_percentile(75, 50000000);
	has_percentile(90, 80000000);
	has_percentile(99, 98000000);
	has_percentile(99.999, 100000000);
	has_percentile(100, 100000000);
}
END_TEST

static int compare(const void *x, const void *y)
{
	uint64_t u = *(const uint64_t *)x, v = *(const uint64_t *)y;

	return u < v ? -1 : u > v;
}

START_TEST(percentiles_agree_with_sorting)
{
	static const double percents[] = { 0, 1, 50, 90, 99, 99.9, 100 };
	enum { N = 5000 };
	static uint64_t values[N];

	for (size_t i = 0; i < N; i++) {
		values[i] = 1 + (random64() >> (20 + i % 40));
		pmk_histogram_record(&a, values[i]);
	}
	qsort(values, N, sizeof(values[0]), compare);
	for (size_t i = 0; i < sizeof(percents) / sizeof(percents[0]); i++) {
		double rank = ceil(N * percents[i] / 100);
		uint64_t want = values[rank < 1 ? 0 : (size_t)rank - 1];
		uint64_t got = pmk_histogram_percentile(&a, percents[i]);

		ck_assert_uint_ge(got, want);
		ck_assert_uint_le(got - want, want / 128);
	}
	ck_assert_uint_eq(pmk_histogram_percentile(&a, 100), values[N - 1]);
}
END_TEST

START_TEST(an_empty_one_has_nothing)
{
	ck_assert_uint_eq(pmk_histogram_percentile(&a, 50), 0);
	ck_assert(json_is_null(pmk_latency_json(&a, "ns")));
	ck_assert(json_is_null(pmk_latency_json(NULL, "ns")));
}
END_TEST

START_TEST(a_percentile_that_n_cannot_show_is_null)
{
	json_t *line;

	for (int i = 1; i <= 100; i++)
		pmk_histogram_record(&a, (uint64_t)i);
	line = pmk_latency_json(&a, "ns");
	ck_assert_int_eq(json_integer_value(json_object_get(line, "n")), 100);
	ck_assert_int_eq(json_integer_value(json_object_get(line, "p50")), 50);
	ck_assert_int_eq(json_integer_value(json_object_get(line, "p90")), 90);
	ck_assert_int_eq(json_integer_value(json_object_get(line, "p99")), 99);
	ck_assert(json_is_null(json_object_get(line, "p999")));
	ck_assert_int_eq(json_integer_value(json_object_get(line, "max")), 100);
	json_decref(line);
}
END_TEST

/* A contender that says by itself that its one operation takes as long as its turn: 1, 2, 3, ... */
static void counts_up(struct pmk_case *c, uint64_t n)
{
	uint64_t *turn = pmk_priv(c);

	while (n--)
		pmk_time_add(c, 1000.0 * (double)++*turn);
}

static json_t *take(double per_op, uint64_t batch_min)
{
	static const struct pmk_bench bench = { .run = counts_up };
	static const struct pmk_entry entry = { .bench = &bench };
	static const struct pmk_point point = { .entry = &entry };
	uint64_t turn = 0;
	struct pmk_case c = { .point = &point,
			      .clock = pmk_clock_find("wall"),
			      .clock_cost = 20,
			      .batch_min = batch_min,
			      .priv = &turn };

	return pmk_latency_take(&c, per_op);
}

START_TEST(single_operations_have_what_the_contender_says_they_took)
{
	json_t *taken = take(1000, 0);

	/* 1 + ... + 63 us are more than four batches of 500 us, the first 62 are not. */
	ck_assert_int_eq(pmk_latency_add(&a, taken), 0);
	ck_assert_uint_eq(a.n, 63);
	ck_assert_uint_eq(a.max, 63000);
	ck_assert_uint_eq(pmk_histogram_percentile(&a, 50),
			  pmk_histogram_value(pmk_histogram_bucket(32000)));
	json_decref(taken);
}
END_TEST

START_TEST(short_or_batched_operations_are_not_timed_singly)
{
	ck_assert(json_is_null(take(999, 0)));
	ck_assert(json_is_null(take(1000, 2)));
}
END_TEST

START_TEST(nonsense_from_a_process_changes_nothing)
{
	static const char *const texts[] = { "null",
					     "{}",
					     "{\"max\":1,\"buckets\":[]}",
					     "{\"max\":1,\"buckets\":[[7424,1]]}",
					     "{\"max\":1,\"buckets\":[[1,1],[-1,1]]}",
					     "{\"max\":1,\"buckets\":[[1,0]]}" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		json_t *taken = json_loads(texts[i], JSON_DECODE_ANY, NULL);

		ck_assert_ptr_nonnull(taken);
		ck_assert_int_eq(pmk_latency_add(&a, taken), -EINVAL);
		json_decref(taken);
	}
	ck_assert_mem_eq(&a, &b, sizeof(a));
}
END_TEST

Suite *pmk_suite_histogram(void)
{
	Suite *suite = suite_create("histogram");
	TCase *tcase = tcase_create("histogram");

	tcase_add_checked_fixture(tcase, empty, NULL);
	tcase_add_test(tcase, the_error_is_at_most_one_128th_over_the_whole_range);
	tcase_add_test(tcase, buckets_are_in_order_without_gap_or_overlap);
	tcase_add_test(tcase, percentiles_are_those_that_hdrhistogram_publishes);
	tcase_add_test(tcase, percentiles_agree_with_sorting);
	tcase_add_test(tcase, an_empty_one_has_nothing);
	tcase_add_test(tcase, a_percentile_that_n_cannot_show_is_null);
	tcase_add_test(tcase, single_operations_have_what_the_contender_says_they_took);
	tcase_add_test(tcase, short_or_batched_operations_are_not_timed_singly);
	tcase_add_test(tcase, nonsense_from_a_process_changes_nothing);
	suite_add_tcase(suite, tcase);
	return suite;
}
