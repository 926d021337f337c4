// SPDX-License-Identifier: GPL-2.0-only
/* Instructions of two runs become an answer: no test, but what is beyond a tolerance and apart. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge.h"
#include "stats/stats_rank.h"
#include "stats/stats_student.h"

#define OUTLIERS_FROM 5	    /* samples or boots; of fewer none is set aside */
#define DENIED	      4	    /* times the variance of most points: this one is not like most */
#define BOOTS_CHANCE  0.001 /* that boots of one kernel come out further apart than the tolerance */

/* One side: costs in ascending order, and the middle of them. */
struct side {
	double *sorted;
	size_t n, outliers; /* these at either end are set aside */
	double median;
};

static int sort_side(struct side *s, const double *values, size_t n, double loop)
{
	s->sorted = malloc((n + 1) * sizeof(*s->sorted));
	if (!s->sorted)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		s->sorted[i] = values[i] - loop;
	pmk_stats_sort(s->sorted, n);
	s->n = n;
	s->outliers = n < OUTLIERS_FROM ? 0 : n < 20 ? 1 : n / 10;
	s->median = pmk_stats_median(s->sorted, n);
	return 0;
}

static double least(const struct side *s)
{
	return s->sorted[s->outliers];
}

static double most(const struct side *s)
{
	return s->sorted[s->n - 1 - s->outliers];
}

/* How much two costs may differ and still be the same: more than a part of the smaller is not. */
static double tolerance_of(const struct pmk_judged *point, double a, double b)
{
	return fmax(point->tolerance, point->margin * fmin(a, b) * (1 + 1e-9));
}

/* Order statistic by order statistic; where the sides have not as many, quantile by quantile. */
static bool agree(const struct pmk_judged *point, const struct side *base, const struct side *new)
{
	for (size_t i = 0, k = 0; i < base->n && k < new->n;) {
		double a = base->sorted[i], b = new->sorted[k];
		size_t upto_a = (i + 1) * new->n, upto_b = (k + 1) * base->n;

		if (fabs(a - b) > tolerance_of(point, a, b))
			return false;
		i += upto_a <= upto_b;
		k += upto_b <= upto_a;
	}
	return true;
}

/* Whether a sample that was set aside is one of many on the other side. */
static bool strays(const struct pmk_judged *point, const struct side *from, const struct side *to)
{
	for (size_t i = 0; i < from->outliers; i++) {
		double low = from->sorted[i], high = from->sorted[from->n - 1 - i];

		if ((low >= least(to) - point->tolerance && low <= most(to) + point->tolerance) ||
		    (high >= least(to) - point->tolerance && high <= most(to) + point->tolerance))
			return true;
	}
	return false;
}

/*
 * How far the sides lie apart; not at all where each has strayed into the other: that is one point
 * with two costs, of which both sides saw both.
 */
static double gap(const struct pmk_judged *point, const struct side *base, const struct side *new)
{
	if (strays(point, base, new) && strays(point, new, base))
		return 0;
	return new->median > base->median ? least(new) - most(base) : least(base) - most(new);
}

/* Boots that count: those at the ends do not. */
static double boots_of(const struct side *boots)
{
	return (double)(boots->n - 2 * boots->outliers);
}

/*
 * The squares of what boots lie apart from their mean, as parts of it; those set aside are taken
 * for their neighbours, so that one outlier hides nothing here either.
 */
static double squares_of(const struct side *boots, double *df)
{
	double mean = 0, squares = 0;

	if (boots->n < 2)
		return 0;
	for (size_t pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < boots->n; i++) {
			double value = fmin(fmax(boots->sorted[i], least(boots)), most(boots));

			if (pass)
				squares += (value / mean - 1) * (value / mean - 1);
			else
				mean += value / (double)boots->n;
		}
	*df += boots_of(boots) - 1;
	return squares;
}

/*
 * How far the medians of two sides of so many boots may lie apart by the scatter of boots alone: a
 * part of the cost; 0 where no two boots are known. Most points repeat to 0.01 %: where the boots
 * do not deny it, that weighs as much as five of them, or two boots a side would show less than one
 * does. Where they do, only they count.
 *
 * Source: K. K. Yuen, The two-sample trimmed t for unequal population variances, Biometrika 61
 * (1974), 165-170, with a common variance.
 */
static double scatter_of_boots(const struct side boots[3])
{
	static const struct pmk_variance_prior most_points = { .df = 4, .variance = 1e-8 };
	double df = 0, squares = 0, variance;

	for (size_t i = 0; i < 3; i++)
		squares += squares_of(&boots[i], &df);
	if (!(df > 0))
		return 0;
	variance = squares / df;
	if (variance < DENIED * most_points.variance) {
		variance = pmk_variance_shrunk(&most_points, variance, df);
		df += most_points.df;
	}
	return pmk_student_critical(BOOTS_CHANCE, df) *
	       sqrt(variance *
		    (1 / fmax(1, boots_of(&boots[0])) + 1 / fmax(1, boots_of(&boots[1]))));
}

/* What the sides have to lie apart by: the margin's share, a whole one, or the scatter of boots. */
static void set_tolerance(struct pmk_judged *point, double base, double new, double scatter)
{
	double boots = scatter * fmin(base, new);

	point->tolerance_by = point->tolerance > point->margin * fmin(base, new)
				      ? PMK_TOLERANCE_WHOLE
				      : PMK_TOLERANCE_MARGIN;
	point->tolerance = tolerance_of(point, base, new);
	if (boots <= point->tolerance)
		return;
	point->tolerance = boots;
	point->tolerance_by = PMK_TOLERANCE_BOOTS;
}

/*
 * Samples of one boot share its layout of memory: they are not independent, and no test of them
 * would be right. Where a point has two costs, its median may stay while the dearer one grows, so
 * all samples have to agree before it is called equivalent. @base and @new are what lies apart or
 * not: samples, or the medians of boots where there are enough of them.
 */
static void answer(struct pmk_judged *point, bool same, double scatter, const struct side *base,
		   const struct side *new)
{
	bool single = point->n_base_runs < 2 || point->n_new_runs < 2;
	double moved = fabs(new->median - base->median);
	bool shifted = moved > tolerance_of(point, base->median, new->median);

	set_tolerance(point, base->median, new->median, scatter);
	point->difference = new->median - base->median;
	point->answer = PMK_CHANGE_INCONCLUSIVE;
	if (same && single && point->tolerance_by == PMK_TOLERANCE_BOOTS)
		point->doubt = PMK_DOUBT_BOOTS;
	else if (same)
		point->answer = PMK_CHANGE_EQUIVALENT;
	else if (moved > point->tolerance && gap(point, base, new) > point->tolerance)
		pmk_judged_settle(point, new->median > base->median);
	else
		point->doubt = shifted ? PMK_DOUBT_OVERLAP : PMK_DOUBT_MIXED;
	/* The medians at which sides that scatter as these would lie apart. */
	point->mde = (point->tolerance + most(base) - base->median + new->median - least(new)) /
		     point->median_base;
}

static void answer_sides(struct pmk_judged *point, const struct side all[2],
			 const struct side boots[3])
{
	bool by_boots = point->n_base_runs >= OUTLIERS_FROM && point->n_new_runs >= OUTLIERS_FROM,
	     same;
	const struct side *use = by_boots ? boots : all;

	point->u = point->p = point->p_holm = point->p_bh = NAN;
	point->ratio = (struct pmk_interval){
		.estimate = point->median_new / point->median_base,
		.lo = (least(&use[1]) + point->loop_new) / (most(&use[0]) + point->loop_base),
		.hi = (most(&use[1]) + point->loop_new) / (least(&use[0]) + point->loop_base),
		.n = point->n_base + point->n_new,
	};
	point->tolerance = fmin(point->median_base, point->median_new) < pmk_clock_insn.tiny
				   ? pmk_clock_insn.whole
				   : 0;
	same = agree(point, &all[0], &all[1]);
	answer(point, same, scatter_of_boots(boots), &use[0], &use[1]);
}

int pmk_judge_insn(struct pmk_judged *point)
{
	bool both = point->loop_base > 0 && point->loop_new > 0;
	struct side all[2] = { 0 }, boots[3] = { 0 };
	int err;

	point->loop_base = both ? point->loop_base : 0;
	point->loop_new = both ? point->loop_new : 0;
	err = sort_side(&all[0], point->base, point->n_base, point->loop_base);
	err = err ? err : sort_side(&all[1], point->new, point->n_new, point->loop_new);
	err = err ? err
		  : sort_side(&boots[0], point->base_runs, point->n_base_runs, point->loop_base);
	err = err ? err : sort_side(&boots[1], point->new_runs, point->n_new_runs, point->loop_new);
	err = err ? err : sort_side(&boots[2], point->known_runs, point->n_known_runs, 0);
	boots[2].outliers = 0; /* boots that are not compared are all scatter */
	if (!err)
		answer_sides(point, all, boots);
	for (size_t i = 0; i < 3; i++) {
		free(i < 2 ? all[i].sorted : NULL);
		free(boots[i].sorted);
	}
	return err;
}
