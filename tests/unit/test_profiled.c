// SPDX-License-Identifier: GPL-2.0-only
/* Profiles of a record: counts, the middle one of several runs, and what is wrong with a line. */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "profile/profiled.h"
#include "tree.h"

Suite *pmk_suite_profiled(void);

#define RUN(id)                                                                       \
	"{\"type\":\"run\",\"schema\":1,\"id\":\"" id "\",\"target\":\"x86_64-6.1\"," \
	"\"started\":\"2026-01-01T00:00:00Z\",\"clock\":{\"name\":\"insn\",\"unit\":\"insn\"}}\n"
#define END "{\"type\":\"end\",\"interrupted\":null}\n"
#define COUNTS                                                                        \
	"\"classes\":{\"locked\":8,\"fence\":0,\"indirect\":0,\"cache\":0,\"tlb\":0," \
	"\"irq_mask\":0,\"privileged\":0,\"port\":0,\"string\":0}"
#define ACCESSES \
	"{\"loads\":1,\"stores\":2,\"load_bytes\":3,\"store_bytes\":4,\"lines\":5,\"pages\":6}"
#define MEMORY                                                   \
	"\"memory\":{\"kernel\":" ACCESSES ",\"user\":" ACCESSES \
	",\"device_reads\":0,\"device_writes\":9}"
#define FUNCTION(name, insn)                                                                  \
	"{\"name\":\"" name "\",\"in\":\"kernel\",\"insn\":" insn ",\"calls\":4,\"loads\":1," \
	"\"stores\":2,\"load_bytes\":3,\"store_bytes\":4}"
#define SHAPE "\"size_bytes\":32768,\"ways\":8,\"line_bytes\":64,"
#define MODEL                                                                     \
	"\"modelled\":{\"source\":\"hwloc\",\"levels\":[{\"name\":\"L1d\"," SHAPE \
	"\"accesses\":9,\"misses\":2}]}"
#define HEAD(ops, insn)                                                                       \
	"{\"type\":\"profile\",\"target\":\"x86_64-6.1\",\"name\":\"dma/cycle/map/size:64\"," \
	"\"round\":1,\"ops\":" ops ",\"insn\":" insn ",\"interrupts\":20,"
#define GOOD(insn, own)                                                   \
	HEAD("4", insn)                                                   \
	"\"functions\":[" FUNCTION("a", "40") "," FUNCTION(               \
		"b", own) "],\"tree\":[[-1,0,4,40],"                      \
			  "[0,1,4," own "]]," COUNTS "," MEMORY "," MODEL \
			  ",\"device\":{\"invalidations\":5}}\n"

static char error[PMK_REC_ERROR_BYTES];
static struct pmk_set set;
static struct pmk_profiled_set profiles;

static int read_profiles(const char *path)
{
	char full[128];

	snprintf(full, sizeof(full), "%s%s", tree_root, path);
	ck_assert_msg(!pmk_set_read(full, &set, error), "%s", error);
	return pmk_profiled_set_read(&profiles, &set, error);
}

static void release(void)
{
	pmk_profiled_set_free(&profiles);
	pmk_set_free(&set);
}

START_TEST(a_line_becomes_counts)
{
	const struct pmk_profiled *p;

	tree_put("/r", RUN("A") GOOD("120", "60") END);
	ck_assert_msg(!read_profiles("/r"), "%s", error);
	ck_assert_uint_eq(profiles.n, 1);
	p = pmk_profiled_set_find(&profiles, "x86_64-6.1", "dma/cycle/map/size:64");
	ck_assert_ptr_nonnull(p);
	ck_assert_ptr_null(p->reason);
	ck_assert_uint_eq(p->n_functions, 2);
	ck_assert_str_eq(p->functions[1].name, "b");
	ck_assert_uint_eq(p->nodes[1].parent, 0);
	ck_assert_uint_eq(p->classes[PMK_PROFILED_LOCKED], 8);
	ck_assert_uint_eq(p->kernel.store_bytes, 4);
	ck_assert_uint_eq(p->user.pages, 6);
	ck_assert_uint_eq(p->device_writes, 9);
	ck_assert_str_eq(p->model, "hwloc");
	ck_assert_uint_eq(p->levels[0].misses, 2);
	ck_assert_double_eq(pmk_profiled_cost(p), 25);
	ck_assert_double_eq(pmk_profiled_per_op(p, p->classes[PMK_PROFILED_LOCKED]), 2);
	ck_assert_ptr_null(pmk_profiled_set_find(&profiles, "host", "dma/cycle/map/size:64"));
	release();
}
END_TEST

START_TEST(a_line_may_say_why_there_are_no_counts)
{
	tree_put("/r",
		 RUN("A") "{\"type\":\"profile\",\"target\":\"x86_64-6.1\",\"name\":\"a/b/c\","
			  "\"why\":{\"reason\":\"it times itself\",\"remedy\":null}}\n" END);
	ck_assert_msg(!read_profiles("/r"), "%s", error);
	ck_assert_str_eq(pmk_profiled_set_find(&profiles, "x86_64-6.1", "a/b/c")->reason,
			 "it times itself");
	release();
}
END_TEST

START_TEST(of_several_runs_the_middle_one_is_taken)
{
	const struct pmk_profiled *p;

	tree_put("/runs/a.jsonl", RUN("A") GOOD("124", "64") END);
	tree_put("/runs/b.jsonl", RUN("B") GOOD("120", "60") END);
	tree_put("/runs/c.jsonl", RUN("C") GOOD("160", "100") END);
	tree_put("/runs/d.jsonl", RUN("D") END);
	ck_assert_msg(!read_profiles("/runs"), "%s", error);
	ck_assert_uint_eq(profiles.n, 1);
	p = &profiles.all[0];
	ck_assert_uint_eq(p->insn, 124);
	ck_assert_uint_eq(p->n_runs, 3);
	ck_assert_double_eq(p->least, 25);
	ck_assert_double_eq(p->most, 35);
	release();
}
END_TEST

static const struct {
	const char *line, *found;
} wrong[] = {
	{ HEAD("0", "120") "\"functions\":[]}\n", "expected \"ops\" of 1 or more, found 0" },
	{ HEAD("-4", "120") "\"functions\":[]}\n", "expected \"ops\" from 0 up to" },
	{ HEAD("4.5", "120") "\"functions\":[]}\n",
	  "expected \"ops\" to be a whole number, found a fraction" },
	{ HEAD("4", "\"many\"") "\"functions\":[]}\n",
	  "expected \"insn\" to be a whole number, found a string" },
	{ HEAD("4", "120") "\"x\":1}\n", "expected an array \"functions\", found none" },
	{ GOOD("121", "60"), "expected the functions of \"dma/cycle/map/size:64\" and its "
			     "interrupts to add up to its 121 insn, found 120" },
	{ HEAD("4", "60") "\"functions\":[" FUNCTION("a", "40") "],\"tree\":[[0,0,4,40]]," COUNTS
								"," MEMORY "}\n",
	  "expected line 0 of \"tree\" below one before it, or -1 for none; found 0" },
	{ HEAD("4", "60") "\"functions\":[" FUNCTION("a", "40") "],\"tree\":[[-1,1,4,40]]," COUNTS
								"," MEMORY "}\n",
	  "expected line 0 of \"tree\" to be of one of 1 functions, found 1" },
	{ HEAD("4", "60") "\"functions\":[" FUNCTION("a", "40") "],\"tree\":[[-1,0,4,41]]," COUNTS
								"," MEMORY "}\n",
	  "expected no more of a in \"tree\" than its 40 insn" },
	{ HEAD("4", "60") "\"functions\":[" FUNCTION("a", "40") "],\"tree\":[[-1,0,4]]," COUNTS
								"," MEMORY "}\n",
	  "expected line 0 of \"tree\" as [parent, function, calls, insn], found something else" },
	{ HEAD("4", "60") "\"functions\":[" FUNCTION("a", "40") "],\"tree\":[]," MEMORY "}\n",
	  "expected \"locked\" to be a whole number, found none" },
	{ HEAD("4", "60") "\"functions\":[" FUNCTION(
		  "a", "40") "],\"tree\":[]," COUNTS "," MEMORY ",\"modelled\":{\"source\":\"x\","
			     "\"levels\":[{\"name\":\"L1d\"," SHAPE
			     "\"accesses\":1,\"misses\":2}]}}\n",
	  "expected no more misses of L1d than accesses" },
	{ HEAD("4", "60") "\"functions\":[" FUNCTION("a", "40") "],\"tree\":[]," COUNTS "," MEMORY
								",\"device\":{\"x\":-1}}\n",
	  "expected \"x\" from 0 up to" },
	{ "{\"type\":\"profile\",\"target\":\"host\",\"name\":\"a/b/c\","
	  "\"why\":{\"reason\":\"x\"}}\n",
	  "expected a target that a run line above names, found \"host\"" },
	{ "{\"type\":\"profile\",\"target\":\"x86_64-6.1\",\"name\":\"a/b/c\",\"why\":{}}\n",
	  "expected a string \"reason\", found none" },
	{ GOOD("120", "60") GOOD("120", "60"),
	  "expected one profile of \"dma/cycle/map/size:64\" on x86_64-6.1, found a second" },
};

START_TEST(a_wrong_line_is_refused_with_its_place)
{
	char *text = NULL, place[160];

	ck_assert_int_ge(asprintf(&text, "%s%s%s", RUN("A"), wrong[_i].line, END), 0);
	tree_put("/r", text);
	free(text);
	snprintf(place, sizeof(place), "%s/r:%d: ", tree_root,
		 strstr(wrong[_i].found, "a second") ? 3 : 2);
	ck_assert_int_eq(read_profiles("/r"), -EBADMSG);
	ck_assert_msg(!strncmp(error, place, strlen(place)), "%s", error);
	ck_assert_msg(strstr(error, wrong[_i].found) != NULL, "%s", error);
	pmk_set_free(&set);
}
END_TEST

START_TEST(a_tree_is_not_deeper_than_it_can_be_drawn)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	ck_assert_ptr_nonnull(to);
	fputs(RUN("A") HEAD("4", "60") "\"functions\":[" FUNCTION("a",
								  "40") "],\"tree\":[[-1,0,4,40]",
	      to);
	for (int i = 0; i < PMK_PROFILED_DEPTH_MAX; i++)
		fprintf(to, ",[%d,0,0,0]", i);
	fputs("]," COUNTS "," MEMORY "}\n" END, to);
	ck_assert_int_eq(fclose(to), 0);
	tree_put("/r", text);
	free(text);
	ck_assert_int_eq(read_profiles("/r"), -EBADMSG);
	ck_assert_msg(strstr(error, "at most 1000 calls inside calls") != NULL, "%s", error);
	pmk_set_free(&set);
}
END_TEST

Suite *pmk_suite_profiled(void)
{
	Suite *s = suite_create("profiled");
	TCase *c = tcase_create("lines");

	tcase_add_checked_fixture(c, tree_setup, tree_teardown);
	tcase_add_test(c, a_line_becomes_counts);
	tcase_add_test(c, a_line_may_say_why_there_are_no_counts);
	tcase_add_test(c, of_several_runs_the_middle_one_is_taken);
	tcase_add_loop_test(c, a_wrong_line_is_refused_with_its_place, 0,
			    sizeof(wrong) / sizeof(wrong[0]));
	tcase_add_test(c, a_tree_is_not_deeper_than_it_can_be_drawn);
	suite_add_tcase(s, c);
	return s;
}
