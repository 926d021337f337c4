// SPDX-License-Identifier: GPL-2.0-only
/* Names of code: lines of a guest, ELF files, the best name of an address, and the search. */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "attribution/names.h"

Suite *pmk_suite_names(void);

static struct pmk_names from(const char *text)
{
	struct pmk_names names = { 0 };

	ck_assert_int_eq(pmk_names_kernel(&names, strdup(text)), 0);
	pmk_names_sort(&names);
	return names;
}

static const char *name_at(const struct pmk_names *names, uint64_t address)
{
	return pmk_names_find(names, address)->name;
}

START_TEST(a_function_reaches_to_the_next)
{
	struct pmk_names names = from("ffffffff81000000 T _text\n"
				      "ffffffff81000040 t local\n"
				      "ffffffff81000080 T global\n");

	ck_assert_str_eq(name_at(&names, 0xffffffff81000000), "_text");
	ck_assert_str_eq(name_at(&names, 0xffffffff8100003f), "_text");
	ck_assert_str_eq(name_at(&names, 0xffffffff81000040), "local");
	ck_assert_str_eq(name_at(&names, 0xffffffff8100ffff), "global");
	ck_assert_str_eq(pmk_names_find(&names, 0xffffffff81000040)->in, "kernel");
	pmk_names_free(&names);
}
END_TEST

START_TEST(what_lies_far_behind_the_last_is_nobodys)
{
	struct pmk_names names = from("c1000000 T first\nf7000000 t far\t[away]\n");

	ck_assert_str_eq(name_at(&names, 0xc1010000), PMK_NO_NAME);
	ck_assert_str_eq(pmk_names_find(&names, 0xc1010000)->in, "kernel");
	ck_assert_str_eq(name_at(&names, 0x8048000), PMK_NO_NAME);
	ck_assert_str_eq(pmk_names_find(&names, 0x8048000)->in, "user");
	ck_assert_str_eq(pmk_names_find(&names, 0xf7000010)->in, "away");
	pmk_names_free(&names);
}
END_TEST

START_TEST(of_several_names_the_best_stands)
{
	struct pmk_names names = from("10 W weak\n10 t local\n10 T __global\n10 T global\n"
				      "20 t plain\n20 t __plain\n");

	ck_assert_str_eq(name_at(&names, 0x10), "global");
	ck_assert_str_eq(name_at(&names, 0x20), "plain");
	ck_assert_uint_eq(names.n, 2);
	pmk_names_free(&names);
}
END_TEST

/* The linker's own names for bounds of sections stand where a function begins. */
START_TEST(bounds_of_sections_are_no_functions)
{
	struct pmk_names names = from("10 T __indirect_thunk_start\n10 T __x86_indirect_thunk_rax\n"
				      "10 T __softirqentry_text_end\n20 t ___start\n");

	ck_assert_str_eq(pmk_names_find(&names, 0x10)->name, "__x86_indirect_thunk_rax");
	ck_assert_str_eq(pmk_names_find(&names, 0x20)->name, "___start");
	pmk_names_free(&names);
}
END_TEST

START_TEST(cold_parts_belong_to_their_function)
{
	struct pmk_names names =
		from("10 t f\n20 t f.cold\n30 t g.isra.0.cold.3\n40 t h.coldest\n");

	ck_assert_str_eq(name_at(&names, 0x20), "f");
	ck_assert_str_eq(name_at(&names, 0x30), "g.isra.0");
	ck_assert_str_eq(name_at(&names, 0x40), "h.coldest");
	pmk_names_free(&names);
}
END_TEST

START_TEST(hidden_addresses_and_other_lines_are_left_out)
{
	struct pmk_names names = from("0000000000000000 T hidden\n\nnonsense\n10 T\nxyz T bad\n");

	ck_assert_uint_eq(names.n, 0);
	ck_assert_uint_eq(names.n_kernel, 0);
	ck_assert_str_eq(name_at(&names, 0xffffffff81000000), PMK_NO_NAME);
	pmk_names_free(&names);
}
END_TEST

START_TEST(a_module_without_names_is_known_as_a_whole)
{
	struct pmk_names names = from("c1000000 T kernel\nf78aa000 m 8192 [pagemark]\n");

	ck_assert_str_eq(name_at(&names, 0xf78ab000), "[module]");
	ck_assert_str_eq(pmk_names_find(&names, 0xf78ab000)->in, "pagemark");
	ck_assert_str_eq(name_at(&names, 0xf78ac000), PMK_NO_NAME);
	pmk_names_free(&names);
	names = from("f78aa000 m 8192 [pagemark]\nf78aa000 t enter\t[pagemark]\n");
	ck_assert_str_eq(name_at(&names, 0xf78aa010), "enter");
	pmk_names_free(&names);
}
END_TEST

/* This very program, whose first address is 0 because it may lie anywhere. */
START_TEST(functions_of_a_program_are_read_from_it)
{
	struct pmk_names names = { 0 };
	bool found = false, static_found = false;

	ck_assert(pmk_names_elf_available());
	ck_assert_int_eq(pmk_names_elf(&names, "/proc/self/exe", PMK_IN_USER), 0);
	pmk_names_sort(&names);
	for (size_t i = 0; i < names.n; i++) {
		found |= !strcmp(names.all[i].name, "pmk_suite_names");
		static_found |=
			!strcmp(names.all[i].name, "cold_parts_belong_to_their_function_fn");
		ck_assert_str_eq(names.all[i].in, PMK_IN_USER);
		ck_assert_uint_gt(names.all[i].end, names.all[i].address);
	}
	ck_assert(found && static_found);
	ck_assert_uint_eq(names.n_kernel, 0);
	pmk_names_free(&names);
}
END_TEST

START_TEST(what_is_no_program_is_said)
{
	struct pmk_names names = { 0 };
	char path[] = "/tmp/pagemark-names-XXXXXX";
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, "#!/bin/sh\n", 10), 10);
	close(fd);
	ck_assert_int_eq(pmk_names_elf(&names, path, PMK_IN_USER), -ENOEXEC);
	unlink(path);
	ck_assert_int_eq(pmk_names_elf(&names, path, PMK_IN_USER), -ENOENT);
	pmk_names_free(&names);
}
END_TEST

Suite *pmk_suite_names(void)
{
	Suite *s = suite_create("names");
	TCase *t = tcase_create("names");

	tcase_add_test(t, a_function_reaches_to_the_next);
	tcase_add_test(t, what_lies_far_behind_the_last_is_nobodys);
	tcase_add_test(t, of_several_names_the_best_stands);
	tcase_add_test(t, bounds_of_sections_are_no_functions);
	tcase_add_test(t, cold_parts_belong_to_their_function);
	tcase_add_test(t, hidden_addresses_and_other_lines_are_left_out);
	tcase_add_test(t, a_module_without_names_is_known_as_a_whole);
	tcase_add_test(t, functions_of_a_program_are_read_from_it);
	tcase_add_test(t, what_is_no_program_is_said);
	suite_add_tcase(s, t);
	return s;
}
