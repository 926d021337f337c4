// SPDX-License-Identifier: GPL-2.0-only
/* Axes and the points that they span. */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "case/point.h"

Suite *pmk_suite_point(void);

START_TEST(sizes_run_by_four_and_include_both_ends)
{
	struct pmk_axis axis = PMK_SIZES(64, 64 * MiB);

	ck_assert_uint_eq(pmk_axis_count(&axis), 11);
	ck_assert_uint_eq(pmk_axis_value(&axis, 0), 64);
	ck_assert_uint_eq(pmk_axis_value(&axis, 10), 64 * MiB);
}
END_TEST

START_TEST(a_list_keeps_its_order_and_may_begin_with_zero)
{
	struct pmk_axis axis = PMK_LIST("depth", 0, 7, 3);

	ck_assert_uint_eq(pmk_axis_count(&axis), 3);
	ck_assert_uint_eq(pmk_axis_value(&axis, 0), 0);
	ck_assert_uint_eq(pmk_axis_value(&axis, 2), 3);
}
END_TEST

static const struct pmk_bench two_axes = {
	.axes = { PMK_WORDS("zone", "low", "high"), PMK_LIST("pages", 1, 1024) },
};

START_TEST(points_are_the_product_and_named_in_axis_order)
{
	static const char *const want[] = { "a/b/c/zone:low/pages:1", "a/b/c/zone:low/pages:1024",
					    "a/b/c/zone:high/pages:1",
					    "a/b/c/zone:high/pages:1024" };
	struct pmk_entry entry = { .bench = &two_axes };
	struct pmk_point *points;

	ck_assert_int_eq(pmk_points_of(&entry, "a/b/c", &points), 4);
	for (int i = 0; i < 4; i++)
		ck_assert_str_eq(points[i].name, want[i]);
	ck_assert_uint_eq(points[3].values[0], 1);
	ck_assert_uint_eq(points[3].values[1], 1024);
	free(points);
}
END_TEST

static const struct pmk_bench six_axes = {
	.axes = { PMK_WORDS("memory", "anonymous", "file", "thp", "hugetlb"),
		  PMK_WORDS("access", "read", "write"), PMK_WORDS("share", "private", "shared"),
		  PMK_LIST("pages", 1, 8, 512), PMK_WORDS("present", "yes", "no"),
		  PMK_LIST("threads", 1, 2) },
};

START_TEST(six_axes_make_their_product_each_point_once)
{
	struct pmk_entry entry = { .bench = &six_axes };
	struct pmk_point *points;
	unsigned int threads;
	long n = pmk_points_of(&entry, "a/b/c", &points);

	ck_assert_int_eq(n, 4 * 2 * 2 * 3 * 2 * 2);
	ck_assert_str_eq(
		points[0].name,
		"a/b/c/memory:anonymous/access:read/share:private/pages:1/present:yes/threads:1");
	ck_assert_str_eq(
		points[n - 1].name,
		"a/b/c/memory:hugetlb/access:write/share:shared/pages:512/present:no/threads:2");
	ck_assert_uint_eq(points[n - 1].values[3], 512);
	ck_assert_uint_eq(points[n - 1].values[5], 2);
	ck_assert(pmk_point_threads(&points[n - 1], &threads));
	ck_assert_uint_eq(threads, 2);
	for (long i = 0; i < n; i++)
		for (long k = 0; k < i; k++)
			ck_assert_str_ne(points[i].name, points[k].name);
	free(points);
}
END_TEST

START_TEST(only_an_axis_named_threads_makes_threads)
{
	struct pmk_entry entry = { .bench = &two_axes };
	struct pmk_point point = { .entry = &entry };
	unsigned int threads;

	ck_assert(!pmk_point_threads(&point, &threads));
}
END_TEST

START_TEST(no_axes_make_one_point)
{
	static const struct pmk_bench none;
	struct pmk_entry entry = { .bench = &none };
	struct pmk_point *points;

	ck_assert_int_eq(pmk_points_of(&entry, "a/b/c", &points), 1);
	ck_assert_str_eq(points[0].name, "a/b/c");
	free(points);
}
END_TEST

START_TEST(a_name_that_does_not_fit_is_an_error)
{
	struct pmk_entry entry = { .bench = &two_axes };
	struct pmk_point *points;
	char name[PMK_NAME_MAX];

	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	ck_assert_int_eq(pmk_points_of(&entry, name, &points), -ENAMETOOLONG);
	free(points);
}
END_TEST

Suite *pmk_suite_point(void)
{
	Suite *s = suite_create("point");
	TCase *t = tcase_create("axes");

	tcase_add_test(t, sizes_run_by_four_and_include_both_ends);
	tcase_add_test(t, a_list_keeps_its_order_and_may_begin_with_zero);
	tcase_add_test(t, points_are_the_product_and_named_in_axis_order);
	tcase_add_test(t, six_axes_make_their_product_each_point_once);
	tcase_add_test(t, only_an_axis_named_threads_makes_threads);
	tcase_add_test(t, no_axes_make_one_point);
	tcase_add_test(t, a_name_that_does_not_fit_is_an_error);
	suite_add_tcase(s, t);
	return s;
}
