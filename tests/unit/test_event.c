// SPDX-License-Identifier: GPL-2.0-only
/* Names of events: the default set, modifiers, libpfm4, and lists that are none. */
#include <check.h>
#include <errno.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <string.h>

#include "counters/event.h"

Suite *pmk_suite_event(void);

static struct pmk_event events[PMK_EVENTS_MAX];
static char bad[PMK_EVENT_NAME_MAX + 1];

static int parse(const char *list)
{
	return pmk_events_parse(list, events, bad, sizeof(bad));
}

START_TEST(flaw_06_both_user_and_kernel_are_counted_unless_asked)
{
	static const struct {
		const char *name;
		bool user, kernel;
	} names[] = { { "cycles", true, true },
		      { "cycles:uk", true, true },
		      { "cycles:u", true, false },
		      { "cycles:k", false, true } };
	struct pmk_event e;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		ck_assert_int_eq(pmk_event_parse(names[i].name, &e), 0);
		ck_assert_str_eq(e.name, names[i].name);
		ck_assert_int_eq(e.user, names[i].user);
		ck_assert_int_eq(e.kernel, names[i].kernel);
		ck_assert_uint_eq(e.type, PERF_TYPE_HARDWARE);
		ck_assert_uint_eq(e.config, PERF_COUNT_HW_CPU_CYCLES);
	}
}
END_TEST

START_TEST(the_default_set_is_the_one_promised)
{
	static const char *const promised[] = {
		"cycles",	    "instructions",	"branch-misses", "cache-misses",
		"dTLB-load-misses", "iTLB-load-misses", "minor-faults",	 "major-faults",
		"context-switches", "cpu-migrations",	"task-clock",
	};
	int n = parse(PMK_EVENTS_DEFAULT);

	ck_assert_int_eq(n, sizeof(promised) / sizeof(promised[0]));
	ck_assert_str_eq(bad, "");
	for (int i = 0; i < n; i++) {
		ck_assert_str_eq(events[i].name, promised[i]);
		ck_assert(events[i].known && events[i].user && events[i].kernel);
		ck_assert_str_eq(events[i].unit, i == n - 1 ? "ns" : "1");
		ck_assert_int_eq(pmk_event_is_hardware(&events[i]), i < 6);
	}
}
END_TEST

/* "perf::" sends a name past our table. */
START_TEST(libpfm4_encodes_the_default_set_as_we_do)
{
	struct pmk_event theirs;
	int n = parse(PMK_EVENTS_DEFAULT);

	for (int i = 0; i < n && pmk_event_names_available(); i++) {
		char name[PMK_EVENT_NAME_MAX * 2];

		snprintf(name, sizeof(name), "perf::%.63s", events[i].name);
		ck_assert_msg(pmk_event_parse(name, &theirs) == 0, "libpfm4 does not know %s",
			      name);
		ck_assert_uint_eq(theirs.type, events[i].type);
		ck_assert_uint_eq(theirs.config, events[i].config);
		ck_assert_str_eq(theirs.unit, events[i].unit);
		ck_assert(theirs.user && theirs.kernel);
	}
}
END_TEST

START_TEST(other_names_are_libpfm4s)
{
	struct pmk_event e;

	if (!pmk_event_names_available())
		return;
	ck_assert_int_eq(pmk_event_parse("page-faults:u", &e), 0);
	ck_assert_uint_eq(e.type, PERF_TYPE_SOFTWARE);
	ck_assert_uint_eq(e.config, PERF_COUNT_SW_PAGE_FAULTS);
	ck_assert(e.known && e.user && !e.kernel);
}
END_TEST

START_TEST(flaw_10_an_unknown_name_is_named_and_stays_in_the_list)
{
	ck_assert_int_eq(parse("cycles,no-such-event,instructions"), 3);
	ck_assert_str_eq(bad, "no-such-event");
	ck_assert(events[0].known && !events[1].known && events[2].known);
}
END_TEST

START_TEST(nothing_can_be_asked_for)
{
	ck_assert_int_eq(parse(PMK_EVENTS_NONE), 0);
}
END_TEST

static const char *const no_lists[] = {
	"",
	",",
	"cycles,",
	",cycles",
	"cycles,,instructions",
	"cycles,cycles",
	"default,cycles",
	"a-name-that-is-longer-than-sixty-three-characters-and-so-no-event-of-anyones",
};

START_TEST(a_list_that_is_none_is_refused)
{
	ck_assert_int_eq(parse(no_lists[_i]), -EINVAL);
}
END_TEST

START_TEST(too_many_are_refused)
{
	char list[4096] = "default";

	for (int i = 0; i < PMK_EVENTS_MAX; i++)
		snprintf(list + strlen(list), sizeof(list) - strlen(list), ",no-such-event-%d", i);
	ck_assert_int_eq(parse(list), -E2BIG);
}
END_TEST

Suite *pmk_suite_event(void)
{
	Suite *suite = suite_create("event");
	TCase *names = tcase_create("names");

	tcase_add_test(names, flaw_06_both_user_and_kernel_are_counted_unless_asked);
	tcase_add_test(names, the_default_set_is_the_one_promised);
	tcase_add_test(names, libpfm4_encodes_the_default_set_as_we_do);
	tcase_add_test(names, other_names_are_libpfm4s);
	tcase_add_test(names, flaw_10_an_unknown_name_is_named_and_stays_in_the_list);
	tcase_add_test(names, nothing_can_be_asked_for);
	tcase_add_loop_test(names, a_list_that_is_none_is_refused, 0,
			    sizeof(no_lists) / sizeof(no_lists[0]));
	tcase_add_test(names, too_many_are_refused);
	suite_add_tcase(suite, names);
	return suite;
}
