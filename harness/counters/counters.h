/* SPDX-License-Identifier: GPL-2.0-only */
/* Counters of the calling thread: opened together, started and stopped around a piece of work. */
#ifndef PAGEMARK_COUNTERS_H
#define PAGEMARK_COUNTERS_H

#include "event.h"
#include "perf_backend.h"
#include "system/why.h"

/* So many hardware events share a pass: every PMU in use can count them, also beside a watchdog. */
#define PMK_PASS_HARDWARE 3

/**
 * struct pmk_counter_slot - one event of a set
 * @event: which
 * @perf: the open event; NULL if it could not be opened
 * @open_err: why not, an errno
 * @leads: it is started and stopped by itself, the others with their leader
 * @before: its last reading before the work
 */
struct pmk_counter_slot {
	const struct pmk_event *event;
	struct pmk_perf *perf;
	int open_err;
	bool leads;
	struct pmk_reading before;
};

struct pmk_counters {
	const struct pmk_perf_backend *backend;
	struct pmk_counter_slot slots[PMK_EVENTS_MAX];
	size_t n;
};

/* libperf where built with it, else perf_event_open(2). */
const struct pmk_perf_backend *pmk_counters_backend(void);

/**
 * pmk_counters_open() - open events for the calling thread, stopped; its children are not counted
 * @set: out
 * @backend: how
 * @events: which; must live as long as the set
 * @n: at most PMK_EVENTS_MAX
 * @grouped: hardware events run together or not at all; else the kernel gives each its own turn
 *
 * An event that cannot be opened stays in the set and says why. A member that its group has no
 * room for is opened by itself.
 */
void pmk_counters_open(struct pmk_counters *set, const struct pmk_perf_backend *backend,
		       const struct pmk_event *events, size_t n, bool grouped);
void pmk_counters_close(struct pmk_counters *set);

/* How many are open. */
size_t pmk_counters_active(const struct pmk_counters *set);

/* Forgets what was counted so far. Context: stopped. */
void pmk_counters_reset(struct pmk_counters *set);
void pmk_counters_start(struct pmk_counters *set);
void pmk_counters_stop(struct pmk_counters *set);

/* What the i-th counted since the last reset. Context: stopped. */
struct pmk_count pmk_counters_read(const struct pmk_counters *set, size_t i);

/**
 * pmk_counters_pass() - the events of one pass
 * @events: all of them; they are reordered
 * @n: how many
 * @first: where the pass begins
 *
 * A pass takes at most PMK_PASS_HARDWARE hardware events and any number of others, so that no event
 * has to share a counter with another one.
 *
 * Return: where the next pass begins; @n after the last.
 */
size_t pmk_counters_pass(struct pmk_event *events, size_t n, size_t first);

/*
 * Why a counter counts nothing, and what to do about it; both "" for a good state. @open_err: the
 * errno of opening it, 0 if it was opened.
 */
void pmk_counter_advice(enum pmk_counter_state state, const struct pmk_event *event, int open_err,
			struct pmk_why *advice);

#endif
