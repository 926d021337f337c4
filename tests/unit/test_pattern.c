// SPDX-License-Identifier: GPL-2.0-only
/* Patterns of the command line. */
#include <check.h>

#include "text/pattern.h"

Suite *pmk_suite_pattern(void);

static const struct {
	const char *pattern;
	const char *name;
	bool match;
} cases[] = {
	/* The whole name, and globs in which '*' crosses '/'. */
	{ "pin/first_touch/plain/pages:1", "pin/first_touch/plain/pages:1", true },
	{ "pin/first_touch/plain/pages:1", "pin/first_touch/plain/pages:16384", false },
	{ "pin/*", "pin/first_touch/plain/pages:1", true },
	{ "*", "pin/first_touch/plain/pages:1", true },
	{ "*/pages:1", "pin/first_touch/plain/pages:1", true },
	{ "*/pages:?", "pin/first_touch/plain/pages:64", false },
	{ "pin?first_touch*", "pin/first_touch/plain/pages:1", true },
	{ "*/claims/m[lu]*", "pin/claims/mlock_resident", true },
	{ "*/claims/m[!l]*", "pin/claims/mlock_resident", false },
	/* Leading components mean all below; half a component means nothing. */
	{ "pin", "pin/first_touch/plain/pages:1", true },
	{ "pin/", "pin/first_touch/plain/pages:1", true },
	{ "pin/first_touch", "pin/first_touch/plain/pages:1", true },
	{ "pin/first_touch/plain", "pin/first_touch/plain/pages:1", true },
	{ "*/first_touch", "pin/first_touch/plain/pages:1", true },
	{ "*/first_touch/p*n", "pin/first_touch/plain/pages:1", true },
	{ "pi", "pin/first_touch/plain/pages:1", false },
	{ "first_touch", "pin/first_touch/plain/pages:1", false },
	{ "pin/first_touch/plain/pages", "pin/first_touch/plain/pages:1", false },
	{ "pin/first_touch/plain/pages:1/more", "pin/first_touch/plain/pages:1", false },
	/* What is no pattern at all matches nothing. */
	{ "", "pin/first_touch", false },
	{ "/", "pin/first_touch", false },
	{ "[", "pin/first_touch", false },
};

START_TEST(means_what_the_table_says)
{
	ck_assert_msg(pmk_pattern_match(cases[_i].pattern, cases[_i].name) == cases[_i].match,
		      "'%s' %s '%s'", cases[_i].pattern,
		      cases[_i].match ? "does not match" : "matches", cases[_i].name);
}
END_TEST

Suite *pmk_suite_pattern(void)
{
	Suite *suite = suite_create("pattern");
	TCase *tc = tcase_create("pattern");

	tcase_add_loop_test(tc, means_what_the_table_says, 0, sizeof(cases) / sizeof(cases[0]));
	suite_add_tcase(suite, tc);
	return suite;
}
