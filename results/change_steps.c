// SPDX-License-Identifier: GPL-2.0-only
/* Steps of a series without noise: instructions, which repeat. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "change_inner.h"

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

/* Both levels are known now. A run that is nearer to the old one may belong to either. */
static int measure(struct pmk_change *step, const double *values, size_t from, size_t to)
{
	size_t left = step->at - from > PMK_CHANGE_NEAR ? step->at - PMK_CHANGE_NEAR : from;
	size_t right = to - step->at > PMK_CHANGE_NEAR ? step->at + PMK_CHANGE_NEAR : to;
	double before = pmk_stats_median(values + left, step->at - left),
	       after = pmk_stats_median(values + step->at, right - step->at);

	while (step->last + 1 < right &&
	       fabs(log(values[step->last] / before)) < fabs(log(values[step->last] / after)))
		step->last++;
	step->sure = true;
	return pmk_change_size(values + left, right - left, step->at - left, &step->size);
}

static int find(const double *values, size_t n, size_t persist, double effect,
		struct pmk_changes *changes)
{
	double level = 0;
	size_t from = 0;
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
	return err;
}

int pmk_change_steps(const double *values, size_t n, size_t persist, double effect,
		     struct pmk_changes *changes)
{
	int err;

	memset(changes, 0, sizeof(*changes));
	err = find(values, n, persist, effect, changes);
	for (size_t i = 0; i < changes->n && !err; i++)
		err = measure(&changes->all[i], values, i ? changes->all[i - 1].at : 0,
			      i + 1 < changes->n ? changes->all[i + 1].at : n);
	if (err) {
		free(changes->all);
		memset(changes, 0, sizeof(*changes));
	}
	return err;
}
