// SPDX-License-Identifier: GPL-2.0-only
/* The registry: names, and the copies of a contender, which lie at different places. */
#include <check.h>
#include <errno.h>

#include "case/registry.h"
#include "measure/selfcheck.h"

Suite *pmk_suite_registry(void);

START_TEST(a_name_is_there_once)
{
	ck_assert_uint_gt(pmk_registry_count(), 1);
	for (size_t i = 1; i < pmk_registry_count(); i++)
		ck_assert_str_lt(pmk_registry_name(i - 1), pmk_registry_name(i));
	ck_assert_int_eq(pmk_registry_find("access/file_read/no_such_way"), -ENOENT);
	/* Of suites/pin/claims/lock/mlock.c: the room is no part of the name. */
	ck_assert_int_ge(pmk_registry_find("pin/claims/mlock_resident"), 0);
	ck_assert_ptr_null(pmk_registry_entry(pmk_registry_count()));
}
END_TEST

/* Or two builds that differ only in their link order would differ in what short loops cost. */
START_TEST(a_contender_has_copies_with_their_code_elsewhere)
{
	size_t most = pmk_registry_copies((size_t)pmk_registry_find(PMK_SELFCHECK_A));

	ck_assert_uint_ge(most, 6);
	for (size_t i = 0; i < pmk_registry_count(); i++) {
		const struct pmk_entry *e = pmk_registry_entry(i);

		ck_assert_uint_eq(pmk_registry_copies(i), e->bench ? most : 1);
		for (size_t k = 1; k < pmk_registry_copies(i); k++) {
			const struct pmk_entry *copy = pmk_registry_copy(i, k);

			ck_assert_str_eq(copy->file, e->file);
			ck_assert_str_eq(copy->bench->what, e->bench->what);
			ck_assert(copy->bench->run != e->bench->run);
			ck_assert(copy->bench->run != pmk_registry_copy(i, k - 1)->bench->run);
		}
		ck_assert_ptr_eq(pmk_registry_copy(i, pmk_registry_copies(i)), e);
	}
	ck_assert_uint_eq(pmk_registry_copies(pmk_registry_count()), 0);
	ck_assert_ptr_null(pmk_registry_copy(pmk_registry_count(), 0));
}
END_TEST

/* Two copies of one loop cost some percent more or less by their address alone. */
START_TEST(both_contenders_of_the_pair_are_one_function_in_every_copy)
{
	long a = pmk_registry_find(PMK_SELFCHECK_A), b = pmk_registry_find(PMK_SELFCHECK_B);

	ck_assert_int_ge(a, 0);
	ck_assert_int_ge(b, 0);
	for (size_t k = 0; k < pmk_registry_copies((size_t)a); k++) {
		const struct pmk_bench *of_a = pmk_registry_copy((size_t)a, k)->bench;
		const struct pmk_bench *of_b = pmk_registry_copy((size_t)b, k)->bench;

		ck_assert(of_a->run == of_b->run);
		ck_assert(of_a->setup == of_b->setup);
		ck_assert(of_a->verify == of_b->verify);
	}
}
END_TEST

Suite *pmk_suite_registry(void)
{
	Suite *s = suite_create("registry");
	TCase *t = tcase_create("registry");

	tcase_add_test(t, a_name_is_there_once);
	tcase_add_test(t, a_contender_has_copies_with_their_code_elsewhere);
	tcase_add_test(t, both_contenders_of_the_pair_are_one_function_in_every_copy);
	suite_add_tcase(s, t);
	return s;
}
