// SPDX-License-Identifier: GPL-2.0-only
/* The words in which verdicts are told: what failed, what broke, how much was checked. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "outcome/outcome.h"

Suite *pmk_suite_outcome(void);

#define POINT(NAME, STATUS, WHY)                                               \
	{                                                                      \
		.target = "host", .name = (NAME), .what = "does", .verdict = { \
			PMK_##STATUS,                                          \
			.reason = (WHY),                                       \
			.remedy = ""                                           \
		}                                                              \
	}

static const struct pmk_outcome mixed[] = {
	POINT("a/b/skips", SKIP, "needs root"),
	POINT("a/b/breaks", BROKEN, "died of SIGSEGV"),
	POINT("a/b/passes", PASS, ""),
	{ .target = "host",
	  .name = "a/claims/fails",
	  .what = "it holds",
	  .source = "mmap(2)",
	  .verdict = { PMK_FAIL, .reason = "it does not", .remedy = "mend it" } },
	POINT("a/b/skips_too", SKIP, "needs root"),
	POINT("a/b/skips_else", SKIP, "no device"),
};

#define N (sizeof(mixed) / sizeof(mixed[0]))

/* What is told of a list, for free(3). */
static char *told(const struct pmk_outcome *list, size_t n)
{
	char *text;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	pmk_outcome_print(to, "", pmk_outcome_wrong(list, n));
	ck_assert_int_eq(fclose(to), 0);
	return text;
}

START_TEST(fail_comes_first_then_broken)
{
	char *text = told(mixed, N);

	ck_assert_str_eq(
		text, "FAIL a/claims/fails [host]: it holds (mmap(2)): it does not; remedy: mend "
		      "it\nBROKEN a/b/breaks [host]: died of SIGSEGV\n");
	free(text);
}
END_TEST

START_TEST(nothing_wrong_is_nothing_told)
{
	char *text = told(mixed, 1);

	ck_assert_str_eq(text, "");
	free(text);
}
END_TEST

START_TEST(many_of_one_reason_share_a_sentence)
{
	const struct pmk_outcome list[] = {
		POINT("a/b/one", BROKEN, "the guest died"),
		POINT("a/b/two", BROKEN, "the guest died"),
		POINT("a/b/other", BROKEN, "died of SIGSEGV"),
		POINT("a/b/three", BROKEN, "the guest died"),
	};
	char *text = told(list, 4);

	ck_assert_str_eq(text,
			 "BROKEN [host]: the guest died: 3 times: a/b/one, a/b/two, a/b/three\n"
			 "BROKEN a/b/other [host]: died of SIGSEGV\n");
	free(text);
}
END_TEST

START_TEST(of_very_many_the_first_are_named)
{
	struct pmk_outcome list[11];
	char *text;

	for (size_t i = 0; i < 11; i++)
		list[i] = (struct pmk_outcome)POINT("a/b/c", BROKEN, "the guest died");
	text = told(list, 11);
	ck_assert_str_eq(text, "BROKEN [host]: the guest died: 11 times: a/b/c, a/b/c, a/b/c, "
			       "a/b/c, a/b/c, a/b/c, a/b/c, a/b/c and 3 more\n");
	free(text);
}
END_TEST

START_TEST(coverage_counts_what_was_checked)
{
	char *text = pmk_outcome_coverage(mixed, N);

	ck_assert_str_eq(text, "2 of 6 checked; 4 not: 1 BROKEN, 2 SKIP (needs root), 1 SKIP (no "
			       "device)");
	free(text);
	text = pmk_outcome_skipped(mixed, N);
	ck_assert_str_eq(text, " 2 SKIP (needs root), 1 SKIP (no device)");
	free(text);
	text = pmk_outcome_coverage(&mixed[2], 2);
	ck_assert_str_eq(text, "2 of 2 checked");
	free(text);
}
END_TEST

START_TEST(coverage_names_the_commonest_reasons)
{
	const struct pmk_outcome list[] = {
		POINT("a", SKIP, "1"), POINT("b", SKIP, "2"), POINT("c", SKIP, "3"),
		POINT("d", SKIP, "4"), POINT("e", SKIP, "5"), POINT("f", SKIP, "5"),
	};
	char *text = pmk_outcome_coverage(list, 6);

	ck_assert_str_eq(text, "0 of 6 checked; 6 not: 2 SKIP (5), 1 SKIP (1), 1 SKIP (2), 2 SKIP "
			       "for 2 other reasons");
	free(text);
}
END_TEST

Suite *pmk_suite_outcome(void)
{
	Suite *suite = suite_create("outcome");
	TCase *tc = tcase_create("outcome");

	tcase_add_test(tc, fail_comes_first_then_broken);
	tcase_add_test(tc, nothing_wrong_is_nothing_told);
	tcase_add_test(tc, many_of_one_reason_share_a_sentence);
	tcase_add_test(tc, of_very_many_the_first_are_named);
	tcase_add_test(tc, coverage_counts_what_was_checked);
	tcase_add_test(tc, coverage_names_the_commonest_reasons);
	suite_add_tcase(suite, tc);
	return suite;
}
