// SPDX-License-Identifier: GPL-2.0-only
/* Two profiles: sums stay exact, and functions are found that were renamed, moved or inlined. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "profile/call_tree.h"
#include "profile/difference.h"
#include "profile/profiled_words.h"

Suite *pmk_suite_difference(void);

#define MOST 8
#define F(name, by, insn, calls)                \
	{                                       \
		name, by, insn, calls, "kernel" \
	}

/* One operation of a chain: each function is called by the one named, or by nobody. */
struct link {
	const char *name, *by;
	unsigned int insn, calls;
	const char *in;
};

struct chain {
	struct pmk_profiled profile;
	struct pmk_profiled_function functions[MOST];
	struct pmk_profiled_node nodes[MOST];
};

static const struct pmk_profiled *make(struct chain *c, const struct link *links)
{
	memset(c, 0, sizeof(*c));
	c->profile.ops = 1;
	c->profile.functions = c->functions;
	c->profile.nodes = c->nodes;
	for (size_t i = 0; links[i].name; i++) {
		long parent = -1;

		for (size_t k = 0; k < i; k++)
			if (links[i].by && !strcmp(links[k].name, links[i].by))
				parent = (long)k;
		c->functions[i] = (struct pmk_profiled_function){
			.name = links[i].name,
			.in = links[i].in,
			.insn = links[i].insn,
			.calls = links[i].calls,
		};
		c->nodes[i] = (struct pmk_profiled_node){ .parent = parent,
							  .function = i,
							  .calls = links[i].calls,
							  .insn = links[i].insn };
		c->profile.insn += links[i].insn;
		c->profile.n_functions = c->profile.n_nodes = i + 1;
	}
	return &c->profile;
}

static struct chain chains[2];
static struct pmk_profiled_difference d;
static char text[PMK_PROFILED_SENTENCE_BYTES];

static void differ(const struct link *base, const struct link *new, bool same_code)
{
	double sum = 0;

	ck_assert_int_eq(pmk_profiled_differ(&d, make(&chains[0], base), make(&chains[1], new),
					     same_code),
			 0);
	for (size_t i = 0; i < d.n; i++) {
		sum += d.changes[i].difference;
		ck_assert_double_eq_tol(d.changes[i].by_calls + d.changes[i].by_cost,
					d.changes[i].difference, 1e-9);
	}
	ck_assert_double_eq_tol(sum, d.difference, 1e-9);
	ck_assert_double_eq_tol(d.cost[1] - d.cost[0], d.difference, 1e-9);
}

static const struct pmk_profiled_change *change(const char *name)
{
	for (size_t i = 0; i < d.n; i++)
		if (!strcmp(d.changes[i].name, name))
			return &d.changes[i];
	ck_abort_msg("no function %s", name);
}

static const struct link lazy[] = { F("unmap", NULL, 100, 1),
				    F("clear", "unmap", 50, 1),
				    F("queue", "unmap", 45, 1),
				    { NULL, NULL, 0, 0, NULL } };
static const struct link strict[] = { F("unmap", NULL, 110, 1),
				      F("clear", "unmap", 50, 1),
				      F("tlb_sync", "unmap", 62, 1),
				      F("qi_submit_sync", "tlb_sync", 264, 1),
				      { NULL, NULL, 0, 0, NULL } };

START_TEST(one_code_is_told_as_it_is)
{
	differ(lazy, strict, true);
	ck_assert_double_eq(d.difference, 291);
	ck_assert_str_eq(d.changes[0].name, "qi_submit_sync");
	ck_assert_int_eq(d.changes[0].fate, PMK_PROFILED_APPEARED);
	ck_assert_int_eq(change("queue")->fate, PMK_PROFILED_VANISHED);
	ck_assert_double_eq(change("queue")->difference, -45);
	pmk_profiled_say_difference(&d, "lazy", "strict", text);
	ck_assert_str_eq(text,
			 "strict costs 291 instructions more than lazy: 264 more wait for the "
			 "invalidation in qi_submit_sync, 62 more are in tlb_sync, against 35 "
			 "less elsewhere");
	pmk_profiled_difference_free(&d);
	differ(strict, lazy, true);
	pmk_profiled_say_difference(&d, "strict", "lazy", text);
	ck_assert_msg(!strncmp(text, "lazy costs 291 instructions less than strict, where 264 wait",
			       59),
		      "%s", text);
	pmk_profiled_difference_free(&d);
}
END_TEST

START_TEST(calls_and_cost_of_a_call_are_told_apart)
{
	static const struct link once[] = { F("loop", NULL, 10, 0),
					    F("get", "loop", 100, 1),
					    { NULL, NULL, 0, 0, NULL } };
	static const struct link twice[] = { F("loop", NULL, 10, 0),
					     F("get", "loop", 210, 2),
					     { NULL, NULL, 0, 0, NULL } };

	differ(once, twice, false);
	ck_assert_double_eq(change("get")->by_calls, 100);
	ck_assert_double_eq(change("get")->by_cost, 10);
	pmk_profiled_say_difference(&d, "BASE", "NEW", text);
	ck_assert_str_eq(text, "NEW costs 110 instructions more than BASE: 110 of them are in get, "
			       "called 2 times an op instead of once");
	pmk_profiled_difference_free(&d);
}
END_TEST

START_TEST(a_suffix_of_the_compiler_is_no_other_function)
{
	static const struct link now[] = { F("unmap.isra.0", NULL, 101, 1),
					   F("clear", "unmap.isra.0", 50, 1),
					   F("queue", "unmap.isra.0", 45, 1),
					   { NULL, NULL, 0, 0, NULL } };

	differ(lazy, now, false);
	ck_assert_uint_eq(d.n, 3);
	ck_assert_int_eq(change("unmap.isra.0")->fate, PMK_PROFILED_RENAMED);
	ck_assert_str_eq(change("unmap.isra.0")->was, "unmap");
	ck_assert_double_eq(change("unmap.isra.0")->difference, 1);
	pmk_profiled_difference_free(&d);
	/* In one kernel there would be two functions. */
	differ(lazy, now, true);
	ck_assert_uint_eq(d.n, 4);
	pmk_profiled_difference_free(&d);
}
END_TEST

/* Both cost more than twice as much, so that no neighbour tells which is which. */
START_TEST(an_allocator_of_6_10_is_the_one_before)
{
	static const struct link base[] = { F("top", NULL, 10, 1),
					    F("kvmalloc_node", "top", 60, 1),
					    F("kmalloc.isra.0", "top", 20, 1),
					    { NULL, NULL, 0, 0, NULL } };
	static const struct link now[] = { F("top", NULL, 10, 1),
					   F("kvmalloc_node_noprof", "top", 150, 1),
					   F("kmalloc_noprof", "top", 41, 1),
					   { NULL, NULL, 0, 0, NULL } };

	differ(base, now, false);
	ck_assert_uint_eq(d.n, 3);
	ck_assert_str_eq(change("kvmalloc_node_noprof")->was, "kvmalloc_node");
	ck_assert_double_eq(change("kvmalloc_node_noprof")->difference, 90);
	ck_assert_str_eq(change("kmalloc_noprof")->was, "kmalloc.isra.0");
	pmk_profiled_difference_free(&d);
	ck_assert_uint_eq(pmk_profiled_stem_bytes("_noprof"), strlen("_noprof"));
}
END_TEST

START_TEST(a_new_name_is_known_by_callers_and_callees)
{
	static const struct link base[] = { F("top", NULL, 10, 1),
					    F("old", "top", 60, 1),
					    F("older", "old", 40, 1),
					    F("leaf", "older", 5, 1),
					    { NULL, NULL, 0, 0, NULL } };
	static const struct link now[] = { F("top", NULL, 10, 1),
					   F("new", "top", 63, 1),
					   F("newer", "new", 41, 1),
					   F("leaf", "newer", 5, 1),
					   { NULL, NULL, 0, 0, NULL } };

	/* A chain: the second is known when the first is. */
	differ(base, now, false);
	ck_assert_uint_eq(d.n, 4);
	ck_assert_str_eq(change("newer")->was, "older");
	pmk_profiled_difference_free(&d);
	differ(base,
	       (const struct link[]){ F("top", NULL, 10, 1),
				      F("new", "top", 63, 1),
				      F("older", "new", 40, 1),
				      F("leaf", "older", 5, 1),
				      { NULL, NULL, 0, 0, NULL } },
	       false);
	ck_assert_uint_eq(d.n, 4);
	ck_assert_str_eq(change("new")->was, "old");
	ck_assert_double_eq(change("new")->difference, 3);
	pmk_profiled_say_change(change("new"), text);
	ck_assert_str_eq(text, "was old");
	pmk_profiled_difference_free(&d);
}
END_TEST

/* Its callees have other names, too. */
static const struct link walked[] = { F("pin", NULL, 100, 1),
				      F("walk", "pin", 200, 1),
				      F("grab", "walk", 30, 1),
				      { NULL, NULL, 0, 0, NULL } };

START_TEST(a_new_name_is_known_by_callers_alone)
{
	static const struct link now[] = { F("pin", NULL, 100, 1),
					   F("check", "pin", 10, 1), /* too cheap to be it */
					   F("walk_or_fall_back", "pin", 210, 1),
					   F("next", "walk_or_fall_back", 10, 1),
					   F("try", "walk_or_fall_back", 90, 1),
					   { NULL, NULL, 0, 0, NULL } };

	differ(walked, now, false);
	pmk_profiled_say_change(change("walk_or_fall_back"), text);
	ck_assert_str_eq(text, "was walk");
	ck_assert_int_eq(change("try")->fate, PMK_PROFILED_APPEARED);
	pmk_profiled_difference_free(&d);
}
END_TEST

/* One of the two may be new, and the other one inlined. */
START_TEST(of_two_new_names_callers_tell_none)
{
	static const struct link now[] = { F("pin", NULL, 100, 1),
					   F("walk_or_fall_back", "pin", 230, 1),
					   F("try", "pin", 390, 1),
					   { NULL, NULL, 0, 0, NULL } };

	differ(walked, now, false);
	ck_assert_int_eq(change("walk_or_fall_back")->fate, PMK_PROFILED_APPEARED);
	pmk_profiled_difference_free(&d);
}
END_TEST

START_TEST(one_that_costs_thrice_is_another_function)
{
	static const struct link now[] = { F("unmap", NULL, 100, 1),
					   F("clear", "unmap", 50, 1),
					   F("enqueue", "unmap", 135, 1),
					   { NULL, NULL, 0, 0, NULL } };

	differ(lazy, now, false);
	ck_assert_int_eq(change("enqueue")->fate, PMK_PROFILED_APPEARED);
	ck_assert_int_eq(change("queue")->fate, PMK_PROFILED_VANISHED);
	pmk_profiled_difference_free(&d);
}
END_TEST

START_TEST(a_function_that_moved_is_one)
{
	static const struct link now[] = { F("unmap", NULL, 100, 1),
					   { "clear", "unmap", 50, 1, "iommu" },
					   F("queue", "unmap", 45, 1),
					   { NULL, NULL, 0, 0, NULL } };

	differ(lazy, now, false);
	ck_assert_uint_eq(d.n, 3);
	pmk_profiled_say_change(change("clear"), text);
	ck_assert_str_eq(text, "was in kernel");
	pmk_profiled_difference_free(&d);
}
END_TEST

START_TEST(what_its_caller_grew_by_was_inlined)
{
	static const struct link now[] = { F("unmap", NULL, 100 + 46, 1),
					   F("queue", "unmap", 45, 1),
					   { NULL, NULL, 0, 0, NULL } };

	differ(lazy, now, false);
	ck_assert_uint_eq(d.n, 2);
	ck_assert_double_eq(change("unmap")->insn[0], 150);
	ck_assert_double_eq(change("unmap")->difference, -4);
	pmk_profiled_say_change(change("unmap"), text);
	ck_assert_str_eq(text, "clear is inlined into it");
	pmk_profiled_difference_free(&d);
	/* And back again. */
	differ(now, lazy, false);
	ck_assert_uint_eq(d.n, 2);
	ck_assert_double_eq(change("unmap")->insn[1], 150);
	pmk_profiled_say_change(change("unmap"), text);
	ck_assert_str_eq(text, "clear is no longer inlined into it");
	pmk_profiled_difference_free(&d);
}
END_TEST

START_TEST(what_vanished_while_its_caller_stayed_was_not)
{
	static const struct link now[] = { F("unmap", NULL, 103, 1),
					   F("queue", "unmap", 45, 1),
					   { NULL, NULL, 0, 0, NULL } };

	differ(lazy, now, false);
	ck_assert_int_eq(change("clear")->fate, PMK_PROFILED_VANISHED);
	ck_assert_double_eq(change("unmap")->difference, 3);
	pmk_profiled_difference_free(&d);
}
END_TEST

START_TEST(nothing_differs)
{
	differ(lazy, lazy, false);
	pmk_profiled_say_difference(&d, "6.1", "6.12", text);
	ck_assert_str_eq(text, "6.12 costs as many instructions as 6.1, 195 an op, and no function "
			       "differs");
	pmk_profiled_difference_free(&d);
}
END_TEST

START_TEST(one_profile_is_a_sentence)
{
	pmk_profiled_say(make(&chains[0], strict), text);
	ck_assert_str_eq(text,
			 "an op takes 486 instructions: 264 of them wait for the invalidation "
			 "in qi_submit_sync, 110 are in unmap, 62 are in tlb_sync");
}
END_TEST

START_TEST(what_functions_do_is_a_sorted_table)
{
	for (const struct pmk_profiled_well_known *k = pmk_profiled_well_known; k[0].name; k++)
		if (k[1].name)
			ck_assert_msg(strcmp(k[0].name, k[1].name) < 0, "%s", k[1].name);
	ck_assert_str_eq(pmk_profiled_does("qi_submit_sync.part.0"), "wait for the invalidation");
	ck_assert_ptr_null(pmk_profiled_does("qi_submit"));
}
END_TEST

START_TEST(trees_become_one)
{
	struct pmk_profiled_tree tree;

	ck_assert_int_eq(
		pmk_profiled_tree_make(&tree, make(&chains[0], lazy), make(&chains[1], strict)), 0);
	ck_assert_uint_eq(tree.n, 5);
	/* Each as wide as the larger of the two: 110, 50, 45, 62, 264. */
	ck_assert_double_eq(tree.width, 531);
	ck_assert_double_eq(tree.branches[0].total[0], 195);
	ck_assert_double_eq(tree.branches[0].total[1], 486);
	pmk_profiled_tree_free(&tree);
}
END_TEST

Suite *pmk_suite_difference(void)
{
	Suite *s = suite_create("difference");
	TCase *c = tcase_create("functions");

	tcase_add_test(c, one_code_is_told_as_it_is);
	tcase_add_test(c, calls_and_cost_of_a_call_are_told_apart);
	tcase_add_test(c, a_suffix_of_the_compiler_is_no_other_function);
	tcase_add_test(c, an_allocator_of_6_10_is_the_one_before);
	tcase_add_test(c, a_new_name_is_known_by_callers_and_callees);
	tcase_add_test(c, a_new_name_is_known_by_callers_alone);
	tcase_add_test(c, of_two_new_names_callers_tell_none);
	tcase_add_test(c, one_that_costs_thrice_is_another_function);
	tcase_add_test(c, a_function_that_moved_is_one);
	tcase_add_test(c, what_its_caller_grew_by_was_inlined);
	tcase_add_test(c, what_vanished_while_its_caller_stayed_was_not);
	tcase_add_test(c, nothing_differs);
	tcase_add_test(c, one_profile_is_a_sentence);
	tcase_add_test(c, what_functions_do_is_a_sorted_table);
	tcase_add_test(c, trees_become_one);
	suite_add_tcase(s, c);
	return s;
}
