// SPDX-License-Identifier: GPL-2.0-only
/* Which word was probably meant. */
#include <check.h>
#include <string.h>

#include "text/nearest.h"

Suite *pmk_suite_nearest(void);

static const char *nearest_to(const char *wanted, const char *const words[])
{
	static struct pmk_nearest near;

	near = (struct pmk_nearest){ .wanted = wanted };
	for (size_t i = 0; words[i]; i++)
		pmk_nearest_offer(&near, words[i], strlen(words[i]));
	return near.word;
}

static const char *const commands[] = { "list", "doctor", "run", "report", "check", NULL };

START_TEST(one_edit)
{
	ck_assert_str_eq(nearest_to("lst", commands), "list");
	ck_assert_str_eq(nearest_to("reprot", commands), "report");
	ck_assert_str_eq(nearest_to("doctors", commands), "doctor");
	ck_assert_str_eq(nearest_to("ren", commands), "run");
}
END_TEST

START_TEST(too_far)
{
	ck_assert_str_eq(nearest_to("frobnicate", commands), "");
	ck_assert_str_eq(nearest_to("", commands), "");
	ck_assert_str_eq(nearest_to("rn", (const char *const[]){ "list", NULL }), "");
}
END_TEST

START_TEST(nearest_wins)
{
	const char *const words[] = { "file_read", "file_write", "file_order", NULL };

	ck_assert_str_eq(nearest_to("file_raed", words), "file_read");
	ck_assert_str_eq(nearest_to("file_writ", words), "file_write");
}
END_TEST

/* Longer than a name can be: no room is overrun, nothing is suggested. */
START_TEST(long_words)
{
	char wanted[4 * PMK_NEAREST_BYTES];

	memset(wanted, 'a', sizeof(wanted) - 1);
	wanted[sizeof(wanted) - 1] = '\0';
	ck_assert_str_eq(nearest_to(wanted, commands), "");
	ck_assert_str_eq(nearest_to("list", (const char *const[]){ wanted, NULL }), "");
}
END_TEST

Suite *pmk_suite_nearest(void)
{
	Suite *suite = suite_create("nearest");
	TCase *tc = tcase_create("nearest");

	tcase_add_test(tc, one_edit);
	tcase_add_test(tc, too_far);
	tcase_add_test(tc, nearest_wins);
	tcase_add_test(tc, long_words);
	suite_add_tcase(suite, tc);
	return suite;
}
