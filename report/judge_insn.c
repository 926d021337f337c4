// SPDX-License-Identifier: GPL-2.0-only
/* Instructions of two runs become an answer: no test, but what is beyond a tolerance and apart. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge_insn.h"
#include "stats_rank.h"

#define OUTLIERS_FROM 5 /* samples; of fewer none is set aside */

/* One side: what its operation takes, in ascending order, and the middle of it. */
struct side {
	double *sorted;
	size_t n, outliers; /* these at either end are set aside */
	double median;
};

static int sort_side(struct side *s, const double *values, size_t n, double loop)
{
	s->sorted = malloc(n * sizeof(*s->sorted));
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

/*
 * Samples of one boot share its layout of memory: they are not independent, and no test of them
 * would be right. Where a point has two costs, its median may stay while the dearer one grows, so
 * all samples have to agree before it is called equivalent.
 */
static void answer(struct pmk_judged *point, const struct side *base, const struct side *new)
{
	double allowed = tolerance_of(point, base->median, new->median);
	double moved = new->median - base->median;
	bool same = agree(point, base, new);

	point->tolerance = allowed;
	point->answer = PMK_CHANGE_INCONCLUSIVE;
	if (same)
		point->answer = PMK_CHANGE_EQUIVALENT;
	else if (fabs(moved) > allowed && gap(point, base, new) > allowed)
		pmk_judge_settle(point, moved > 0);
	else
		point->doubt = fabs(moved) > allowed ? PMK_DOUBT_OVERLAP : PMK_DOUBT_MIXED;
	/* The medians at which sides that scatter as these would lie apart. */
	point->mde = (allowed + most(base) - base->median + new->median - least(new)) /
		     point->median_base;
}

int pmk_judge_insn(struct pmk_judged *point)
{
	double smaller = fmin(point->median_base, point->median_new);
	struct side base = { 0 }, new = { 0 };
	int err = sort_side(&base, point->base, point->n_base, 0);

	err = err ? err : sort_side(&new, point->new, point->n_new, 0);
	if (!err) {
		point->u = point->p = point->p_holm = point->p_bh = NAN;
		point->ratio = (struct pmk_interval){
			.estimate = point->median_new / point->median_base,
			.lo = least(&new) / most(&base),
			.hi = most(&new) / least(&base),
			.n = point->n_base + point->n_new,
		};
		point->tolerance = smaller < PMK_JUDGE_TINY_INSN ? PMK_JUDGE_WHOLE_INSN : 0;
		answer(point, &base, &new);
	}
	free(base.sorted);
	free(new.sorted);
	return err;
}
