// SPDX-License-Identifier: GPL-2.0-only
/* What kmemleak lists is counted, and the first object gets the name of who allocated it. */
#include <check.h>
#include <string.h>

#include "guest/leaks.h"

Suite *pmk_suite_leaks(void);

/* In the format of print_unreferenced() and hex_dump_object() of Linux 6.1's mm/kmemleak.c. */
#define OBJECT(size, comm)                                                        \
	"unreferenced object 0xffff88800a8f6b00 (size " size "):\n"               \
	"  comm \"" comm "\", pid 55, jiffies 4294894636 (age 12.220s)\n"         \
	"  hex dump (first 32 bytes):\n"                                          \
	"    6b 6b 6b 6b 6b 6b 6b 6b 6b 6b 6b 6b 6b 6b 6b 6b  kkkkkkkkkkkkkkkk\n" \
	"  backtrace:\n"
#define CALL(what) "    [<00000000d2f3f1f0>] " what "\n"

static char text[384];

static unsigned int summary(const char *report)
{
	FILE *f = fmemopen((char *)report, strlen(report) ? strlen(report) : 1, "r");
	unsigned int n;

	ck_assert_ptr_nonnull(f);
	if (!*report)
		fgetc(f);
	n = pmk_leaks_summary(f, text, sizeof(text));
	fclose(f);
	return n;
}

START_TEST(nothing_leaked)
{
	ck_assert_uint_eq(summary(""), 0);
	ck_assert_str_eq(text, "");
}
END_TEST

START_TEST(a_module_is_named_before_its_callers)
{
	ck_assert_uint_eq(summary(OBJECT("64", "pagemark") CALL("kmalloc_trace+0x27/0xa0")
					  CALL("pmk_lose+0x30/0x90 [pagemark]")
						  CALL("pmk_ioctl+0x1/0x2 [pagemark]")
							  CALL("__x64_sys_ioctl+0x1/0x2")),
			  1);
	ck_assert_str_eq(text,
			 "kmemleak: 1 object leaked; the first, of 64 bytes, was allocated by "
			 "pmk_lose+0x30/0x90 [pagemark] for the process 'pagemark'");
}
END_TEST

START_TEST(a_kernel_function_is_named_but_no_allocator)
{
	ck_assert_uint_eq(summary(OBJECT("8", "a b") CALL("__kmalloc+0x27/0xa0")
					  CALL("kmemdup+0x1/0x2") CALL("pci_alloc+0x30/0x90")
						  CALL("later+0x1/0x2") OBJECT("16", "other")
							  CALL("second+0x1/0x2 [module]")),
			  2);
	ck_assert_str_eq(text,
			 "kmemleak: 2 objects leaked; the first, of 8 bytes, was allocated by "
			 "pci_alloc+0x30/0x90 for the process 'a b'");
}
END_TEST

START_TEST(an_object_without_backtrace_counts)
{
	ck_assert_uint_eq(summary(OBJECT("8", "init")), 1);
	ck_assert_ptr_nonnull(strstr(text, "a function without a name"));
}
END_TEST

Suite *pmk_suite_leaks(void)
{
	Suite *suite = suite_create("leaks");
	TCase *reports = tcase_create("reports");

	tcase_add_test(reports, nothing_leaked);
	tcase_add_test(reports, a_module_is_named_before_its_callers);
	tcase_add_test(reports, a_kernel_function_is_named_but_no_allocator);
	tcase_add_test(reports, an_object_without_backtrace_counts);
	suite_add_tcase(suite, reports);
	return suite;
}
