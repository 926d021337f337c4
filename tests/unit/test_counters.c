// SPDX-License-Identifier: GPL-2.0-only
/* Counters of this kernel, by libperf and by perf_event_open(2): the same tests for both. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "counters/counters.h"

Suite *pmk_suite_counters(void);

#define PAGES 64

static const struct pmk_perf_backend *backend(int i)
{
	return i ? pmk_perf_libperf() : &pmk_perf_raw;
}

static struct pmk_event events[PMK_EVENTS_MAX];
static struct pmk_counters set;

static size_t page_bytes(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

/* Fresh pages that fault one by one. */
static char *fresh_pages(size_t pages)
{
	char *p = mmap(NULL, pages * page_bytes(), PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ck_assert_ptr_ne(p, MAP_FAILED);
	madvise(p, pages * page_bytes(), MADV_NOHUGEPAGE);
	return p;
}

/* AddressSanitizer would add the page faults of its shadow. */
static __attribute__((no_sanitize_address)) void touch(char *p, size_t pages)
{
	for (size_t i = 0; i < pages; i++)
		*(volatile char *)(p + i * page_bytes()) = 1;
}

/* A child of fork(2) faults in the program's own pages: those that counting runs in, now. */
static void warm_up(void)
{
	touch(fresh_pages(1), 1);
	pmk_counters_start(&set);
	pmk_counters_stop(&set);
	pmk_counters_reset(&set);
}

/* False where this user may count nothing: then that must be said, and there is no more to test. */
static bool open_set(int i, const char *list)
{
	char bad[PMK_EVENT_NAME_MAX + 1];
	int n = pmk_events_parse(list, events, bad, sizeof(bad));

	ck_assert_int_gt(n, 0);
	pmk_counters_open(&set, backend(i), events, (size_t)n, true);
	if (set.slots[0].open_err != EACCES && set.slots[0].open_err != EPERM) {
		warm_up();
		return true;
	}
	ck_assert_int_eq(pmk_counters_read(&set, 0).state, PMK_COUNTER_DENIED);
	pmk_counters_close(&set);
	return false;
}

static void assert_count(size_t i, double value)
{
	struct pmk_count count = pmk_counters_read(&set, i);

	ck_assert_int_eq(count.state, PMK_COUNTER_OK);
	ck_assert_double_eq(count.value, value);
	ck_assert_double_eq(count.ratio, 1);
}

START_TEST(only_what_happens_between_start_and_stop_counts)
{
	char *p = fresh_pages(4 * PAGES);

	if (!open_set(_i, "minor-faults"))
		return;
	touch(p, PAGES);
	pmk_counters_start(&set);
	touch(p + PAGES * page_bytes(), PAGES);
	pmk_counters_stop(&set);
	touch(p + 2 * PAGES * page_bytes(), PAGES);
	assert_count(0, PAGES);
	pmk_counters_start(&set);
	touch(p + 3 * PAGES * page_bytes(), PAGES);
	pmk_counters_stop(&set);
	assert_count(0, 2 * PAGES);
	pmk_counters_close(&set);
}
END_TEST

START_TEST(a_reset_forgets)
{
	char *p = fresh_pages(PAGES + 1);

	if (!open_set(_i, "minor-faults"))
		return;
	pmk_counters_start(&set);
	touch(p, PAGES);
	pmk_counters_stop(&set);
	pmk_counters_reset(&set);
	ck_assert_int_eq(pmk_counters_read(&set, 0).state, PMK_COUNTER_NOT_COUNTED);
	pmk_counters_start(&set);
	touch(p + PAGES * page_bytes(), 1);
	pmk_counters_stop(&set);
	assert_count(0, 1);
	pmk_counters_close(&set);
}
END_TEST

/* The kernel fills half of the pages for us, so those faults are its own. */
START_TEST(flaw_06_user_and_kernel_are_counted_together_and_apart)
{
	char *p = fresh_pages(2 * PAGES);
	size_t half = PAGES * page_bytes();
	int zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);

	ck_assert_int_ge(zero, 0);
	if (!open_set(_i, "minor-faults,minor-faults:u,minor-faults:k"))
		return;
	pmk_counters_start(&set);
	touch(p, PAGES);
	/* By number: AddressSanitizer would look at its shadow of what read(2) filled. */
	ck_assert_int_eq(syscall(SYS_read, zero, p + half, half), half);
	pmk_counters_stop(&set);
	assert_count(0, 2 * PAGES);
	assert_count(1, PAGES);
	assert_count(2, PAGES);
	pmk_counters_close(&set);
	close(zero);
}
END_TEST

START_TEST(children_are_not_counted)
{
	char *p = fresh_pages(64 * PAGES);
	struct pmk_count count;
	pid_t pid;

	if (!open_set(_i, "minor-faults"))
		return;
	pmk_counters_start(&set);
	pid = fork();
	if (pid == 0) {
		touch(p, 64 * PAGES);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	pmk_counters_stop(&set);
	count = pmk_counters_read(&set, 0);
	ck_assert_int_eq(count.state, PMK_COUNTER_OK);
	/* What fork(2) makes us copy again is ours. */
	ck_assert_double_lt(count.value, 32 * PAGES);
	pmk_counters_close(&set);
}
END_TEST

START_TEST(flaw_10_one_that_is_missing_takes_no_other_with_it)
{
	char *p = fresh_pages(PAGES);
	bool opened = open_set(_i, "task-clock,minor-faults,context-switches");

	if (!opened)
		return;
	pmk_counters_close(&set);
	events[0].config = 999; /* no software event has that number */
	pmk_counters_open(&set, backend(_i), events, 3, true);
	ck_assert_uint_eq(pmk_counters_active(&set), 2);
	warm_up();
	pmk_counters_start(&set);
	touch(p, PAGES);
	pmk_counters_stop(&set);
	ck_assert_int_eq(pmk_counters_read(&set, 0).state, PMK_COUNTER_UNSUPPORTED);
	assert_count(1, PAGES);
	ck_assert_int_eq(pmk_counters_read(&set, 2).state, PMK_COUNTER_OK);
	pmk_counters_close(&set);
}
END_TEST

START_TEST(flaw_10_hardware_counts_or_says_why_not)
{
	if (!open_set(_i, "cycles,instructions,no-such-event"))
		return;
	pmk_counters_start(&set);
	for (volatile int i = 0; i < 1000000; i++)
		;
	pmk_counters_stop(&set);
	for (size_t i = 0; i < 2; i++) {
		struct pmk_count count = pmk_counters_read(&set, i);
		struct pmk_why advice;

		pmk_counter_advice(count.state, &events[i], set.slots[i].open_err, &advice);
		if (count.state <= PMK_COUNTER_SCALED)
			ck_assert_double_gt(count.value, 1e6);
		else
			ck_assert(*advice.reason && *advice.remedy);
	}
	ck_assert_int_eq(pmk_counters_read(&set, 2).state, PMK_COUNTER_UNSUPPORTED);
	pmk_counters_close(&set);
}
END_TEST

START_TEST(nothing_stays_open)
{
	int before = dup(0), after;

	close(before);
	open_set(_i, "minor-faults,cycles,task-clock");
	pmk_counters_close(&set);
	after = dup(0);
	ck_assert_int_eq(before, after);
	close(after);
}
END_TEST

Suite *pmk_suite_counters(void)
{
	Suite *suite = suite_create("counters");
	TCase *kernel = tcase_create("kernel");
	int n = pmk_perf_libperf() ? 2 : 1;

	tcase_add_loop_test(kernel, only_what_happens_between_start_and_stop_counts, 0, n);
	tcase_add_loop_test(kernel, a_reset_forgets, 0, n);
	tcase_add_loop_test(kernel, flaw_06_user_and_kernel_are_counted_together_and_apart, 0, n);
	tcase_add_loop_test(kernel, children_are_not_counted, 0, n);
	tcase_add_loop_test(kernel, flaw_10_one_that_is_missing_takes_no_other_with_it, 0, n);
	tcase_add_loop_test(kernel, flaw_10_hardware_counts_or_says_why_not, 0, n);
	tcase_add_loop_test(kernel, nothing_stays_open, 0, n);
	suite_add_tcase(suite, kernel);
	return suite;
}
