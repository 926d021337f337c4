/* SPDX-License-Identifier: GPL-2.0-only */
/* The arithmetic of counters, apart from any kernel: readings in, a value with a state out. */
#ifndef PAGEMARK_COUNTER_MATH_H
#define PAGEMARK_COUNTER_MATH_H

#include <stdint.h>

/**
 * enum pmk_counter_state - what a counter's value is worth, from best to worst
 * @PMK_COUNTER_OK: counted all the time
 * @PMK_COUNTER_SCALED: counted part of the time, beside other events, and extrapolated
 * @PMK_COUNTER_NOT_COUNTED: accepted, yet it never had a turn; or the kernel was out of means
 * @PMK_COUNTER_UNSUPPORTED: this kernel or processor has no such event
 * @PMK_COUNTER_DENIED: this user may not count it
 */
enum pmk_counter_state {
	PMK_COUNTER_OK,
	PMK_COUNTER_SCALED,
	PMK_COUNTER_NOT_COUNTED,
	PMK_COUNTER_UNSUPPORTED,
	PMK_COUNTER_DENIED,
};

/* As the record has it: "ok", "scaled", "not_counted", "unsupported", "denied". */
const char *pmk_counter_state_name(enum pmk_counter_state state);

/* The reverse. NULL or an unknown name is PMK_COUNTER_NOT_COUNTED. */
enum pmk_counter_state pmk_counter_state_parse(const char *name);

/* The state that follows from the errno (above 0) of perf_event_open(2). */
enum pmk_counter_state pmk_counter_state_of_errno(int err);

/**
 * struct pmk_reading - what read(2) of an event gives
 * @value: events so far
 * @enabled_ns: how long it has been enabled
 * @running_ns: how long of that it was on the PMU
 */
struct pmk_reading {
	uint64_t value;
	uint64_t enabled_ns;
	uint64_t running_ns;
};

/**
 * struct pmk_count - a value that carries its own worth
 * @state: @value and @ratio mean something only where this is OK or SCALED
 * @value: events
 * @ratio: part of the time that was really counted, above 0 and at most 1
 */
struct pmk_count {
	enum pmk_counter_state state;
	double value;
	double ratio;
};

/**
 * pmk_count_between() - what happened between two readings of one event
 * @before: the earlier
 * @after: the later
 *
 * value * enabled / running, all as differences. Never infinite and never a NaN.
 *
 * Return: OK, SCALED, or NOT_COUNTED where it did not run in between or the readings contradict
 * each other.
 * Source: perf_event_open(2), PERF_FORMAT_TOTAL_TIME_RUNNING.
 */
struct pmk_count pmk_count_between(const struct pmk_reading *before,
				   const struct pmk_reading *after);

/* Of two threads together: the sum, the worse of both states, the smaller ratio. */
struct pmk_count pmk_count_sum(struct pmk_count a, struct pmk_count b);

/**
 * pmk_count_per_op() - the count of one operation
 * @work: counted while the operation was done @ops times
 * @empty: counted while nothing was done as many times, under the same events
 * @ops: 1 or more
 *
 * What the loop, starting and stopping cost is in both and goes away. Around 0 the result may be
 * slightly negative: it is noise, and cutting it off would bias the mean.
 *
 * Return: the worse of both states, the smaller ratio.
 */
struct pmk_count pmk_count_per_op(struct pmk_count work, struct pmk_count empty, double ops);

#endif
