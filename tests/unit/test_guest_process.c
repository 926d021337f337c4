// SPDX-License-Identifier: GPL-2.0-only
/* QEMU's process: how long it has waited for a processor, which a hung guest does not. */
#include <math.h>

#include "guest/process.h"
#include "tree.h"

Suite *pmk_suite_guest_process(void);

static double waited_s(int pid)
{
	char proc[sizeof(tree_root) + 8];

	snprintf(proc, sizeof(proc), "%s/proc", tree_root);
	return pmk_guest_waited_s(proc, pid);
}

START_TEST(the_thread_that_waited_longest_counts)
{
	tree_put("/proc/77/task/77/schedstat", "912000000 1500000000 4\n");
	tree_put("/proc/77/task/78/schedstat", "21000000000 94250000000 10345\n");
	tree_put("/proc/77/task/79/schedstat", "0 0 0\n");
	tree_put("/proc/78/task/78/schedstat", "1 999000000000 1\n");
	ck_assert_double_eq_tol(waited_s(77), 94.25, 1e-9);
}
END_TEST

START_TEST(what_the_kernel_does_not_tell_is_no_wait)
{
	tree_put("/proc/77/task/77/schedstat", "");
	tree_put("/proc/78/task/78/stat", "78 (qemu) S\n");
	ck_assert(waited_s(77) == 0);
	ck_assert(waited_s(78) == 0);
	ck_assert(waited_s(79) == 0);
	ck_assert(waited_s(-1) == 0);
}
END_TEST

Suite *pmk_suite_guest_process(void)
{
	Suite *s = suite_create("guest_process");
	TCase *t = tcase_create("guest_process");

	tcase_add_checked_fixture(t, tree_setup, tree_teardown);
	tcase_add_test(t, the_thread_that_waited_longest_counts);
	tcase_add_test(t, what_the_kernel_does_not_tell_is_no_wait);
	suite_add_tcase(s, t);
	return s;
}
