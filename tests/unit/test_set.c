// SPDX-License-Identifier: GPL-2.0-only
/* A set of runs: a file or a folder of them, in order, each once; what is no record is named. */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "record/set.h"
#include "tree.h"

Suite *pmk_suite_set(void);

static char error[PMK_REC_ERROR_BYTES];
static struct pmk_set set;

/* A record with one point, as short as one can be. */
static void put_run(const char *file, const char *id, const char *started)
{
	char text[512];

	snprintf(text, sizeof(text),
		 "{\"type\":\"run\",\"schema\":1,\"id\":\"%s\",\"target\":\"host\","
		 "\"started\":\"%s\",\"clock\":{\"name\":\"wall\",\"unit\":\"ns\"}}\n"
		 "{\"type\":\"end\",\"interrupted\":null}\n",
		 id, started);
	tree_put(file, text);
}

static int read_set(const char *path)
{
	char full[128];

	snprintf(full, sizeof(full), "%s%s", tree_root, path);
	return pmk_set_read(full, &set, error);
}

static void put_two_runs(void)
{
	put_run("/runs/a.jsonl", "second", "2026-01-02T00:00:00Z");
	put_run("/runs/b.jsonl", "first", "2026-01-01T00:00:00Z");
}

START_TEST(a_file_is_a_set_of_one)
{
	put_two_runs();
	ck_assert_msg(!read_set("/runs/a.jsonl"), "%s", error);
	ck_assert_uint_eq(set.n, 1);
	ck_assert_str_eq(set.runs[0].id, "second");
	pmk_set_free(&set);
}
END_TEST

START_TEST(a_folder_is_sorted_by_start)
{
	put_two_runs();
	put_run("/runs/c.jsonl", "other", "2026-01-01T00:00:00Z");
	ck_assert_msg(!read_set("/runs"), "%s", error);
	ck_assert_uint_eq(set.n, 3);
	ck_assert_str_eq(set.runs[0].id, "first");
	ck_assert_str_eq(set.runs[1].id, "other");
	ck_assert_str_eq(set.runs[2].id, "second");
	pmk_set_free(&set);
}
END_TEST

/* What lies beside the records of guests, and what people put there. */
START_TEST(other_files_and_folders_are_no_runs)
{
	put_two_runs();
	tree_put("/runs/a.x86_64-6.1.console", "Linux version\n");
	tree_put("/runs/.c.jsonl", "half a copy");
	tree_put("/runs/history.db", "");
	tree_put("/runs/old/a.jsonl", "no record");
	ck_assert_msg(!read_set("/runs/"), "%s", error);
	ck_assert_uint_eq(set.n, 2);
	pmk_set_free(&set);
}
END_TEST

START_TEST(a_folder_without_records_is_named)
{
	tree_put("/runs/a.console", "Linux version\n");
	ck_assert_int_eq(read_set("/runs"), -ENOENT);
	ck_assert_ptr_nonnull(strstr(error, "/runs: expected a folder with records (*.jsonl)"));
	ck_assert_int_eq(read_set("/none"), -ENOENT);
	ck_assert_ptr_nonnull(strstr(error, "/none: cannot read it: No such file"));
}
END_TEST

START_TEST(a_file_that_is_no_record_is_named)
{
	put_two_runs();
	tree_put("/runs/c.jsonl", "{\"type\":\"else\"}\n");
	ck_assert_int_eq(read_set("/runs"), -EBADMSG);
	ck_assert_ptr_nonnull(strstr(error, "/runs/c.jsonl:1: expected a record"));
}
END_TEST

START_TEST(a_copy_is_no_second_run)
{
	put_two_runs();
	put_run("/runs/copy.jsonl", "first", "2026-01-01T00:00:00Z");
	ck_assert_int_eq(read_set("/runs"), -EEXIST);
	ck_assert_ptr_nonnull(strstr(error, "/runs/b.jsonl and "));
	ck_assert_ptr_nonnull(strstr(error, "/runs/copy.jsonl: expected each run once"));
	ck_assert_ptr_nonnull(strstr(error, "run first in both"));
}
END_TEST

START_TEST(too_many_runs_are_refused)
{
	char file[32];

	for (int i = 0; i <= PMK_SET_RUNS_MAX; i++) {
		snprintf(file, sizeof(file), "/runs/%d.jsonl", i);
		tree_put(file, "");
	}
	ck_assert_int_eq(read_set("/runs"), -E2BIG);
	ck_assert_ptr_nonnull(strstr(error, "at most 1000 runs in a folder, found 1001"));
}
END_TEST

Suite *pmk_suite_set(void)
{
	Suite *suite = suite_create("set");
	TCase *tests = tcase_create("set");

	tcase_add_checked_fixture(tests, tree_setup, tree_teardown);
	tcase_add_test(tests, a_file_is_a_set_of_one);
	tcase_add_test(tests, a_folder_is_sorted_by_start);
	tcase_add_test(tests, other_files_and_folders_are_no_runs);
	tcase_add_test(tests, a_folder_without_records_is_named);
	tcase_add_test(tests, a_file_that_is_no_record_is_named);
	tcase_add_test(tests, a_copy_is_no_second_run);
	tcase_add_test(tests, too_many_runs_are_refused);
	suite_add_tcase(suite, tests);
	return suite;
}
