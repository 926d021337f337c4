// SPDX-License-Identifier: GPL-2.0-only
/* Axes and the points that they span. */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "point.h"

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
	tcase_add_test(t, no_axes_make_one_point);
	tcase_add_test(t, a_name_that_does_not_fit_is_an_error);
	suite_add_tcase(s, t);
	return s;
}
