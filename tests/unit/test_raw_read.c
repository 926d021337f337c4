// SPDX-License-Identifier: GPL-2.0-only
/* The file of the profiling plugin: what is refused, what was cut off, how it is searched. */
#include <check.h>
#include <errno.h>
#include <stdlib.h>

#include "attribution/raw_read.h"

Suite *pmk_suite_raw_read(void);

static struct pmk_raw raw;
static struct pmk_raw_point point;

/* The next point of a file with these lines, as pmk_raw_next() has it. */
static int read_point(const char *lines)
{
	FILE *f = tmpfile();

	ck_assert_ptr_nonnull(f);
	fprintf(f, "pagemark-profile 2 x86_64 5\npoint 0123456789ab 5\n%s", lines);
	rewind(f);
	ck_assert_int_eq(pmk_raw_open(&raw, f), 0);
	return pmk_raw_next(&raw, &point);
}

static void forget(void)
{
	pmk_raw_point_free(&point);
	if (raw.file)
		fclose(raw.file);
	raw.file = NULL;
	pmk_raw_close(&raw);
}

START_TEST(files_that_contradict_themselves_are_refused)
{
	static const char *const bad[] = {
		"batch 1 0 0\nend 0123456789ab\n",			 /* nothing counted */
		"batch 0 0 0\nend 000000000001\n",			 /* another point's end */
		"node 1 -1 root 10 0 1\nend 0123456789ab\n",		 /* numbers begin at 0 */
		"node 0 0 call 10 0 1\nend 0123456789ab\n",		 /* its own parent */
		"node 0 -1 jump 10 0 1\nend 0123456789ab\n",		 /* no such kind */
		"block 0 10 8 2 2:locked\nend 0123456789ab\n",		 /* behind its end */
		"block 0 10 8 2 1:odd\nend 0123456789ab\n",		 /* no such class */
		"count 0 0 1 1\nend 0123456789ab\n",			 /* of nothing */
		"nonsense\nend 0123456789ab\n",				 /* no such line */
		"point 0123456789ab 5\n",				 /* within another */
		"node 0 -1 root 10 0 1\nblock 0 10 8 2\ncount 0 0 3 1\n" /* more than it has */
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert_msg(read_point(bad[i]) == -EINVAL, "%s", bad[i]);
		forget();
	}
}
END_TEST

START_TEST(a_point_that_was_cut_off_is_none)
{
	ck_assert_int_eq(read_point("batch 0 0 0\nnode 0 -1 root 10 0 1\n"), 0);
	forget();
	ck_assert_int_eq(read_point("batch 0 0 0\nend 0123456789ab"), 0);
}
END_TEST

START_TEST(other_files_are_refused)
{
	static const char *const first[] = { "", "pagemark-profile 1 x86_64 5\n", "{}\n" };

	for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++) {
		FILE *f = tmpfile();

		ck_assert_ptr_nonnull(f);
		fputs(first[i], f);
		rewind(f);
		ck_assert_int_eq(pmk_raw_open(&raw, f), *first[i] ? -EINVAL : -ENODATA);
		forget();
	}
}
END_TEST

START_TEST(points_are_skipped_to_the_last_whole_one)
{
	uint64_t key;
	off_t at, second;

	ck_assert_int_eq(read_point("batch 0 0 0\nend 0123456789ab\npoint 000000000002 5\n"
				    "end 000000000002\npoint 000000000003 5\nbatch 1 0\n"),
			 1);
	ck_assert_int_eq(pmk_raw_skip(&raw, &key, &second), 1);
	ck_assert_uint_eq(key, 2);
	ck_assert_int_eq(pmk_raw_skip(&raw, &key, &at), 0);
	pmk_raw_point_free(&point);
	ck_assert_int_eq(fseeko(raw.file, second, SEEK_SET), 0);
	ck_assert_int_eq(pmk_raw_next(&raw, &point), 1);
	ck_assert_uint_eq(point.key, 2);
}
END_TEST

Suite *pmk_suite_raw_read(void)
{
	Suite *s = suite_create("raw_read");
	TCase *t = tcase_create("raw_read");

	tcase_add_checked_fixture(t, NULL, forget);
	tcase_add_test(t, files_that_contradict_themselves_are_refused);
	tcase_add_test(t, a_point_that_was_cut_off_is_none);
	tcase_add_test(t, other_files_are_refused);
	tcase_add_test(t, points_are_skipped_to_the_last_whole_one);
	suite_add_tcase(s, t);
	return s;
}
