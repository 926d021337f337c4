// SPDX-License-Identifier: GPL-2.0-only
/* Several runs: their seeds, and the worst of what they came to. */
#include <check.h>

#include "cli/run_set.h"
#include "options/commands.h"

Suite *pmk_suite_run_set(void);

START_TEST(each_run_has_a_seed_that_a_record_holds)
{
	ck_assert_uint_eq(pmk_run_set_seed(1, 1), 1);
	ck_assert_uint_eq(pmk_run_set_seed(1, 8), 8);
	ck_assert_uint_eq(pmk_run_set_seed(INT64_MAX, 2), 0);
	ck_assert_uint_eq(pmk_run_set_seed(INT64_MAX, 1000), 998);
}
END_TEST

START_TEST(the_worst_status_wins)
{
	static const int worse[] = { PMK_EXIT_OK, PMK_EXIT_NOTHING, PMK_EXIT_FAIL, PMK_EXIT_BROKEN,
				     PMK_EXIT_INTERRUPTED };

	for (size_t i = 0; i < 5; i++)
		for (size_t k = 0; k < 5; k++)
			ck_assert_int_eq(pmk_run_set_worse(worse[i], worse[k]),
					 worse[i > k ? i : k]);
}
END_TEST

Suite *pmk_suite_run_set(void)
{
	Suite *suite = suite_create("run_set");
	TCase *tests = tcase_create("run_set");

	tcase_add_test(tests, each_run_has_a_seed_that_a_record_holds);
	tcase_add_test(tests, the_worst_status_wins);
	suite_add_tcase(suite, tests);
	return suite;
}
