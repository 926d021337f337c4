// SPDX-License-Identifier: GPL-2.0-only
/* Points on the wall clock: several runs a side are exchanged, few are judged by their spread. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge.h"
#include "stats/stats_family.h"
#include "stats/stats_power.h"
#include "stats/stats_rank.h"
#include "stats/stats_runs.h"
#include "stats/stats_signed.h"

/*
 * @at: the points on the wall clock; @logs: of the medians of base's runs, then new's, then known
 * ones, each run for all points
 */
struct wall {
	struct pmk_judged *points;
	size_t *at, n, n_base, n_new, n_known;
	const struct pmk_judge_rules *rules;
	struct pmk_judge_family *family;
	double *logs;
};

/* What depends on the numbers of runs only; shifts in deviations between runs. */
struct sizes {
	struct pmk_u_null null;
	double found;	 /* the smallest that is found in the family */
	double narrowed; /* and whose interval does not reach no change */
};

static double found_with(double critical)
{
	return critical + pmk_normal_quantile(PMK_POWER);
}

/* A change must be found, and its interval must clear the margin; both are shifts of logarithms. */
static double smallest_change(double found, double narrowed, double margin)
{
	double clear = log1p(margin) + narrowed;

	return isnan(found) || isnan(clear) ? (double)NAN : expm1(fmax(found, clear));
}

static int gather(struct wall *w, struct pmk_judged *points, size_t n)
{
	w->points = points;
	w->at = calloc(n + 1, sizeof(*w->at));
	for (size_t i = 0; i < n && w->at; i++) {
		if (points[i].insn)
			continue;
		w->at[w->n++] = i;
		w->n_base = points[i].n_base_runs;
		w->n_new = points[i].n_new_runs;
		if (points[i].n_known_runs)
			w->n_known = points[i].n_known_runs;
	}
	w->logs = malloc(((w->n_base + w->n_new + w->n_known) * w->n + 1) * sizeof(*w->logs));
	if (!w->at || !w->logs)
		return -ENOMEM;
	for (size_t k = 0; k < w->n; k++) {
		const struct pmk_judged *point = &points[w->at[k]];
		double *to = w->logs + k;

		for (size_t run = 0; run < w->n_base; run++, to += w->n)
			*to = log(point->base_runs[run]);
		for (size_t run = 0; run < w->n_new; run++, to += w->n)
			*to = log(point->new_runs[run]);
		for (size_t run = 0; run < w->n_known; run++, to += w->n)
			*to = point->n_known_runs ? log(point->known_runs[run]) : (double)NAN;
	}
	return 0;
}

/* Copies one point's logarithms: base's runs, then new's. */
static void column(const struct wall *w, size_t k, double *to)
{
	for (size_t run = 0; run < w->n_base + w->n_new; run++)
		to[run] = w->logs[run * w->n + k];
}

/*
 * Several runs a side: what decides is the exchange of whole runs, all points together. The
 * interval is that of ranks, of the same runs; both hold whatever the shape of the noise.
 */
static void by_ranks(const struct wall *w, size_t k, const struct sizes *sizes, double *logs)
{
	struct pmk_judged *point = &w->points[w->at[k]];
	double *base = logs, *new = logs + w->n_base, spread;
	struct pmk_u_test test;

	column(w, k, logs);
	spread = pmk_stats_spread(base, w->n_base, new, w->n_new);
	pmk_stats_sort(base, w->n_base);
	pmk_stats_sort(new, w->n_new);
	test = pmk_stats_u_test(&sizes->null, base, new);
	point->u = test.u;
	point->p = test.p;
	point->ratio = pmk_interval_exp(
		pmk_stats_centre_interval(&sizes->null, base, new, w->rules->alpha));
	point->mde =
		smallest_change(sizes->found * spread, sizes->narrowed * spread, point->margin);
}

/* @prior: of the points; what the exchange finds is near what Student's t would with it. */
static int make_sizes(const struct wall *w, const struct pmk_variance_prior *prior,
		      struct sizes *sizes)
{
	double critical = pmk_student_critical(w->rules->alpha / (double)w->n,
					       prior->df + (double)(w->n_base + w->n_new - 2));

	sizes->found = found_with(critical) * sqrt(1 / (double)w->n_base + 1 / (double)w->n_new);
	if (pmk_u_null_make(&sizes->null, w->n_base, w->n_new))
		return -ENOMEM;
	sizes->narrowed = pmk_stats_u_detectable(&sizes->null, w->rules->alpha);
	return 0;
}

static int by_runs(struct wall *w)
{
	const struct pmk_run_matrix matrix = {
		.points = w->n, .n_a = w->n_base, .n_b = w->n_new, .logs = w->logs
	};
	double *numbers = malloc((w->n + w->n_base + w->n_new) * sizeof(*numbers));
	struct pmk_variance_prior prior;
	struct sizes sizes = { 0 };
	int err = numbers ? pmk_permute_runs(&matrix, &prior, numbers) : -ENOMEM;

	err = err ? err : make_sizes(w, &prior, &sizes);
	for (size_t k = 0; k < w->n && !err; k++) {
		by_ranks(w, k, &sizes, numbers + w->n);
		w->points[w->at[k]].p_family = numbers[k];
	}
	pmk_u_null_free(&sizes.null);
	free(numbers);
	return err;
}

/* The variance of one run's median of a point, and how well it is known. */
static double run_variance(const struct wall *w, const struct pmk_run_spread *spread, size_t k,
			   double inside_runs, double *df)
{
	double stated = pmk_run_stated(inside_runs);
	double learned = pmk_run_spread_of(spread, k, df);

	stated *= stated;
	if (w->family->by == PMK_BY_SPREAD)
		return fmax(learned, inside_runs * inside_runs);
	if (*df > 0 && learned > stated)
		return learned;
	*df = INFINITY;
	return stated;
}

/*
 * Few runs a side: Student's t, with the variance between runs that runs of the sets and of aa have
 * shown, or with a stated one. @common: what most points moved by, which is then taken for luck.
 */
static void by_spread(const struct wall *w, const struct pmk_run_spread *spread, size_t k,
		      double common)
{
	struct pmk_judged *point = &w->points[w->at[k]];
	double side[2], df[2], shift = 0, error, critical, found;

	for (size_t run = 0; run < w->n_base; run++)
		shift -= w->logs[run * w->n + k] / (double)w->n_base;
	for (size_t run = w->n_base; run < w->n_base + w->n_new; run++)
		shift += w->logs[run * w->n + k] / (double)w->n_new;
	side[0] = run_variance(w, spread, k, pmk_run_inside(point->base, point->n_base, w->n_base),
			       &df[0]);
	side[1] = run_variance(w, spread, k, pmk_run_inside(point->new, point->n_new, w->n_new),
			       &df[1]);
	df[0] = fmin(df[0], df[1]);
	error = sqrt(side[0] / (double)w->n_base + side[1] / (double)w->n_new + common * common);
	critical = pmk_run_spread_critical(spread, w->rules->alpha, df[0]);
	found = pmk_run_spread_critical(spread, w->rules->alpha / (double)w->n, df[0]);
	point->u = NAN;
	point->p = pmk_run_spread_beyond(spread, shift / error, df[0]);
	point->ratio = pmk_interval_exp((struct pmk_interval){ .estimate = shift,
							       .lo = shift - critical * error,
							       .hi = shift + critical * error,
							       .coverage = 1 - w->rules->alpha,
							       .n = w->n_base + w->n_new });
	point->mde = smallest_change(found_with(found) * error, found_with(critical) * error,
				     point->margin);
	point->too_few = point->n_base < PMK_JUDGE_SAMPLES * w->n_base ||
			 point->n_new < PMK_JUDGE_SAMPLES * w->n_new;
	if (point->too_few) {
		point->p = 1;
		point->mde = NAN;
		point->ratio.coverage = 0;
	}
}

/* The median shift of all points, where there are enough of them for that to be no point's own. */
static double common_shift(const struct wall *w)
{
	double *shifts = malloc((w->n + 1) * sizeof(*shifts)), common = 0;

	for (size_t k = 0; k < w->n && shifts; k++) {
		const struct pmk_judged *point = &w->points[w->at[k]];

		shifts[k] = log(point->median_new / point->median_base);
	}
	if (shifts && w->n >= PMK_RUN_POINTS_MIN)
		common = pmk_stats_median(shifts, w->n);
	free(shifts);
	return common;
}

static int by_few_runs(struct wall *w)
{
	const struct pmk_run_group groups[] = {
		{ .logs = w->logs, .runs = w->n_base },
		{ .logs = w->logs + w->n_base * w->n, .runs = w->n_new },
		{ .logs = w->logs + (w->n_base + w->n_new) * w->n, .runs = w->n_known },
	};
	struct pmk_run_spread spread;
	int err = pmk_run_spread_learn(&spread, groups, 3, w->n);

	if (err)
		return err;
	w->family->by = spread.runs_df >= PMK_JUDGE_KNOWN_DF ? PMK_BY_SPREAD : PMK_BY_STATED;
	w->family->common = w->family->by == PMK_BY_STATED ? common_shift(w) : 0;
	for (size_t k = 0; k < w->n; k++)
		by_spread(w, &spread, k, w->family->common);
	pmk_run_spread_free(&spread);
	return 0;
}

int pmk_judge_wall(struct pmk_judged *points, size_t n, const struct pmk_judge_rules *rules,
		   struct pmk_judge_family *family)
{
	struct wall w = { .rules = rules, .family = family };
	int err = gather(&w, points, n);

	if (!err && w.n) {
		bool several = w.n_base >= PMK_JUDGE_RUNS && w.n_new >= PMK_JUDGE_RUNS;

		family->by = PMK_BY_RUNS;
		if (several && pmk_permute_least_p(w.n_base, w.n_new) <= rules->alpha)
			err = by_runs(&w);
		else
			err = by_few_runs(&w);
	}
	free(w.logs);
	free(w.at);
	return err;
}

int pmk_judge_pairs(struct pmk_judged *point, const struct pmk_judge_rules *rules,
		    const struct pmk_judge_family *family)
{
	size_t n = point->n_base < point->n_new ? point->n_base : point->n_new;
	double *logs = malloc((n + 1) * sizeof(*logs)), spread;

	if (!logs)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		logs[i] = log(point->new[i]) - log(point->base[i]);
	spread = pmk_stats_spread(logs, n, NULL, 0);
	point->u = NAN;
	point->p = pmk_stats_signed_rank_p(logs, n);
	point->ratio = pmk_interval_exp(pmk_stats_shift_interval(logs, n, rules->alpha));
	point->mde = smallest_change(
		spread * pmk_stats_signed_rank_detectable(n, rules->alpha / (double)family->tests),
		spread * pmk_stats_signed_rank_detectable(n, rules->alpha), point->margin);
	point->too_few = pmk_stats_signed_rank_least_p(n) * (double)family->tests > rules->alpha;
	free(logs);
	return isnan(point->p) ? -ENOMEM : 0;
}
