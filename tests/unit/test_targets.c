// SPDX-License-Identifier: GPL-2.0-only
/* Targets: how many guests of a run may be at work at once. */
#include <check.h>

#include "measure/targets.h"

Suite *pmk_suite_targets(void);

START_TEST(guests_are_as_many_as_whole_processors)
{
	ck_assert_uint_eq(pmk_targets_at_once(1, 0), 1);
	ck_assert_uint_eq(pmk_targets_at_once(8, 0), 8);
	ck_assert_uint_eq(pmk_targets_at_once(8, 2.5), 2);
	ck_assert_uint_eq(pmk_targets_at_once(2, 16), 2);
	ck_assert_uint_eq(pmk_targets_at_once(8, 0.5), 1);
	/* Where they cannot be counted. */
	ck_assert_uint_eq(pmk_targets_at_once(0, 0), 1);
}
END_TEST

Suite *pmk_suite_targets(void)
{
	Suite *suite = suite_create("targets");
	TCase *tests = tcase_create("targets");

	tcase_add_test(tests, guests_are_as_many_as_whole_processors);
	suite_add_tcase(suite, tests);
	return suite;
}
