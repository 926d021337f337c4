// SPDX-License-Identifier: GPL-2.0-only
/* Counted batches on a PMU of our own making, which refuses, multiplexes and starves as told. */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "counters/counting.h"
#include "measure/result.h"

Suite *pmk_suite_counting(void);

#define SWITCH_COST 7  /* events that starting and stopping a batch costs */
#define OP_COST	    10 /* events of an operation */
#define OPS	    100

/* The fake: in how many of ten slices an event runs, how many fit in a group, who is refused. */
static struct {
	unsigned int slices;
	unsigned int group_room;
	bool groups_starve;
	uint64_t refused;
	int refused_err;
	uint64_t events_done;
	size_t opened, in_group;
	struct perf_event_attr last;
} pmu;

struct pmk_perf {
	struct pmk_perf *leader;
	bool starves, on;
	size_t members;
	uint64_t since, value, enabled_ns, running_ns;
};

static struct pmk_perf *fake_open(struct perf_event_attr *attr, struct pmk_perf *leader, int *err)
{
	struct pmk_perf *p;

	pmu.last = *attr;
	if (pmu.refused_err && attr->config == pmu.refused)
		*err = pmu.refused_err;
	else if (leader && leader->members >= pmu.group_room)
		*err = EINVAL;
	else
		*err = 0;
	p = *err ? NULL : calloc(1, sizeof(*p));
	if (!p)
		return NULL;
	p->leader = leader ? leader : p;
	p->leader->members++;
	pmu.in_group += leader != NULL;
	pmu.opened++;
	return p;
}

static void fake_turn(struct pmk_perf *p, bool on)
{
	pmu.events_done += on ? SWITCH_COST : 0;
	p->on = on;
}

/* Every reading brings ten slices of time, so that there is some between two of them. */
static int fake_read(struct pmk_perf *p, struct pmk_reading *reading)
{
	uint64_t done = pmu.events_done - p->since;
	bool starves = pmu.groups_starve && p->leader->members > 1;
	unsigned int slices = starves ? 0 : pmu.slices;

	p->since = pmu.events_done;
	p->value += done * slices / 10;
	p->enabled_ns += 1000;
	p->running_ns += 100ull * slices;
	*reading = (struct pmk_reading){ p->value, p->enabled_ns, p->running_ns };
	return 0;
}

static void fake_close(struct pmk_perf *p)
{
	free(p);
	pmu.opened--;
}

static const struct pmk_perf_backend fake = { "fake", fake_open, fake_turn, fake_read, fake_close };

static void do_work(void *arg, uint64_t n)
{
	(void)arg;
	pmu.events_done += OP_COST * n;
}

static json_t *take(const char *list)
{
	struct pmk_work work = { .run = do_work, .n = OPS, .turns = OPS };
	json_t *all = pmk_counting_take(&fake, list, &work);

	ck_assert_ptr_nonnull(all);
	ck_assert_uint_eq(pmu.opened, 0);
	return all;
}

static void check_event(const json_t *all, const char *name, const char *state, double value)
{
	const json_t *event = json_object_get(all, name), *number = json_object_get(event, "value");

	ck_assert_msg(event != NULL, "%s is missing", name);
	ck_assert_str_eq(json_string_value(json_object_get(event, "state")), state);
	if (value < 0) {
		ck_assert_ptr_null(number);
		ck_assert_str_ne(json_string_value(json_object_get(event, "reason")), "");
		ck_assert_str_ne(json_string_value(json_object_get(event, "remedy")), "");
	} else {
		ck_assert_double_eq_tol(json_number_value(number), value, 1e-9);
	}
}

static void reset(void)
{
	memset(&pmu, 0, sizeof(pmu));
	pmu.slices = 10;
	pmu.group_room = 8;
}

START_TEST(the_empty_operation_goes_away)
{
	json_t *all = take("cycles,instructions");

	check_event(all, "cycles", "ok", OP_COST);
	check_event(all, "instructions", "ok", OP_COST);
	json_decref(all);
}
END_TEST

static void in_three(void *arg, void (*fn)(void *fn_arg, unsigned int thread, void *of_thread),
		     void *fn_arg)
{
	for (unsigned int thread = 0; thread < 3; thread++)
		fn(fn_arg, thread, arg);
}

/*
 * The fake counts what the machine does and not what its thread does: each of the three sees the
 * work of all three. Reading one of them, or dividing by its operations alone, is something else.
 */
START_TEST(every_thread_has_its_counters_and_all_are_added_up)
{
	struct pmk_work work = {
		.run = do_work, .n = OPS, .turns = OPS, .threads = 3, .in_each = in_three
	};
	json_t *all = pmk_counting_take(&fake, "cycles,instructions", &work);

	check_event(all, "cycles", "ok", 3 * OP_COST);
	check_event(all, "instructions", "ok", 3 * OP_COST);
	ck_assert_uint_eq(pmu.in_group, 3);
	ck_assert_uint_eq(pmu.opened, 0);
	json_decref(all);
}
END_TEST

START_TEST(flaw_06_the_kernel_is_asked_for_everything)
{
	json_decref(take("cycles"));
	ck_assert(!pmu.last.exclude_kernel && !pmu.last.exclude_user && !pmu.last.inherit);
	ck_assert_uint_eq(pmu.last.read_format, PMK_PERF_FORMAT);
	json_decref(take("cycles:u"));
	ck_assert(pmu.last.exclude_kernel && !pmu.last.exclude_user);
	json_decref(take("cycles:k"));
	ck_assert(!pmu.last.exclude_kernel && pmu.last.exclude_user);
}
END_TEST

START_TEST(flaw_06_multiplexed_is_scaled_and_says_so)
{
	json_t *all;

	pmu.slices = 5;
	all = take("cycles");
	/* Halves of odd numbers were cut, so not to the last event. */
	ck_assert_str_eq(
		json_string_value(json_object_get(json_object_get(all, "cycles"), "state")),
		"scaled");
	ck_assert_double_eq_tol(
		json_number_value(json_object_get(json_object_get(all, "cycles"), "value")),
		OP_COST, 0.02);
	ck_assert_double_eq_tol(
		json_number_value(json_object_get(json_object_get(all, "cycles"), "ratio")), 0.5,
		1e-9);
	json_decref(all);
}
END_TEST

START_TEST(flaw_06_what_never_ran_is_no_nan)
{
	json_t *all;

	pmu.slices = 0;
	all = take("cycles,minor-faults");
	check_event(all, "cycles", "not_counted", -1);
	check_event(all, "minor-faults", "not_counted", -1);
	json_decref(all);
}
END_TEST

static const struct {
	int err;
	const char *state;
} refusals[] = { { ENOENT, "unsupported" }, { EACCES, "denied" }, { EMFILE, "not_counted" } };

START_TEST(flaw_10_missing_is_neither_zero_nor_fatal)
{
	json_t *all;

	pmu.refused = 1; /* PERF_COUNT_HW_INSTRUCTIONS */
	pmu.refused_err = refusals[_i].err;
	all = take("cycles,instructions,branch-misses,no-such-event");
	check_event(all, "cycles", "ok", OP_COST);
	check_event(all, "instructions", refusals[_i].state, -1);
	check_event(all, "branch-misses", "ok", OP_COST);
	check_event(all, "no-such-event", "unsupported", -1);
	json_decref(all);
}
END_TEST

START_TEST(a_group_that_starves_is_counted_one_by_one)
{
	json_t *all;

	pmu.groups_starve = true;
	all = take("cycles,instructions");
	check_event(all, "cycles", "ok", OP_COST);
	check_event(all, "instructions", "ok", OP_COST);
	json_decref(all);
}
END_TEST

START_TEST(a_member_without_room_goes_alone)
{
	json_t *all;

	pmu.group_room = 2;
	all = take("cycles,instructions,branch-misses");
	ck_assert_uint_eq(pmu.in_group, 1);
	check_event(all, "branch-misses", "ok", OP_COST);
	json_decref(all);
}
END_TEST

START_TEST(passes_are_small_and_answers_in_the_order_of_the_list)
{
	static const char list[] = "cycles,instructions,task-clock,branch-misses,cache-misses,"
				   "minor-faults,dTLB-load-misses";
	struct pmk_event events[PMK_EVENTS_MAX];
	char bad[PMK_EVENT_NAME_MAX + 1], order[256] = "";
	size_t n = (size_t)pmk_events_parse(list, events, bad, sizeof(bad)), first;
	json_t *all = take(list), *event;
	const char *name;

	first = pmk_counters_pass(events, n, 0);
	ck_assert_uint_eq(first, 5); /* three of hardware and both of software */
	ck_assert_str_eq(events[3].name, "branch-misses");
	ck_assert_str_eq(events[4].name, "minor-faults");
	ck_assert_uint_eq(pmk_counters_pass(events, n, first), n);
	json_object_foreach(all, name, event) {
		size_t len = strlen(order);

		snprintf(order + len, sizeof(order) - len, "%s%s", len ? "," : "", name);
	}
	ck_assert_str_eq(order, list);
	json_decref(all);
}
END_TEST

static const struct pmk_bench bench = { .what = "nothing" };
static const struct pmk_entry entry = { .bench = &bench };
static const struct pmk_point point = { .entry = &entry, .name = "a/b/c" };

static void add(struct pmk_result *r, unsigned int round, const char *counter)
{
	json_t *answer =
		json_pack("{s:s, s:f, s:i, s:i, s:i, s:i, s:{s:o}}", "status", "PASS", "value", 1.0,
			  "n", 1, "reps", 1, "bytes_per_op", 0, "items_per_op", 1, "counters",
			  "cycles", json_loads(counter, 0, NULL));

	pmk_result_add(r, round, answer);
	json_decref(answer);
}

START_TEST(flaw_10_the_worst_sample_speaks_for_the_counter)
{
	struct pmk_result r;
	const struct pmk_counted *cycles;

	pmk_result_init(&r, &point);
	add(&r, 0, "{\"unit\":\"1\",\"state\":\"ok\",\"value\":4.0,\"ratio\":1.0}");
	ck_assert_uint_eq(r.n_counters, 1);
	cycles = &r.counters[0];
	ck_assert_str_eq(cycles->name, "cycles");
	ck_assert_double_eq(cycles->ratio, 0);
	add(&r, 1, "{\"unit\":\"1\",\"state\":\"scaled\",\"value\":5.0,\"ratio\":0.25}");
	add(&r, 2, "{\"unit\":\"1\",\"state\":\"scaled\",\"value\":5.0,\"ratio\":0.5}");
	ck_assert_int_eq(cycles->state, PMK_COUNTER_SCALED);
	ck_assert_double_eq(cycles->ratio, 0.25);
	ck_assert_uint_eq(cycles->samples.n, 3);
	add(&r, 3, "{\"unit\":\"1\",\"state\":\"not_counted\"}");
	add(&r, 4, "{\"unit\":\"1\",\"state\":\"ok\",\"value\":4.0,\"ratio\":1.0}");
	ck_assert_int_eq(cycles->state, PMK_COUNTER_NOT_COUNTED);
	ck_assert_uint_eq(cycles->samples.n, 0);
	ck_assert_double_eq(cycles->ratio, 0);
	pmk_result_free(&r);
}
END_TEST

Suite *pmk_suite_counting(void)
{
	Suite *suite = suite_create("counting");
	TCase *passes = tcase_create("passes");

	tcase_add_checked_fixture(passes, reset, NULL);
	tcase_add_test(passes, the_empty_operation_goes_away);
	tcase_add_test(passes, every_thread_has_its_counters_and_all_are_added_up);
	tcase_add_test(passes, flaw_06_the_kernel_is_asked_for_everything);
	tcase_add_test(passes, flaw_06_multiplexed_is_scaled_and_says_so);
	tcase_add_test(passes, flaw_06_what_never_ran_is_no_nan);
	tcase_add_loop_test(passes, flaw_10_missing_is_neither_zero_nor_fatal, 0,
			    sizeof(refusals) / sizeof(refusals[0]));
	tcase_add_test(passes, a_group_that_starves_is_counted_one_by_one);
	tcase_add_test(passes, a_member_without_room_goes_alone);
	tcase_add_test(passes, passes_are_small_and_answers_in_the_order_of_the_list);
	tcase_add_test(passes, flaw_10_the_worst_sample_speaks_for_the_counter);
	suite_add_tcase(suite, passes);
	return suite;
}
