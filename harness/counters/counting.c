// SPDX-License-Identifier: GPL-2.0-only
/* Counted batches: passes over the events, the empty operation subtracted, the answer as JSON. */
#include <stdbool.h>
#include <stdlib.h>

#include "counting.h"
#include "system/clock.h"

/**
 * struct counted - one pass over a few events
 * @backend: how they are counted
 * @work: what is counted
 * @events: the few
 * @n: how many
 * @grouped: as pmk_counters_open() takes it
 * @sets: one for each thread
 */
struct counted {
	const struct pmk_perf_backend *backend;
	const struct pmk_work *work;
	const struct pmk_event *events;
	size_t n;
	bool grouped;
	struct pmk_counters *sets;
};

/* Counted in a thread: the work itself, or as many turns of nothing. */
struct batch {
	struct counted *counted;
	void (*run)(void *, uint64_t);
	uint64_t n;
};

static unsigned int threads_of(const struct pmk_work *work)
{
	return work->in_each ? work->threads : 1;
}

static void in_each(const struct pmk_work *work,
		    void (*fn)(void *arg, unsigned int thread, void *of_thread), void *arg)
{
	if (work->in_each)
		work->in_each(work->arg, fn, arg);
	else
		fn(arg, 0, work->arg);
}

/* In the thread itself, because an event belongs to the thread that opens it. */
static void open_set(void *arg, unsigned int thread, void *of_thread)
{
	struct counted *k = arg;

	(void)of_thread;
	pmk_counters_open(&k->sets[thread], k->backend, k->events, k->n, k->grouped);
}

static void run_batch(void *arg, unsigned int thread, void *of_thread)
{
	struct batch *b = arg;

	pmk_counters_start(&b->counted->sets[thread]);
	b->run(of_thread, b->n);
	pmk_counters_stop(&b->counted->sets[thread]);
}

static void batches(struct counted *k, void (*run)(void *, uint64_t), uint64_t n)
{
	struct batch batch = { .counted = k, .run = run, .n = n };

	for (unsigned int t = 0; t < threads_of(k->work); t++)
		pmk_counters_reset(&k->sets[t]);
	for (int i = 0; i < PMK_COUNTED_BATCHES; i++)
		in_each(k->work, run_batch, &batch);
}

static struct pmk_count read_all(const struct counted *k, size_t i)
{
	struct pmk_count sum = pmk_counters_read(&k->sets[0], i);

	for (unsigned int t = 1; t < threads_of(k->work); t++)
		sum = pmk_count_sum(sum, pmk_counters_read(&k->sets[t], i));
	return sum;
}

static void run_nothing(void *arg, uint64_t n)
{
	(void)arg;
	pmk_empty_run(NULL, n);
}

/* False if the PMU never took an event that it had accepted. */
static bool count(struct counted *k, struct pmk_count *counts)
{
	struct pmk_count of_work[PMK_EVENTS_MAX] = { { .state = PMK_COUNTER_NOT_COUNTED } };
	double ops = (double)k->work->n * PMK_COUNTED_BATCHES * threads_of(k->work);
	bool all = true;

	batches(k, k->work->run, k->work->n);
	for (size_t i = 0; i < k->n; i++)
		of_work[i] = read_all(k, i);
	batches(k, run_nothing, k->work->turns);
	for (size_t i = 0; i < k->n; i++) {
		counts[i] = pmk_count_per_op(of_work[i], read_all(k, i), ops);
		if (k->sets[0].slots[i].perf && counts[i].state == PMK_COUNTER_NOT_COUNTED)
			all = false;
	}
	return all;
}

static void pass(struct counted *k, struct pmk_count *counts, int *open_errs)
{
	/*
	 * As a group first. What never had a turn, because someone else holds a counter, is asked
	 * one by one.
	 */
	for (int grouped = 1; grouped >= 0; grouped--) {
		bool done = true;

		k->grouped = grouped;
		in_each(k->work, open_set, k);
		for (size_t i = 0; i < k->n; i++) {
			open_errs[i] = k->sets[0].slots[i].open_err;
			counts[i] = pmk_counters_read(&k->sets[0], i);
		}
		if (pmk_counters_active(&k->sets[0]))
			done = count(k, counts);
		for (unsigned int t = 0; t < threads_of(k->work); t++)
			pmk_counters_close(&k->sets[t]);
		if (done)
			return;
	}
}

static json_t *count_json(const struct pmk_event *e, const struct pmk_count *count, int open_err)
{
	struct pmk_why advice;

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
	struct counted k = { .backend = backend, .work = work };
	json_t *all = json_object();

	k.sets = calloc(threads_of(work), sizeof(*k.sets));
	if (!k.sets) {
		json_decref(all);
		return NULL;
	}

	/* In the order of the list, whatever the order of the passes. */
	for (int i = 0; all && i < n; i++)
		json_object_set_new(all, events[i].name, json_null());
	for (size_t from = 0, to; all && n > 0 && from < (size_t)n; from = to) {
		to = pmk_counters_pass(events, (size_t)n, from);
		k.events = &events[from];
		k.n = to - from;
		pass(&k, counts, open_errs);
		for (size_t i = from; i < to; i++)
			json_object_set_new(all, events[i].name,
					    count_json(&events[i], &counts[i - from],
						       open_errs[i - from]));
	}
	free(k.sets);
	return all;
}
