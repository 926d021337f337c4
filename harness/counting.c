// SPDX-License-Identifier: GPL-2.0-only
/* Counted batches: passes over the events, the empty operation subtracted, the answer as JSON. */
#include <stdbool.h>

#include "clock.h"
#include "counting.h"

static void batches(struct pmk_counters *set, void (*run)(void *, uint64_t), void *arg, uint64_t n)
{
	pmk_counters_reset(set);
	for (int i = 0; i < PMK_COUNTED_BATCHES; i++) {
		pmk_counters_start(set);
		run(arg, n);
		pmk_counters_stop(set);
	}
}

static void run_nothing(void *arg, uint64_t n)
{
	(void)arg;
	pmk_empty_run(NULL, n);
}

/* False if the PMU never took an event that it had accepted. */
static bool count(struct pmk_counters *set, const struct pmk_work *work, struct pmk_count *counts)
{
	struct pmk_count of_work[PMK_EVENTS_MAX] = { { .state = PMK_COUNTER_NOT_COUNTED } };
	double ops = (double)work->n * PMK_COUNTED_BATCHES;
	bool all = true;

	batches(set, work->run, work->arg, work->n);
	for (size_t i = 0; i < set->n; i++)
		of_work[i] = pmk_counters_read(set, i);
	batches(set, run_nothing, NULL, work->turns);
	for (size_t i = 0; i < set->n; i++) {
		counts[i] = pmk_count_per_op(of_work[i], pmk_counters_read(set, i), ops);
		if (set->slots[i].perf && counts[i].state == PMK_COUNTER_NOT_COUNTED)
			all = false;
	}
	return all;
}

static void pass(const struct pmk_perf_backend *backend, const struct pmk_event *events, size_t n,
		 const struct pmk_work *work, struct pmk_count *counts, int *open_errs)
{
	struct pmk_counters set;

	/*
	 * As a group first. What never had a turn, because someone else holds a counter, is asked
	 * one by one.
	 */
	for (int grouped = 1; grouped >= 0; grouped--) {
		bool done = true;

		pmk_counters_open(&set, backend, events, n, grouped);
		for (size_t i = 0; i < n; i++) {
			open_errs[i] = set.slots[i].open_err;
			counts[i] = pmk_counters_read(&set, i);
		}
		if (pmk_counters_active(&set))
			done = count(&set, work, counts);
		pmk_counters_close(&set);
		if (done)
			return;
	}
}

static json_t *count_json(const struct pmk_event *e, const struct pmk_count *count, int open_err)
{
	struct pmk_advice advice;

	if (count->state <= PMK_COUNTER_SCALED)
		return json_pack("{s:s, s:s, s:f, s:f}", "unit", e->unit, "state",
				 pmk_counter_state_name(count->state), "value", count->value,
				 "ratio", count->ratio);
	pmk_counter_advice(count->state, e, open_err, &advice);
	return json_pack("{s:s, s:s, s:s, s:s}", "unit", e->unit, "state",
			 pmk_counter_state_name(count->state), "reason", advice.reason, "remedy",
			 advice.remedy);
}

json_t *pmk_counting_take(const struct pmk_perf_backend *backend, const char *list,
			  const struct pmk_work *work)
{
	struct pmk_event events[PMK_EVENTS_MAX];
	struct pmk_count counts[PMK_EVENTS_MAX];
	int open_errs[PMK_EVENTS_MAX];
	char bad[PMK_EVENT_NAME_MAX + 1];
	int n = pmk_events_parse(list, events, bad, sizeof(bad));
	json_t *all = json_object();

	/* In the order of the list, whatever the order of the passes. */
	for (int i = 0; all && i < n; i++)
		json_object_set_new(all, events[i].name, json_null());
	for (size_t from = 0, to; all && n > 0 && from < (size_t)n; from = to) {
		to = pmk_counters_pass(events, (size_t)n, from);
		pass(backend, &events[from], to - from, work, counts, open_errs);
		for (size_t i = from; i < to; i++)
			json_object_set_new(all, events[i].name,
					    count_json(&events[i], &counts[i - from],
						       open_errs[i - from]));
	}
	return all;
}
