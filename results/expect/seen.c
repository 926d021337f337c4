// SPDX-License-Identifier: GPL-2.0-only
/* Verdicts and figures of runs for expectations, and how sure the figures are. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "seen.h"
#include "stats/stats_runs.h"
#include "stats/stats_student.h"
#include "text/pattern.h"

/* The standard deviation of the logarithms of runs; 0 for a single one. */
static double shown(const double *medians, size_t runs)
{
	double mean = 0, squares = 0;

	for (size_t i = 0; i < runs; i++)
		mean += log(medians[i]) / (double)runs;
	for (size_t i = 0; i < runs; i++)
		squares += pow(log(medians[i]) - mean, 2);
	return runs > 1 ? sqrt(squares / (double)(runs - 1)) : 0;
}

/* The standard deviation of the logarithm of one run. */
static double deviation(const double *medians, size_t runs, double inside)
{
	return fmax(shown(medians, runs),
		    runs >= PMK_FIGURE_RUNS ? inside : pmk_run_stated(inside));
}

/* The factor of that for an interval. */
static double critical(size_t runs)
{
	double df = runs >= PMK_FIGURE_RUNS ? (double)(runs - 1) : INFINITY;

	return pmk_student_critical(1 - PMK_STATS_COVERAGE, df);
}

static void widen(struct pmk_figure *f, double value)
{
	f->lo = fmin(f->lo, value);
	f->hi = fmax(f->hi, value);
}

/* A tenth of the samples at either end is set aside, one of 5 to 19, as compare does. */
static struct pmk_figure exact(const double *medians, size_t runs, const double *samples, size_t n,
			       const struct pmk_clock *clock)
{
	struct pmk_figure f = { .value = pmk_stats_median(medians, runs) };
	double *sorted = malloc((n + 1) * sizeof(*sorted));
	size_t aside = n < 5 ? 0 : n < 20 ? 1 : n / 10;

	f.lo = f.hi = f.value;
	for (size_t i = 0; i < runs; i++)
		widen(&f, medians[i]);
	if (sorted && n) {
		memcpy(sorted, samples, n * sizeof(*sorted));
		pmk_stats_sort(sorted, n);
		widen(&f, sorted[aside]);
		widen(&f, sorted[n - 1 - aside]);
	}
	free(sorted);
	f.slack = clock->effect * f.value;
	if (f.value < clock->tiny)
		f.slack = fmax(f.slack, clock->whole);
	return f;
}

struct pmk_figure pmk_figure_of(const double *medians, size_t runs, const double *samples, size_t n,
				const struct pmk_clock *clock)
{
	struct pmk_figure f = { .value = pmk_stats_median(medians, runs), .hi = INFINITY };
	double error;

	if (clock->insn)
		return exact(medians, runs, samples, n, clock);
	if (n < PMK_FIGURE_SAMPLES)
		return f;
	error = critical(runs) * deviation(medians, runs, pmk_run_inside(samples, n, 1)) /
		sqrt((double)runs);
	f.lo = f.value * exp(-error);
	f.hi = f.value * exp(error);
	return f;
}

double pmk_figure_expected(const double *medians, size_t runs, const double *samples, size_t n,
			   const struct pmk_clock *clock, bool least)
{
	struct pmk_figure f = pmk_figure_of(medians, runs, samples, n, clock);
	double inside, chance, own;

	if (isinf(f.hi))
		return 0;
	if (clock->insn)
		return least ? f.lo - f.slack : f.hi + f.slack;
	inside = pmk_run_inside(samples, n, 1);
	chance = critical(runs) * deviation(medians, runs, inside) * sqrt(1 + 1 / (double)runs);
	own = critical(1) * pmk_run_stated(inside);
	return f.value * exp(least ? -chance - own : chance + own);
}

/* The figure of a point of @merged->rec; zeroed unless it passed. */
static struct pmk_figure figure_of_point(const struct pmk_merged *merged,
					 const struct pmk_rec_point *point)
{
	const struct pmk_rec_target *target = &merged->rec.targets[point->target];
	const struct pmk_rec_point *first;

	if (point->source || point->verdict.status != PMK_PASS || !point->samples.n)
		return (struct pmk_figure){ 0 };
	/* Of the first run, which is like the others; merged samples may be medians by now. */
	first = pmk_rec_find(&merged->set.runs[0], target->name, point->name);
	return pmk_figure_of(pmk_merged_medians(merged, point), merged->set.n,
			     first ? first->samples.values : NULL, first ? first->samples.n : 0,
			     target->clock);
}

struct pmk_figure pmk_figure_ratio(const struct pmk_figure *a, const struct pmk_figure *b,
				   bool insn)
{
	struct pmk_figure f = { .value = a->value / b->value };
	double below, above;

	if (insn) {
		f.lo = a->lo / b->hi;
		f.hi = a->hi / b->lo;
		f.slack = f.value * (a->slack / a->value + b->slack / b->value);
		return f;
	}
	below = hypot(log(a->value / a->lo), log(b->hi / b->value));
	above = hypot(log(a->hi / a->value), log(b->value / b->lo));
	f.lo = f.value * exp(-below);
	f.hi = f.value * exp(above);
	return f;
}

static bool asked(const struct pmk_scope *scope, const char *target, const char *name)
{
	bool there = !scope->n_targets;

	for (size_t i = 0; i < scope->n_targets && !there; i++)
		there = !strcmp(scope->targets[i], target);
	return there && pmk_patterns_want(scope->patterns, scope->n_patterns, name);
}

struct pmk_seen *pmk_seen_of_merged(const struct pmk_merged *merged, const struct pmk_scope *scope,
				    size_t *n)
{
	const struct pmk_rec *rec = &merged->rec;
	struct pmk_seen *list = calloc(rec->n_all + 1, sizeof(*list));

	*n = 0;
	for (size_t i = 0; list && i < rec->n_all; i++) {
		const struct pmk_rec_point *point = &rec->points[i];
		const struct pmk_rec_target *target = &rec->targets[point->target];

		if (!asked(scope, target->name, point->name))
			continue;
		list[(*n)++] = (struct pmk_seen){
			.target = target->name,
			.name = point->name,
			.claim = point->source,
			.verdict = pmk_verdict_told(&point->verdict),
			.clock = point->source ? NULL : target->clock,
			.figure = figure_of_point(merged, point),
		};
	}
	return list;
}

struct pmk_seen pmk_seen_of_claim(const struct pmk_outcome *claim)
{
	return (struct pmk_seen){ .target = claim->target,
				  .name = claim->name,
				  .claim = true,
				  .verdict = claim->verdict };
}
