// SPDX-License-Identifier: GPL-2.0-only
/* Descriptions of caches: files, what hwloc tells, what the record says. */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "profile/caches_choice.h"
#include "profile/caches_file.h"

Suite *pmk_suite_caches_file(void);

static char why[400];

static const char *file_of(const char *text)
{
	static char path[64];
	FILE *f;

	snprintf(path, sizeof(path), "/tmp/pagemark-caches-XXXXXX");
	f = fdopen(mkstemp(path), "w");
	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	ck_assert_int_eq(fclose(f), 0);
	return path;
}

static int choose(const char *text, struct pmk_caches_shape *shape)
{
	const char *path = file_of(text);
	int err = pmk_caches_choose(path, shape, why, sizeof(why));

	remove(path);
	return err;
}

START_TEST(a_description_is_read_and_written)
{
	static const char text[] =
		"# a comment\n\nL1d size=48KiB ways=12 line=64 # and one behind\n"
		"L2\tsize=1280KiB ways=20 line=64\nL3 size=3MiB ways=3 line=64\n"
		"LLC size=1GiB ways=16 line=128\nDTLB entries=96 ways=6 page=16KiB";
	struct pmk_caches_shape shape, again;
	char *written = NULL;
	size_t length;
	FILE *to = open_memstream(&written, &length);

	ck_assert_msg(!choose(text, &shape), "%s", why);
	ck_assert_uint_eq(shape.n_levels, 5);
	ck_assert_uint_eq(shape.levels[0].size_bytes, 48 << 10);
	ck_assert_uint_eq(shape.levels[1].ways, 20);
	ck_assert_str_eq(shape.levels[2].name, "L3");
	ck_assert_uint_eq(shape.levels[3].line_bytes, 128);
	ck_assert(shape.levels[4].tlb);
	ck_assert_uint_eq(shape.levels[4].size_bytes, 96 * 16 << 10);
	ck_assert_int_eq(strncmp(shape.source, "file /tmp/pagemark-caches-", 26), 0);
	ck_assert_ptr_null(strstr(shape.source, "assumed"));
	ck_assert_int_eq(pmk_caches_write(&shape, to), 0);
	fclose(to);
	ck_assert_msg(!choose(written, &again), "%s", why);
	ck_assert_mem_eq(shape.levels, again.levels, sizeof(shape.levels));
	free(written);
}
END_TEST

START_TEST(a_tlb_that_nobody_tells_is_assumed_aloud)
{
	struct pmk_caches_shape shape;

	ck_assert_msg(!choose("L1d size=32KiB ways=8 line=64\n", &shape), "%s", why);
	ck_assert_uint_eq(shape.n_levels, 2);
	ck_assert_str_eq(shape.levels[1].name, "DTLB");
	ck_assert_ptr_nonnull(strstr(shape.source, ", DTLB assumed"));
}
END_TEST

#define GOOD "L1d size=32KiB ways=8 line=64\n"

static const struct {
	const char *text, *line, *words;
} bad[] = {
	{ "", ": expected a line",
	  "expected a line 'NAME size=BYTES ways=N line=BYTES' with L1d first" },
	{ "# nothing\n", ": expected a line", "found none" },
	{ "L1d size=32KiB ways=8 line=64\r\n", ":1: ", "found a carriage return" },
	{ "L2 size=32KiB ways=8 line=64\n", ":1: ", "expected L1d first" },
	{ "DTLB entries=64 ways=4 page=4KiB\n", ":1: ", "expected L1d first" },
	{ GOOD GOOD, ":2: ", "each once and in this order" },
	{ GOOD "LLC size=1MiB ways=8 line=64\nL2 size=32KiB ways=8 line=64\n", ":3: ", "'L2'" },
	{ GOOD "DTLB entries=64 ways=4 page=4KiB\nLLC size=1MiB ways=8 line=64\n",
	  ":3: ", "'LLC'" },
	{ GOOD "L9 size=32KiB\n", ":2: ", "found 'L9'" },
	{ "# one\n\nL1d size=32KiB ways=8\n", ":3: ", "found 'L1d size=32KiB ways=8'" },
	{ "L1d size=32KB ways=8 line=64\n", ":1: ", "such as size=48KiB, found 'L1d size=32KB" },
	{ "L1d size=-1 ways=8 line=64\n", ":1: ", "expected 'NAME size=BYTES ways=N line=BYTES'" },
	{ "L1d size=32KiB ways=8 line=64 more\n", ":1: ", "found 'L1d size=32KiB ways=8 line=64" },
	{ "L1d size=32KiB ways=8 line=48\n", ":1: ", "a power of two, 16 to 4096 bytes, found 48" },
	{ "L1d size=32KiB ways=8 line=4294967360\n", ":1: ", "found 0" },
	{ "L1d size=1000 ways=8 line=64\n", ":1: ", "whole lines of 64 bytes, at most 1 GiB" },
	{ "L1d size=2GiB ways=8 line=64\n", ":1: ", "at most 1 GiB, found 2147483648 bytes" },
	{ "L1d size=32KiB ways=7 line=64\n",
	  ":1: ", "as many in each set of its 512 lines, found 7" },
	{ "L1d size=32KiB ways=0 line=64\n", ":1: ", "found 'L1d size=32KiB ways=0" },
	{ GOOD "L2 size=1MiB ways=8 line=32\n", ":2: ", "at least L1d's 64 bytes, found 32" },
	{ GOOD "DTLB size=64 ways=4 page=4KiB\n", ":2: ", "'DTLB entries=N ways=N page=BYTES'" },
	{ GOOD "DTLB entries=64 ways=4 page=5000\n", ":2: ", "1 KiB to 1 GiB, found 5000" },
	{ GOOD "DTLB entries=100000 ways=4 page=4KiB\n", ":2: ", "1 to 65536 entries" },
	{ GOOD "DTLB entries=1024GiB ways=4 page=1GiB\n", ":2: ", "1 to 65536 entries" },
	{ GOOD "DTLB entries=64 ways=5 page=4KiB\n", ":2: ", "its 64 entries, found 5" },
};

START_TEST(a_wrong_description_is_refused_with_its_line)
{
	struct pmk_caches_shape shape;

	ck_assert_int_eq(choose(bad[_i].text, &shape), -EINVAL);
	ck_assert_int_eq(strncmp(why, "/tmp/pagemark-caches-", 21), 0);
	ck_assert_msg(strstr(why, bad[_i].line) && strstr(why, bad[_i].words), "%s", why);
}
END_TEST

START_TEST(no_file_is_an_error_with_its_name)
{
	struct pmk_caches_shape shape;

	ck_assert_int_eq(pmk_caches_choose("/nowhere/x", &shape, why, sizeof(why)), -ENOENT);
	ck_assert_str_eq(why, "cannot read the caches of /nowhere/x: No such file or directory");
	ck_assert_int_eq(pmk_caches_choose("/tmp", &shape, why, sizeof(why)), -EISDIR);
}
END_TEST

START_TEST(a_file_that_does_not_end_is_refused_with_its_name)
{
	struct pmk_caches_shape shape;

	ck_assert_int_eq(pmk_caches_choose("/dev/zero", &shape, why, sizeof(why)), -EINVAL);
	ck_assert_str_eq(why, "/dev/zero: expected a text of at most 65536 bytes that describes "
			      "caches, found more; docs/profile.md shows one");
}
END_TEST

START_TEST(hwloc_tells_of_a_machine)
{
	struct pmk_caches_shape shape;

	ck_assert_int_eq(setenv("HWLOC_XMLFILE", "tests/data/topology_caches.xml", 1), 0);
	ck_assert_msg(!pmk_caches_choose(NULL, &shape, why, sizeof(why)), "%s", why);
	ck_assert_uint_eq(shape.n_levels, 4);
	ck_assert_str_eq(shape.source, "hwloc, DTLB assumed");
	ck_assert_str_eq(shape.levels[0].name, "L1d");
	ck_assert_uint_eq(shape.levels[0].size_bytes, 48 << 10);
	ck_assert_uint_eq(shape.levels[0].ways, 12);
	ck_assert_str_eq(shape.levels[1].name, "L2");
	ck_assert_uint_eq(shape.levels[1].ways, 1024); /* -1 in the file: a line may lie anywhere */
	ck_assert_str_eq(shape.levels[2].name, "LLC");
	ck_assert_uint_eq(shape.levels[2].size_bytes, 48 << 20);
	ck_assert_str_eq(shape.levels[3].name, "DTLB");
}
END_TEST

/* A synthetic topology has caches without ways; one without caches has none. */
static const struct {
	const char *topology, *words;
} untold[] = {
	{ "l2:1(size=1048576) l1d:1(size=32768) pu:1", "of the cache of level 1 hwloc tells" },
	{ "core:2 pu:1", "hwloc sees no data cache" },
};

START_TEST(what_hwloc_does_not_tell_is_refused)
{
	struct pmk_caches_shape shape;

	ck_assert_int_eq(setenv("HWLOC_SYNTHETIC", untold[_i].topology, 1), 0);
	ck_assert_int_eq(pmk_caches_choose(NULL, &shape, why, sizeof(why)), -ENOENT);
	ck_assert_msg(strstr(why, untold[_i].words) && strstr(why, "--caches"), "%s", why);
}
END_TEST

START_TEST(the_record_tells_shape_and_counts)
{
	static const uint64_t accesses[] = { 100, 20, 100 }, misses[] = { 20, 3, 7 };
	struct pmk_caches_shape shape = { .levels = { { "L1d", false, 32 << 10, 8, 64 },
						      { "LLC", false, 1 << 20, 16, 64 },
						      { "DTLB", true, 64 * 4096, 4, 4096 } },
					  .n_levels = 3,
					  .source = "hwloc" };
	char *text;
	json_t *json;

	json = pmk_caches_json(&shape, accesses, misses);
	text = json_dumps(json, JSON_SORT_KEYS);
	ck_assert_str_eq(
		text, "{\"levels\": ["
		      "{\"accesses\": 100, \"line_bytes\": 64, \"misses\": 20, \"name\": \"L1d\", "
		      "\"size_bytes\": 32768, \"ways\": 8}, "
		      "{\"accesses\": 20, \"line_bytes\": 64, \"misses\": 3, \"name\": \"LLC\", "
		      "\"size_bytes\": 1048576, \"ways\": 16}, "
		      "{\"accesses\": 100, \"entries\": 64, \"misses\": 7, \"name\": \"DTLB\", "
		      "\"page_bytes\": 4096, \"ways\": 4}], \"source\": \"hwloc\"}");
	free(text);
	json_decref(json);
}
END_TEST

Suite *pmk_suite_caches_file(void)
{
	Suite *s = suite_create("caches_file");
	TCase *shape = tcase_create("description");

	tcase_add_test(shape, a_description_is_read_and_written);
	tcase_add_test(shape, a_tlb_that_nobody_tells_is_assumed_aloud);
	tcase_add_loop_test(shape, a_wrong_description_is_refused_with_its_line, 0,
			    sizeof(bad) / sizeof(bad[0]));
	tcase_add_test(shape, no_file_is_an_error_with_its_name);
	tcase_add_test(shape, a_file_that_does_not_end_is_refused_with_its_name);
	tcase_add_test(shape, hwloc_tells_of_a_machine);
	tcase_add_loop_test(shape, what_hwloc_does_not_tell_is_refused, 0,
			    sizeof(untold) / sizeof(untold[0]));
	tcase_add_test(shape, the_record_tells_shape_and_counts);
	suite_add_tcase(s, shape);
	return s;
}
