// SPDX-License-Identifier: GPL-2.0-only
/* One change: its place, the runs among which it may lie, its size. */
#include <errno.h>
#include <math.h>

#include "change_inner.h"
#include "random.h"
#include "stats_rank.h"

#define DRAWS 199
#define TAIL  5 /* of the sorted draws, on each side: (199 + 1) * 0.025 */
#define NEAR  PMK_CHANGE_NEAR

/* Logarithms in two parts: what is left over when each part's median is taken off. */
static void take_apart(const double *logs, size_t at, size_t n, double *rest, double *step)
{
	double before = pmk_stats_median(logs, at), after = pmk_stats_median(logs + at, n - at);

	for (size_t i = 0; i < n; i++)
		rest[i] = logs[i] - (i < at ? before : after);
	*step = after - before;
}

/* An outlier, further off both levels than three deviations of the runs, is put there. */
static void tame(double *logs, size_t at, size_t n)
{
	double before = pmk_stats_median(logs, at), after = pmk_stats_median(logs + at, n - at);
	double rest[2 * NEAR], step, room;

	take_apart(logs, at, n, rest, &step);
	for (size_t i = 0; i < n; i++)
		rest[i] = fabs(rest[i]);
	room = 3 * 1.4826 * pmk_stats_median(rest, n); /* 1.4826: of a normal distribution */
	for (size_t i = 0; i < n; i++)
		logs[i] =
			fmax(fmin(before, after) - room, fmin(fmax(before, after) + room, logs[i]));
}

/* First run of the right part of the least-squares division. */
static size_t place(const double *logs, size_t n, size_t persist)
{
	double mean = 0, sum = 0, best = -1;
	size_t at = persist;

	for (size_t i = 0; i < n; i++)
		mean += logs[i] / (double)n;
	for (size_t t = 1; t < n; t++) {
		double gain;

		sum += logs[t - 1] - mean;
		gain = sum * sum / ((double)t * (double)(n - t));
		if (t < persist || n - t < persist || gain <= best)
			continue;
		best = gain;
		at = t;
	}
	return at;
}

/* How far from its place the change may lie, in runs. */
static void doubt(const double *logs, size_t n, size_t persist, size_t at, long *early, long *late)
{
	double rest[2 * NEAR], drawn[2 * NEAR], moved[DRAWS], step;
	uint64_t state = n * NEAR + at; /* the same series has the same doubt */

	take_apart(logs, at, n, rest, &step);
	for (size_t i = 0; i < DRAWS; i++) {
		for (size_t j = 0; j < n; j++)
			drawn[j] = rest[pmk_random(&state) % n] + (j < at ? 0 : step);
		moved[i] = (double)place(drawn, n, persist) - (double)at;
	}
	pmk_stats_sort(moved, DRAWS);
	/* Where draws went too far, the change itself may have come too early. */
	*early = -lround(moved[DRAWS - TAIL]);
	*late = -lround(moved[TAIL - 1]);
}

int pmk_change_size(const double *values, size_t n, size_t at, struct pmk_interval *size)
{
	double logs[2 * NEAR];
	struct pmk_u_null null;

	if (pmk_u_null_make(&null, at, n - at))
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		logs[i] = log(values[i]);
	pmk_stats_sort(logs, at);
	pmk_stats_sort(logs + at, n - at);
	*size = pmk_interval_exp(
		pmk_stats_centre_interval(&null, logs, logs + at, 1 - PMK_STATS_COVERAGE));
	pmk_u_null_free(&null);
	return size->n ? 0 : -ENOMEM;
}

int pmk_change_settle(const double *values, size_t from, size_t to, size_t persist,
		      struct pmk_change *change)
{
	size_t left = change->at - from > NEAR ? change->at - NEAR : from;
	size_t right = to - change->at > NEAR ? change->at + NEAR : to;
	size_t n = right - left, at = change->at - left;
	double logs[2 * NEAR] = { 0 };
	long early, late;
	int err;

	for (size_t i = 0; i < n; i++)
		logs[i] = log(values[left + i]);
	tame(logs, at, n);
	at = place(logs, n, persist);
	doubt(logs, n, persist, at, &early, &late);
	err = pmk_change_size(values + left, n, at, &change->size);
	if (err)
		return err;
	change->at = left + at;
	/* The place itself is never in doubt, and nothing lies outside of the series. */
	early = early < 0 ? early : 0;
	late = late > 0 ? late : 0;
	change->first = (long)at + early < 1 ? left + 1 : left + (size_t)((long)at + early);
	change->last = (long)at + late >= (long)n ? right - 1 : left + (size_t)((long)at + late);
	return 0;
}
