// SPDX-License-Identifier: GPL-2.0-only
/* The key by which a profile knows a point. */
#include <check.h>

#include "case/mark.h"

Suite *pmk_suite_mark(void);

/*
 * FNV-1a of 64 bits, from the authors' test vectors (test_fnv.c): "" is cbf29ce484222325, "foobar"
 * 85944171f73967e8; the upper 16 bits are folded into the rest by exclusive or.
 */
START_TEST(key_is_folded_fnv)
{
	ck_assert_uint_eq(pmk_mark_key(""), 0x9ce484222325u ^ 0xcbf2u);
	ck_assert_uint_eq(pmk_mark_key("foobar"), 0x4171f73967e8u ^ 0x8594u);
	ck_assert_uint_ne(pmk_mark_key("foobar"), pmk_mark_key("foobas"));
}
END_TEST

Suite *pmk_suite_mark(void)
{
	Suite *suite = suite_create("mark");
	TCase *tcase = tcase_create("key");

	tcase_add_test(tcase, key_is_folded_fnv);
	suite_add_tcase(suite, tcase);
	return suite;
}
