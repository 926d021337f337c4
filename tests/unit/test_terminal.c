// SPDX-License-Identifier: GPL-2.0-only
/* Text for a terminal: tables are aligned, long lines broken, text of a record is inert. */
#include <check.h>
#include <stdlib.h>

#include "page/terminal.h"

Suite *pmk_suite_terminal(void);

#define NINETY \
	"123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 12345678"

static const struct {
	const char *template, *data, *text;
} cases[] = {
	{ "", "{}", "" },
	{ "a line\n\n  another", "{}", "a line\n\n  another\n" },
	{ "\tname\tone\ttwo\n", "{}",
	  "    name                                  one            two\n" },
	{ "\t{{name}}\t{{cost}}\n", "{\"name\": \"a name that is far too long for its place\"}",
	  "    a name that is far too lon               \n" },
	{ "    " NINETY " yz more\n", "{}", "    " NINETY " yz\n    more\n" },
	{ "    a   b\n    {{nothing}}\n", "{}", "    a b\n" },
	{ "{{b}}\n    {{b}}\n", "{\"b\": \"x\\u001b[31m\\n\\ty\"}", "x?[31m??y\n    x?[31m??y\n" },
};

START_TEST(lays_out_what_the_table_says)
{
	json_t *data = json_loads(cases[_i].data, 0, NULL);
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	ck_assert_ptr_nonnull(data);
	ck_assert_int_eq(pmk_terminal(to, cases[_i].template, data), 0);
	fclose(to);
	ck_assert_str_eq(text, cases[_i].text);
	free(text);
	json_decref(data);
}
END_TEST

Suite *pmk_suite_terminal(void)
{
	Suite *suite = suite_create("terminal");
	TCase *tc = tcase_create("terminal");

	tcase_add_loop_test(tc, lays_out_what_the_table_says, 0, sizeof(cases) / sizeof(cases[0]));
	suite_add_tcase(suite, tc);
	return suite;
}
