// SPDX-License-Identifier: GPL-2.0-only
/* Steps of a series that repeats or nearly so: instructions. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "change_inner.h"
#include "stats_rank.h"

#define LEVEL_RUNS 9 /* the first of a level say what it is, so that a creeping one is left, too */

/* Side of a value by a level: 1 above, -1 below, 0 on it. */
static int side(double value, double level, double effect)
{
	double off = log(value / level);

	return (off > log1p(effect)) - (off < -log1p(effect));
}

/* Whether the first runs, as many as persist, all lie off the level on one side. */
static bool leaves(const double *values, size_t persist, double level, double effect)
{
	int first = side(values[0], level, effect);

	for (size_t i = 1; first && i < persist; i++)
		if (side(values[i], level, effect) != first)
			return false;
	return first;
}

/*
 * Whether a level repeats: its runs lie within @room of its median. A tenth (of 5 runs, one) may
 * lie astray, but not on the other level: that would be two costs which take turns.
 */
static bool repeats(const double *values, size_t n, double other, double room)
{
	double level = pmk_stats_median(values, n);
	size_t astray = 0;

	for (size_t i = 0; i < n; i++) {
		if (!side(values[i], level, room))
			continue;
		astray++;
		if (!side(values[i], other, room))
			return false;
	}
	return astray <= (n + 5) / 10;
}

/*
 * 0 between levels that repeat, far more exactly than they differ; else the exact rank test of the
 * runs near by, for every place.
 */
static int weigh(const double *values, size_t n, size_t from, size_t to, double effect,
		 struct pmk_change *step)
{
	size_t left = step->at - from > PMK_U_TIES_MAX ? step->at - PMK_U_TIES_MAX : from;
	size_t right = to - step->at > PMK_U_TIES_MAX ? step->at + PMK_U_TIES_MAX : to;
	double sorted[2 * PMK_U_TIES_MAX], before, after;
	struct pmk_u_null null;
	int err;

	before = pmk_stats_median(values + from, step->at - from);
	after = pmk_stats_median(values + step->at, to - step->at);
	effect = fmin(effect, expm1(fabs(log(after / before)) / 4));
	step->p = 0;
	if (repeats(values + from, step->at - from, after, effect) &&
	    repeats(values + step->at, to - step->at, before, effect))
		return 0;
	err = pmk_u_null_make(&null, step->at - left, right - step->at);
	if (err)
		return err;
	memcpy(sorted, values + left, (right - left) * sizeof(*sorted));
	pmk_stats_sort(sorted, step->at - left);
	pmk_stats_sort(sorted + step->at - left, right - step->at);
	step->p = pmk_stats_u_test(&null, sorted, sorted + step->at - left).p;
	step->p = isnan(step->p) ? 1 : fmin(1, step->p * (double)n);
	pmk_u_null_free(&null);
	return 0;
}

/* The least certain step leaves, if it is worth nothing: *@left says so. */
static int drop_scatter(const double *values, size_t n, double effect, struct pmk_changes *steps,
			bool *left)
{
	size_t least = 0;

	for (size_t i = 0; i < steps->n; i++) {
		size_t from = i ? steps->all[i - 1].at : 0;
		size_t to = i + 1 < steps->n ? steps->all[i + 1].at : n;
		int err = weigh(values, n, from, to, effect, &steps->all[i]);

		if (err)
			return err;
		if (steps->all[i].p > steps->all[least].p)
			least = i;
	}
	*left = steps->n && steps->all[least].p > PMK_CHANGE_DOUBTED;
	if (*left)
		pmk_change_remove(steps, least);
	return 0;
}

/* Where runs stop to be nearer to the level before: perhaps before three in a row showed it. */
static size_t place(const double *values, size_t from, size_t at, size_t to)
{
	double before = pmk_stats_median(values + from, at - from), sum = 0, least = INFINITY;
	double after = pmk_stats_median(values + at, to - at);
	size_t best = at;

	for (size_t i = from; before != after && i + 1 < to; i++) {
		sum += fabs(log(values[i] / before)) - fabs(log(values[i] / after));
		if (sum < least) {
			least = sum;
			best = i + 1;
		}
	}
	return best;
}

static void place_all(const double *values, size_t n, struct pmk_changes *changes)
{
	struct pmk_change *all = changes->all;

	for (size_t i = 0; i < changes->n; i++) {
		all[i].at = place(values, i ? all[i - 1].at : 0, all[i].at,
				  i + 1 < changes->n ? all[i + 1].at : n);
		all[i].first = all[i].last = all[i].at;
	}
}

/* Both levels are known now. Runs between them may belong to either. */
static int measure(struct pmk_change *step, const double *values, size_t from, size_t to,
		   double effect)
{
	size_t left = step->at - from > PMK_CHANGE_NEAR ? step->at - PMK_CHANGE_NEAR : from;
	size_t right = to - step->at > PMK_CHANGE_NEAR ? step->at + PMK_CHANGE_NEAR : to;
	double before = pmk_stats_median(values + left, step->at - left),
	       after = pmk_stats_median(values + step->at, right - step->at);

	while (step->first - 1 > left && side(values[step->first - 1], before, effect))
		step->first--;
	while (step->last + 1 < right &&
	       fabs(log(values[step->last] / before)) < fabs(log(values[step->last] / after)))
		step->last++;
	step->sure = !step->p;
	return pmk_change_size(values + left, right - left, step->at - left, &step->size);
}

static int find(const double *values, size_t n, size_t persist, double effect,
		struct pmk_changes *changes)
{
	double level = 0;
	size_t from = 0;
	bool left = true;
	int err = 0;

	for (size_t at = persist; at + persist <= n && !err; at++) {
		if (at - from < persist)
			continue;
		if (at - from <= LEVEL_RUNS || at - from == persist)
			level = pmk_stats_median(values + from, at - from);
		if (!leaves(values + at, persist, level, effect))
			continue;
		err = pmk_change_add(changes, at, 0);
		from = at;
	}
	place_all(values, n, changes);
	while (!err && left)
		err = drop_scatter(values, n, effect, changes, &left);
	return err;
}

/* What no three runs in a row show: a level that some of the runs leave now. */
static int divide_levels(struct pmk_change_null *null, const double *values, size_t n,
			 const struct pmk_changes *steps, struct pmk_changes *all)
{
	size_t from = 0;
	int err = 0;

	for (size_t i = 0; i <= steps->n && !err; i++) {
		size_t to = i < steps->n ? steps->all[i].at : n;

		if (to - from >= 2 * null->persist)
			err = pmk_change_divide(null, values, from, to, all);
		if (!err && i < steps->n)
			err = pmk_change_add(all, to, steps->all[i].p);
		all->n_tests += i < steps->n && steps->all[i].p > 0;
		from = to;
	}
	return err;
}

static double mean_log(const double *values, size_t from, size_t to)
{
	double sum = 0;

	for (size_t i = from; i < to; i++)
		sum += log(values[i]);
	return sum / (double)(to - from);
}

/* Drops divisions whose levels differ on average by less than the effect. */
static void drop_small(const double *values, size_t n, double effect, struct pmk_changes *all)
{
	for (size_t i = 0; i < all->n;) {
		size_t at = all->all[i].at, from = i ? all->all[i - 1].at : 0;
		size_t to = i + 1 < all->n ? all->all[i + 1].at : n;
		double size = mean_log(values, at, to) - mean_log(values, from, at);

		if (all->all[i].p > 0 && fabs(size) < log1p(effect))
			pmk_change_remove(all, i);
		else
			i++;
	}
}

int pmk_change_steps(struct pmk_change_null *null, const double *values, size_t n, double effect,
		     struct pmk_changes *changes)
{
	struct pmk_changes steps = { 0 };
	int err;

	memset(changes, 0, sizeof(*changes));
	err = find(values, n, null->persist, effect, &steps);
	err = err ? err : divide_levels(null, values, n, &steps, changes);
	free(steps.all);
	if (!err)
		drop_small(values, n, effect, changes);
	place_all(values, n, changes);
	for (size_t i = 0; i < changes->n && !err; i++)
		err = measure(&changes->all[i], values, i ? changes->all[i - 1].at : 0,
			      i + 1 < changes->n ? changes->all[i + 1].at : n, effect);
	return err;
}
