// SPDX-License-Identifier: GPL-2.0-only
/* What a tally takes of what was executed: from mark to mark, and what it writes. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "profile/tally.h"
#include "system/mark_codes.h"

Suite *pmk_suite_profile_tally(void);

static char *text;
static size_t size;

static void begin(struct pmk_tally *t)
{
	*t = (struct pmk_tally){ .to = open_memstream(&text, &size) };
	ck_assert_ptr_nonnull(t->to);
}

/* So many barriers are executed, then that mark. */
static void execute(struct pmk_tally *t, unsigned int barriers, unsigned int mark)
{
	t->seen[PMK_TALLY_barriers] += barriers;
	pmk_tally_mark(t, mark);
}

static void written(struct pmk_tally *t, const char *expected)
{
	ck_assert_int_eq(pmk_tally_point(t, 0, 0), 0);
	fclose(t->to);
	ck_assert_str_eq(text, expected);
	free(text);
}

START_TEST(batches_are_counted)
{
	struct pmk_tally t;

	begin(&t);
	ck_assert_int_eq(pmk_tally_point(&t, 0xabc, 2), 0);
	/* An interrupt falls into the second of three. */
	for (int batch = 0; batch < 3; batch++) {
		execute(&t, 100, PMK_MARK_BEGIN);
		t.seen[PMK_TALLY_lines_cleaned] += 7;
		execute(&t, batch == 1 ? 40 : 4, PMK_MARK_END);
	}
	written(&t, "000000000abc 2 lines_cleaned 7 lines_invalidated 0 barriers 4\n");
}
END_TEST

/* What a batch executes before, between and behind its parts is not timed. */
START_TEST(parts_alone_are_counted)
{
	struct pmk_tally t;

	begin(&t);
	ck_assert_int_eq(pmk_tally_point(&t, 1, 0), 0);
	for (int batch = 0; batch < 2; batch++) {
		execute(&t, 100, PMK_MARK_BEGIN);
		execute(&t, 100, PMK_MARK_PART_BEGIN);
		execute(&t, 5, PMK_MARK_PART_END);
		execute(&t, 100, PMK_MARK_PART_BEGIN);
		execute(&t, 6, PMK_MARK_PART_END);
		execute(&t, 100, PMK_MARK_END);
	}
	written(&t, "000000000001 0 lines_cleaned 0 lines_invalidated 0 barriers 11\n");
}
END_TEST

/* Of a sample without a point, or without batches, nothing is written; the next one begins at 0. */
START_TEST(each_sample_stands_alone)
{
	struct pmk_tally t;

	begin(&t);
	execute(&t, 9, PMK_MARK_BEGIN);
	execute(&t, 9, PMK_MARK_END);
	ck_assert_int_eq(pmk_tally_point(&t, 1, 0), 0);
	ck_assert_int_eq(pmk_tally_point(&t, 2, 0), 0);
	execute(&t, 1, PMK_MARK_BEGIN);
	execute(&t, 2, PMK_MARK_END);
	ck_assert_int_eq(pmk_tally_point(&t, 0, 0), 0);
	ck_assert_int_eq(pmk_tally_point(&t, 2, 1), 0);
	execute(&t, 1, PMK_MARK_BEGIN);
	execute(&t, 3, PMK_MARK_END);
	written(&t, "000000000002 0 lines_cleaned 0 lines_invalidated 0 barriers 2\n"
		    "000000000002 1 lines_cleaned 0 lines_invalidated 0 barriers 3\n");
}
END_TEST

Suite *pmk_suite_profile_tally(void)
{
	Suite *suite = suite_create("profile_tally");
	TCase *tcase = tcase_create("marks");

	tcase_add_test(tcase, batches_are_counted);
	tcase_add_test(tcase, parts_alone_are_counted);
	tcase_add_test(tcase, each_sample_stands_alone);
	suite_add_tcase(suite, tcase);
	return suite;
}
