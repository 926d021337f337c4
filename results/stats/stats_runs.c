// SPDX-License-Identifier: GPL-2.0-only
/* Splits the distances of runs from their mean into what a run's points share and the rest. */
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "stats.h"
#include "stats_power.h"
#include "stats_rank.h"
#include "stats_runs.h"

#define TAIL_SHARE 0.02 /* of the values: what a tail is seen from */
#define TAIL_MIN   10	/* values */
#define TAIL_RUNS  5	/* of a group, or the others predict none */

/* Sums over groups. */
struct sums {
	double *squares, *df; /* of each point */
	double shared, runs_df;
	double points; /* in a group, times runs_df */
	double off;    /* what of @shared per run is only the points' own */
};

static bool has(const struct pmk_run_group *group, size_t points, size_t i)
{
	for (size_t run = 0; run < group->runs; run++)
		if (isnan(group->logs[run * points + i]))
			return false;
	return true;
}

/* The distances of one group from the means of its points; returns how many points it has. */
static size_t centre(const struct pmk_run_group *group, size_t points, double *distance)
{
	size_t n = 0;

	for (size_t i = 0; i < points; i++) {
		bool known = has(group, points, i);
		double mean = 0;

		n += known;
		for (size_t run = 0; run < group->runs && known; run++)
			mean += group->logs[run * points + i] / (double)group->runs;
		for (size_t run = 0; run < group->runs; run++)
			distance[run * points + i] =
				known ? group->logs[run * points + i] - mean : (double)NAN;
	}
	return n;
}

/* The mean distance of a run's points; 0 where they are too few to share anything. */
static double shared_by(const double *of_run, size_t points, size_t n, bool share)
{
	double mean = 0;

	for (size_t i = 0; i < points && share; i++)
		mean += isnan(of_run[i]) ? 0 : of_run[i] / (double)n;
	return mean;
}

/* @share: take from each run what its points have in common. */
static void add_group(struct sums *sums, const struct pmk_run_group *group, size_t points,
		      double *distance, bool share)
{
	size_t n = centre(group, points, distance);
	double df = (double)group->runs - 1, each = share ? 1 - 1 / (double)n : 1;

	if (!n || group->runs < 2)
		return;
	for (size_t run = 0; run < group->runs; run++) {
		double *of_run = distance + run * points;
		double mean = shared_by(of_run, points, n, share);

		sums->shared += mean * mean;
		for (size_t i = 0; i < points; i++)
			if (!isnan(of_run[i]))
				sums->squares[i] += (of_run[i] - mean) * (of_run[i] - mean);
	}
	for (size_t i = 0; i < points; i++)
		if (!isnan(distance[i]))
			sums->df[i] += df * each;
	sums->runs_df += df;
	sums->points += df * (double)n;
}

/* Own variances from sums; what the points share holds a part of them, which is taken off. */
static void conclude(struct pmk_run_spread *s, struct sums *sums, bool share)
{
	double mean_own = 0;
	size_t known = 0;

	s->runs_df = sums->runs_df;
	for (size_t i = 0; i < s->points; i++) {
		if (!(sums->df[i] > 0))
			continue;
		s->own[known] = sums->squares[i] / sums->df[i];
		mean_own += s->own[known];
		s->own_df[known++] = sums->df[i];
	}
	if (share && known) {
		mean_own /= (double)known;
		s->prior = pmk_variance_prior(s->own, s->own_df, known, PMK_LEAST_VARIANCE);
		sums->off = mean_own * sums->runs_df / sums->points;
		s->shared = fmax(0, sums->shared / sums->runs_df - sums->off);
	}
	for (size_t i = 0; i < s->points; i++) {
		double df = sums->df[i], own = df > 0 ? sums->squares[i] / df : 0;

		s->own_df[i] = df + s->prior.df;
		s->own[i] =
			s->own_df[i] > 0 ? pmk_variance_shrunk(&s->prior, own, df) : (double)NAN;
	}
}

/*
 * Each run of a group is predicted from the others; how far off it is, in standard errors that do
 * not know it, goes to @off for each point. Returns how many.
 */
static size_t predict(const struct pmk_run_spread *s, const struct sums *sums,
		      const struct pmk_run_group *group, double *distance, double *off)
{
	bool share = s->points >= PMK_RUN_POINTS_MIN;
	size_t n = centre(group, s->points, distance), count = 0;
	double runs = (double)group->runs, grow = runs / (runs - 1);

	if (group->runs < TAIL_RUNS || !n)
		return 0;
	for (size_t run = 0; run < group->runs; run++) {
		const double *of_run = distance + run * s->points;
		double mean = shared_by(of_run, s->points, n, share);
		double shared =
			fmax(0, (sums->shared - mean * mean * grow) / (s->runs_df - 1) - sums->off);

		for (size_t i = 0; i < s->points; i++) {
			double own = of_run[i] - mean, df = sums->df[i] - 1;

			if (isnan(own))
				continue;
			own = fmax(0, sums->squares[i] - own * own * grow) / df;
			own = pmk_variance_shrunk(&s->prior, own, df) + (share ? shared : 0);
			off[count++] = fabs(of_run[i]) * sqrt(grow / fmax(own, PMK_LEAST_VARIANCE));
		}
	}
	return count;
}

static int see_tail(struct pmk_run_spread *s, const struct sums *sums,
		    const struct pmk_run_group *groups, size_t n, double *distance)
{
	size_t most = 0, count = 0, worst;
	double *off, logs = 0;

	for (size_t i = 0; i < n; i++)
		most += groups[i].runs * s->points;
	off = malloc((most + 1) * sizeof(*off));
	if (!off)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		count += predict(s, sums, &groups[i], distance, off + count);
	pmk_stats_sort(off, count);
	worst = (size_t)ceil(TAIL_SHARE * (double)count);
	worst = worst < TAIL_MIN ? TAIL_MIN : worst;
	if (count >= 5 * worst) {
		s->tail.share = (double)worst / (double)count;
		s->tail.from = off[count - worst - 1];
		for (size_t i = count - worst; i < count; i++)
			logs += log(off[i] / s->tail.from);
		s->tail.index = logs / (double)worst;
	}
	free(off);
	return 0;
}

int pmk_run_spread_learn(struct pmk_run_spread *s, const struct pmk_run_group *groups, size_t n,
			 size_t points)
{
	bool share = points >= PMK_RUN_POINTS_MIN;
	size_t most = 0;
	double *distance;
	struct sums sums = { 0 };
	int err = -ENOMEM;

	memset(s, 0, sizeof(*s));
	s->points = points;
	for (size_t i = 0; i < n; i++)
		most = groups[i].runs > most ? groups[i].runs : most;
	distance = malloc((most * points + 1) * sizeof(*distance));
	sums.squares = calloc(2 * points + 1, sizeof(*sums.squares));
	sums.df = sums.squares + points;
	s->own = calloc(2 * points + 1, sizeof(*s->own));
	s->own_df = s->own + points;
	if (distance && sums.squares && s->own) {
		for (size_t i = 0; i < n; i++)
			add_group(&sums, &groups[i], points, distance, share);
		conclude(s, &sums, share);
		err = see_tail(s, &sums, groups, n, distance);
	}
	if (err)
		pmk_run_spread_free(s);
	free(sums.squares);
	free(distance);
	return err;
}

void pmk_run_spread_free(struct pmk_run_spread *s)
{
	free(s->own);
	memset(s, 0, sizeof(*s));
}

double pmk_run_inside(const double *samples, size_t n, size_t runs)
{
	double *logs = malloc((n + 1) * sizeof(*logs)), spread;

	if (!logs)
		return NAN;
	for (size_t i = 0; i < n; i++)
		logs[i] = log(samples[i]);
	spread = pmk_stats_spread(logs, n, NULL, 0);
	free(logs);
	return PMK_STATS_MEDIAN_ERROR * spread / sqrt((double)n / (double)runs);
}

double pmk_run_stated(double inside)
{
	return fmax(PMK_RUN_STATED, PMK_RUN_STATED_INSIDE * inside);
}

double pmk_run_spread_of(const struct pmk_run_spread *s, size_t point, double *df)
{
	double own = fmax(s->own[point], PMK_LEAST_VARIANCE), all = own + s->shared;

	*df = 0;
	if (!(s->own_df[point] > 0) || !(s->runs_df > 0))
		return NAN;
	*df = all * all / (own * own / s->own_df[point] + s->shared * s->shared / s->runs_df);
	return all;
}

double pmk_run_spread_beyond(const struct pmk_run_spread *s, double t, double df)
{
	double normal = pmk_student_beyond(t, df), wild = 0;

	t = fabs(t);
	if (s->tail.share > 0 && t > s->tail.from)
		wild = s->tail.share * pow(t / s->tail.from, -1 / s->tail.index);
	return fmax(normal, wild);
}

double pmk_run_spread_critical(const struct pmk_run_spread *s, double chance, double df)
{
	double normal = pmk_student_critical(chance, df), wild = 0;

	if (s->tail.share > chance)
		wild = s->tail.from * pow(s->tail.share / chance, s->tail.index);
	return fmax(normal, wild);
}
