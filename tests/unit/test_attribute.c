// SPDX-License-Identifier: GPL-2.0-only
/* From a raw profile to functions and a call tree: fabricated files whose answers are known. */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "attribution/attribute.h"
#include "attribution/entries.h"
#include "attribution/profile_line.h"

Suite *pmk_suite_attribute(void);

/* A made-up kernel: functions of 0x100 bytes, user space below. */
#define NAMES                                                                            \
	"ffffffff81000000 T entry_SYSCALL_64\nffffffff81000100 T do_work\n"              \
	"ffffffff81000200 T helper\nffffffff81000300 T tail\nffffffff81000400 T thunk\n" \
	"ffffffff81000500 T asm_sysvec_apic_timer_interrupt\nffffffff81000600 T tick\n"  \
	"ffffffff81000700 T asm_exc_page_fault\nffffffff81000800 T handle_mm_fault\n"    \
	"ffffffffc0000000 t op\t[pagemark]\nffffffffc0000100 T helper\t[pagemark]\n"

static struct pmk_names names;
static struct pmk_raw raw;
static struct pmk_raw_point point;
static struct pmk_profile profile;

static void setup(void)
{
	const struct pmk_name run = { .address = 0x400000, .name = "run", .in = PMK_IN_USER };

	ck_assert_int_eq(pmk_names_kernel(&names, strdup(NAMES)), 0);
	ck_assert_int_eq(pmk_names_add(&names, &run, 'T'), 0);
	pmk_names_sort(&names);
}

static void teardown(void)
{
	pmk_profile_free(&profile);
	pmk_raw_point_free(&point);
	if (raw.file)
		fclose(raw.file);
	pmk_raw_close(&raw);
	pmk_names_free(&names);
}

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

static void take(const char *lines)
{
	uint64_t sum;

	ck_assert_int_eq(read_point(lines), 1);
	ck_assert_int_eq(pmk_profile_attribute(&profile, &point, &names, raw.arch), 0);
	sum = profile.interrupts;
	for (size_t i = 0; i < profile.n_functions; i++)
		sum += profile.functions[i].insn;
	ck_assert_uint_eq(sum, profile.insn);
	sum = profile.interrupts;
	for (size_t i = 0; i < profile.n_tree; i++) {
		ck_assert_int_lt(profile.tree[i].parent, (long)i);
		sum += profile.tree[i].insn;
	}
	ck_assert_uint_eq(sum, profile.insn);
}

static const struct pmk_profile_function *function(const char *name, const char *in)
{
	for (size_t i = 0; i < profile.n_functions; i++)
		if (!strcmp(profile.functions[i].name, name) &&
		    !strcmp(profile.functions[i].in, in))
			return &profile.functions[i];
	ck_abort_msg("there is no %s", name);
}

/* "run>entry_SYSCALL_64>op", of the tree's line. */
static const char *way_to(long i)
{
	static char way[512];
	char below[400];

	for (way[0] = '\0'; i >= 0; i = profile.tree[i].parent) {
		snprintf(below, sizeof(below), "%.399s", way);
		snprintf(way, sizeof(way), "%.100s%s%s",
			 profile.functions[profile.tree[i].function].name, *below ? ">" : "",
			 below);
	}
	return way;
}

static const struct pmk_profile_place *place(const char *way)
{
	for (size_t i = 0; i < profile.n_tree; i++)
		if (!strcmp(way_to((long)i), way))
			return &profile.tree[i];
	ck_abort_msg("there is no %s", way);
}

START_TEST(calls_make_a_tree)
{
	take("batch 170 0 0\n"
	     "node 0 -1 root 400010 0 1\n"
	     "node 1 0 syscall ffffffff81000000 400020 1\n"
	     "node 2 1 call ffffffffc0000000 ffffffff81000020 1\n"
	     "node 3 2 call ffffffff81000200 ffffffffc0000020 10\n"
	     "node 4 2 call ffffffff81000200 ffffffffc0000030 2\n"
	     "block 0 400010 20 5 1:locked\n"
	     "block 1 ffffffff81000000 8 5\n"
	     "block 2 ffffffffc0000000 40 10\n"
	     "block 3 ffffffff81000200 30 10 0:fence 9:indirect\n"
	     "count 0 0 5 2\n"
	     "count 1 1 5 2\n"
	     "count 2 2 10 3\n"
	     "count 3 3 10 10\n"
	     "count 4 3 10 2\n"
	     "memory 3 3 20 160 10 80 0 1\n"
	     "memory 0 0 2 8 1 4 0 0\n"
	     "touched kernel 7 3\n"
	     "end 0123456789ab\n");
	ck_assert_uint_eq(profile.insn, 170);
	ck_assert_uint_eq(function("helper", "kernel")->insn, 120);
	ck_assert_uint_eq(function("helper", "kernel")->calls, 12);
	ck_assert_uint_eq(function("helper", "kernel")->a.loads, 20);
	ck_assert_uint_eq(function("op", "pagemark")->insn, 30);
	ck_assert_uint_eq(function("run", "user")->calls, 0);
	ck_assert_uint_eq(place("run>entry_SYSCALL_64>op>helper")->calls, 12);
	ck_assert_uint_eq(place("run>entry_SYSCALL_64>op>helper")->insn, 120);
	ck_assert_uint_eq(profile.n_tree, 4);
	ck_assert_str_eq(profile.functions[0].name, "helper");
	ck_assert_uint_eq(profile.classes[PMK_CLASS_locked], 2);
	ck_assert_uint_eq(profile.classes[PMK_CLASS_fence], 12);
	ck_assert_uint_eq(profile.classes[PMK_CLASS_indirect], 12);
	ck_assert_uint_eq(profile.accesses[PMK_ACCESSES_KERNEL].load_bytes, 160);
	ck_assert_uint_eq(profile.accesses[PMK_ACCESSES_KERNEL].device_writes, 1);
	ck_assert_uint_eq(profile.accesses[PMK_ACCESSES_USER].stores, 1);
	ck_assert_uint_eq(point.lines[0], 7);
}
END_TEST

/* do_work calls a thunk, which goes to helper, which jumps on to tail, which calls op. */
START_TEST(tail_calls_and_thunks_are_split)
{
	take("batch 64 0 0\n"
	     "node 0 -1 root ffffffff81000100 0 1\n"
	     "node 1 0 call ffffffff81000400 ffffffff81000110 4\n"
	     "node 2 1 call ffffffffc0000000 ffffffff81000310 4\n"
	     "block 0 ffffffff81000100 8 2\n"
	     "block 1 ffffffff81000400 8 3\n"
	     "block 2 ffffffff81000200 8 4\n"
	     "block 3 ffffffff81000300 8 5\n"
	     "block 4 ffffffffc0000000 8 2\n"
	     "count 0 0 2 4\n"
	     "count 1 1 3 4\ncount 1 2 4 4\ncount 1 3 5 4\n"
	     "count 2 4 2 4\n"
	     "jump 1 1 2 4\njump 1 2 3 4\n"
	     "end 0123456789ab\n");
	ck_assert_uint_eq(place("do_work>thunk>helper>tail>op")->insn, 8);
	ck_assert_uint_eq(place("do_work>thunk>helper>tail")->calls, 4);
	ck_assert_uint_eq(function("helper", "kernel")->calls, 4);
	ck_assert_uint_eq(function("thunk", "kernel")->insn, 12);
}
END_TEST

/* A jump into the middle, and code that another function falls into, call nothing. */
START_TEST(only_a_jump_to_the_beginning_is_a_call)
{
	take("batch 31 0 0\n"
	     "node 0 -1 root 400010 0 1\n"
	     "node 1 0 call ffffffff81000100 400010 1\n"
	     "block 0 ffffffff81000100 8 10\n"
	     "block 1 ffffffff81000210 8 10\n"
	     "block 2 ffffffff81000300 8 10\n"
	     "block 3 400010 4 1\n"
	     "count 0 3 1 1\ncount 1 0 10 1\ncount 1 1 10 1\ncount 1 2 10 1\n"
	     "jump 1 0 1 1\n"
	     "end 0123456789ab\n");
	ck_assert_uint_eq(place("run>do_work>helper")->calls, 0);
	ck_assert_uint_eq(place("run>do_work>tail")->calls, 0);
}
END_TEST

/* What is timed begins in a function that returns; it is not the caller of what it returns to. */
START_TEST(what_is_returned_to_has_its_own_root)
{
	take("batch 40 0 0\n"
	     "node 0 -1 root ffffffff81000150 0 1\n"
	     "node 1 0 call ffffffff81000300 ffffffff81000240 1\n"
	     "block 0 ffffffff81000150 8 10\nblock 1 ffffffff81000230 18 10\n"
	     "block 2 ffffffff81000300 8 10\nblock 3 ffffffff81000400 8 10\n"
	     "count 0 0 10 1\ncount 0 1 10 1\ncount 0 3 10 1\ncount 1 2 10 1\n"
	     "jump 0 0 1 1\njump 0 1 3 1\nend 0123456789ab\n");
	ck_assert_uint_eq(place("do_work")->insn, 10);
	ck_assert_uint_eq(place("helper")->insn, 10);
	ck_assert_uint_eq(place("helper>tail")->calls, 1);
	ck_assert_uint_eq(place("helper>thunk")->insn, 10);
}
END_TEST

START_TEST(functions_that_jump_to_each_other_end)
{
	take("batch 40 0 0\n"
	     "node 0 -1 root ffffffff81000100 0 1\n"
	     "block 0 ffffffff81000100 8 10\n"
	     "block 1 ffffffff81000200 8 10\n"
	     "count 0 0 10 2\ncount 0 1 10 2\n"
	     "jump 0 0 1 2\njump 0 1 0 1\n"
	     "end 0123456789ab\n");
	ck_assert_uint_eq(profile.n_tree, 2);
	ck_assert_uint_eq(place("do_work>helper")->calls, 2);
}
END_TEST

START_TEST(interrupts_are_left_out_and_exceptions_are_not)
{
	take("batch 100 0 0\n"
	     "node 0 -1 root 400010 0 1\n"
	     "node 1 0 trap ffffffff81000500 400014 1\n"
	     "node 2 1 call ffffffff81000600 ffffffff81000510 1\n"
	     "node 3 2 call ffffffff81000200 ffffffff81000610 1\n"
	     "node 4 0 trap ffffffff81000700 400018 1\n"
	     "node 5 4 call ffffffff81000800 ffffffff81000710 1\n"
	     "block 0 400010 20 10\n"
	     "block 1 ffffffff81000500 8 10 2:irq_mask\n"
	     "block 2 ffffffff81000600 8 20 2:locked\n"
	     "block 3 ffffffff81000200 8 10\n"
	     "block 4 ffffffff81000700 8 10 1:irq_mask\n"
	     "block 5 ffffffff81000800 8 40\n"
	     "count 0 0 10 1\ncount 1 1 10 1\ncount 2 2 20 1\n"
	     "count 3 3 10 1\ncount 4 4 10 1\ncount 5 5 40 1\n"
	     "memory 2 2 5 40 5 40 5 5\n"
	     "end 0123456789ab\n");
	ck_assert_uint_eq(profile.interrupts, 40);
	ck_assert_uint_eq(profile.n_functions, 3);
	ck_assert_uint_eq(place("run>asm_exc_page_fault>handle_mm_fault")->insn, 40);
	ck_assert_uint_eq(profile.classes[PMK_CLASS_irq_mask], 1);
	ck_assert_uint_eq(profile.classes[PMK_CLASS_locked], 0);
	ck_assert_uint_eq(profile.accesses[PMK_ACCESSES_KERNEL].loads, 0);
}
END_TEST

/* The faulting instruction is not counted, nor is its class. */
/* RCU's task comes by chance; another thread of the program, and one in our module, do the work. */
START_TEST(the_kernels_own_tasks_are_left_out)
{
	take("batch 60 0 0\n"
	     "node 0 -1 root 400010 0 1\nnode 1 -1 task ffffffff81000100 0 1\n"
	     "node 2 1 call ffffffff81000200 ffffffff81000110 1\n"
	     "node 3 -1 task ffffffff81000300 0 1\n"
	     "node 4 3 call ffffffffc0000000 ffffffff81000310 1\n"
	     "node 5 -1 task ffffffff81000800 0 1\n"
	     "block 0 400010 8 10\nblock 1 ffffffff81000100 8 10\n"
	     "block 2 ffffffff81000200 8 10\nblock 3 ffffffffc0000000 8 10\n"
	     "block 4 400020 8 10\nblock 5 ffffffff81000800 8 10\n"
	     "count 0 0 10 1\ncount 1 1 10 1\ncount 2 2 10 1\ncount 4 3 10 1\n"
	     "count 5 4 10 1\ncount 5 5 10 1\n"
	     "end 0123456789ab\n");
	ck_assert_uint_eq(profile.interrupts, 20);
	ck_assert_uint_eq(place("tail>op")->insn, 10);
	ck_assert_uint_eq(place("handle_mm_fault")->insn, 10);
	ck_assert_uint_eq(function("run", "user")->insn, 20);
}
END_TEST

START_TEST(a_block_that_faults_counts_what_it_executed)
{
	take("batch 13 0 0\n"
	     "node 0 -1 root 400010 0 1\n"
	     "block 0 400010 20 5 2:locked 4:fence\n"
	     "count 0 0 5 2\ncount 0 0 3 1\n"
	     "end 0123456789ab\n");
	ck_assert_uint_eq(function("run", "user")->insn, 13);
	ck_assert_uint_eq(profile.classes[PMK_CLASS_locked], 3);
	ck_assert_uint_eq(profile.classes[PMK_CLASS_fence], 2);
}
END_TEST

START_TEST(one_name_in_two_places_is_two_functions)
{
	take("batch 20 0 0\n"
	     "node 0 -1 root ffffffff81000200 0 1\n"
	     "node 1 0 call ffffffffc0000100 ffffffff81000210 1\n"
	     "block 0 ffffffff81000200 8 10\nblock 1 ffffffffc0000100 8 10\n"
	     "count 0 0 10 1\ncount 1 1 10 1\n"
	     "end 0123456789ab\n");
	ck_assert_uint_eq(function("helper", "kernel")->insn, 10);
	ck_assert_uint_eq(function("helper", "pagemark")->insn, 10);
}
END_TEST

/* Readers take 1,000 calls inside calls. */
START_TEST(a_tree_has_an_end)
{
	struct pmk_places places = { 0 };
	struct pmk_profile_place out[3000];
	long at = -1, n;

	for (size_t i = 0; i < 3000; i++) {
		at = pmk_places_get(&places, at, i);
		ck_assert_int_ge(at, 0);
		places.all[at].insn = 1;
	}
	n = pmk_places_order(&places, out);
	ck_assert_int_eq(n, 3000);
	ck_assert_uint_eq(out[0].total, 3000);
	for (long i = 0; i < n; i++)
		ck_assert_uint_lt(out[i].depth, PMK_PLACES_DEPTH_MAX);
	pmk_places_free(&places);
}
END_TEST

START_TEST(interrupts_are_known_by_their_entries)
{
	static const struct {
		const char *arch, *name;
		uint64_t entry;
		bool interrupt;
	} entries[] = {
		{ "x86_64", "asm_sysvec_apic_timer_interrupt", 0, true },
		{ "x86_64", "irq_entries_start", 0, true },
		{ "i386", "asm_common_interrupt", 0, true },
		{ "x86_64", "asm_exc_nmi", 0, true },
		{ "x86_64", "asm_exc_page_fault", 0, false },
		{ "x86_64", "entry_SYSCALL_64", 0, false },
		{ "aarch64", "vectors", 0xffff800008010a80, true },  /* EL1h IRQ: slot 5 */
		{ "aarch64", "vectors", 0xffff800008010c80, true },  /* EL0 64 IRQ: slot 9 */
		{ "aarch64", "vectors", 0xffff800008010d00, true },  /* EL0 64 FIQ: slot 10 */
		{ "aarch64", "vectors", 0xffff800008010c00, false }, /* EL0 64 sync: slot 8 */
		{ "aarch64", "vectors", 0xffff800008010a00, false }, /* EL1h sync: slot 4 */
		{ "arm", "[no symbol]", 0xffff0018, true },
		{ "arm", "[no symbol]", 0xffff0010, false }, /* data abort */
		{ "arm", "[no symbol]", 0xffff0008, false }, /* svc */
	};

	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++)
		ck_assert_msg(pmk_entry_is_interrupt(entries[i].arch, entries[i].entry,
						     entries[i].name) == entries[i].interrupt,
			      "%s %s %zu", entries[i].arch, entries[i].name, i);
}
END_TEST

START_TEST(the_line_has_what_was_found)
{
	struct pmk_profile_of of = { .target = "t", .name = "a/b/c", .ops = 4 };
	json_t *line, *memory;

	take("batch 10 0 0\n"
	     "node 0 -1 root 400010 0 1\n"
	     "block 0 400010 20 5 2:locked\n"
	     "count 0 0 5 2\n"
	     "memory 0 0 2 16 2 8 1 0\n"
	     "touched user 3 2\n"
	     "device iotlb_page_invalidations 4\n"
	     "end 0123456789ab\n");
	line = pmk_profile_line(&of, &profile, &point);
	ck_assert_ptr_nonnull(line);
	ck_assert_int_eq(json_integer_value(json_object_get(line, "ops")), 4);
	ck_assert_int_eq(json_integer_value(json_object_get(line, "insn")), 10);
	ck_assert_int_eq(json_integer_value(json_object_get(line, "round")), 5);
	memory = json_object_get(line, "memory");
	ck_assert_int_eq(json_integer_value(json_object_get(memory, "device_reads")), 1);
	memory = json_object_get(memory, "user");
	ck_assert_int_eq(json_integer_value(json_object_get(memory, "lines")), 3);
	ck_assert_int_eq(json_integer_value(json_object_get(memory, "load_bytes")), 16);
	ck_assert_ptr_null(json_object_get(line, "modelled"));
	memory = json_object_get(json_object_get(line, "device"), "iotlb_page_invalidations");
	ck_assert_int_eq(json_integer_value(memory), 4);
	json_decref(line);
}
END_TEST

Suite *pmk_suite_attribute(void)
{
	Suite *s = suite_create("attribute");
	TCase *t = tcase_create("attribute");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, calls_make_a_tree);
	tcase_add_test(t, tail_calls_and_thunks_are_split);
	tcase_add_test(t, only_a_jump_to_the_beginning_is_a_call);
	tcase_add_test(t, what_is_returned_to_has_its_own_root);
	tcase_add_test(t, functions_that_jump_to_each_other_end);
	tcase_add_test(t, interrupts_are_left_out_and_exceptions_are_not);
	tcase_add_test(t, the_kernels_own_tasks_are_left_out);
	tcase_add_test(t, a_block_that_faults_counts_what_it_executed);
	tcase_add_test(t, one_name_in_two_places_is_two_functions);
	tcase_add_test(t, a_tree_has_an_end);
	tcase_add_test(t, interrupts_are_known_by_their_entries);
	tcase_add_test(t, the_line_has_what_was_found);
	suite_add_tcase(s, t);
	return s;
}
