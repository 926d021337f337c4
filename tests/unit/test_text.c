// SPDX-License-Identifier: GPL-2.0-only
/* Text that is not ours: whatever it is, it becomes valid UTF-8, cut between characters. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "stats/random.h"
#include "text/text.h"

Suite *pmk_suite_text(void);

#define NO "\xef\xbf\xbd"

/* Source of the invalid ones: the table of RFC 3629, 4, and its section 10. */
START_TEST(bytes_that_are_no_character_are_replaced)
{
	static const struct {
		const char *from, *to;
	} rows[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x92\xa9",
		  "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x92\xa9" },
		{ "caf\xe9 au lait", "caf" NO " au lait" },
		{ "x\xff", "x" NO },
		{ "\x80", NO },
		{ "\xc0\x80", NO NO },
		{ "\xed\xa0\x80.", NO NO NO "." },
		{ "\xf4\x90\x80\x80.", NO NO NO NO "." },
		{ "\xe0\x80\x80.", NO NO NO "." },
		{ "\xe2\x82.", NO NO "." },
		/* The end of a text that was cut. */
		{ "caf\xc3", "caf" NO },
		{ "x\xe2\x82", "x" NO NO },
	};
	char to[64];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		json_t *string = pmk_text_json(rows[i].from);

		ck_assert_uint_eq(pmk_text_utf8(to, sizeof(to), rows[i].from), strlen(rows[i].to));
		ck_assert_str_eq(to, rows[i].to);
		ck_assert_str_eq(json_string_value(string), rows[i].to);
		json_decref(string);
	}
	ck_assert(json_is_null(pmk_text_json(NULL)));
	ck_assert_ptr_null(pmk_text_dup(NULL));
}
END_TEST

START_TEST(text_is_cut_between_characters)
{
	char to[6];

	pmk_text_copy(to, sizeof(to), "1234\xc3\xa9");
	ck_assert_str_eq(to, "1234");
	pmk_text_copy(to, sizeof(to), "123\xc3\xa9");
	ck_assert_str_eq(to, "123\xc3\xa9");
	pmk_text_copy(to, sizeof(to), "1234\xff");
	ck_assert_str_eq(to, "1234");
	pmk_text_copy(to, sizeof(to), "a\nb\tc");
	ck_assert_str_eq(to, "a b c");
}
END_TEST

/* Jansson is the judge: it takes no string that is not UTF-8. */
START_TEST(any_bytes_become_a_json_string)
{
	uint64_t random = 1;

	for (size_t i = 0; i < 20000; i++) {
		char from[9] = "", to[24];
		json_t *string;

		for (size_t k = 0; k < 8; k++)
			from[k] = (char)(pmk_random(&random) >> 40 | (k < 7));
		pmk_text_utf8(to, 3 + pmk_random(&random) % 22, from);
		string = json_string(to);
		ck_assert_ptr_nonnull(string);
		json_decref(string);
	}
}
END_TEST

Suite *pmk_suite_text(void)
{
	Suite *suite = suite_create("text");
	TCase *tests = tcase_create("text");

	tcase_add_test(tests, bytes_that_are_no_character_are_replaced);
	tcase_add_test(tests, text_is_cut_between_characters);
	tcase_add_test(tests, any_bytes_become_a_json_string);
	suite_add_tcase(suite, tests);
	return suite;
}
