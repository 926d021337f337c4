// SPDX-License-Identifier: GPL-2.0-only
/* Samples become answers: tests, one family of them, intervals against the margin. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge.h"
#include "judge_insn.h"
#include "stats_family.h"
#include "stats_power.h"
#include "stats_rank.h"

/* What depends on the numbers of samples only; most points of two runs share them. */
struct sizes {
	struct pmk_u_null null;
	double found;	 /* smallest shift found by the test within the family, in deviations */
	double narrowed; /* and by the interval alone */
};

struct judge {
	const struct pmk_judge_rules *rules;
	struct pmk_judge_family *family;
	struct sizes *sizes;
	size_t n_sizes;
};

const char *pmk_change_name(enum pmk_change change)
{
	static const char *const names[] = { "regressed", "improved", "equivalent",
					     "inconclusive" };

	return names[change];
}

static void detectable(const struct judge *j, struct sizes *s)
{
	double strict = j->rules->alpha / (double)j->family->tests;

	if (j->rules->paired) {
		s->found = pmk_stats_signed_rank_detectable(s->null.n_a, strict);
		s->narrowed = pmk_stats_signed_rank_detectable(s->null.n_a, j->rules->alpha);
	} else {
		s->found = pmk_stats_u_detectable(&s->null, strict);
		s->narrowed = pmk_stats_u_detectable(&s->null, j->rules->alpha);
	}
}

/* NULL for no memory. */
static struct sizes *sizes_of(struct judge *j, const struct pmk_judged *point)
{
	struct sizes *more;

	for (size_t i = j->n_sizes; i-- > 0;)
		if (j->sizes[i].null.n_a == point->n_base && j->sizes[i].null.n_b == point->n_new)
			return &j->sizes[i];
	more = realloc(j->sizes, (j->n_sizes + 1) * sizeof(*more));
	if (!more)
		return NULL;
	j->sizes = more;
	if (pmk_u_null_make(&more[j->n_sizes].null, point->n_base, point->n_new))
		return NULL;
	detectable(j, &more[j->n_sizes]);
	return &more[j->n_sizes++];
}

/* Both as a shift of logarithms; the interval must clear the margin besides. */
static double smallest_change(const struct sizes *s, double spread, double margin)
{
	double found = s->found * spread, clear = log1p(margin) + s->narrowed * spread;

	return isnan(found) || isnan(clear) ? (double)NAN : expm1(fmax(found, clear));
}

static void back_from_logarithms(struct pmk_interval *interval)
{
	interval->estimate = exp(interval->estimate);
	interval->lo = exp(interval->lo);
	interval->hi = exp(interval->hi);
}

/* @logs: those of base, then those of new. */
static void test_two(const struct judge *j, struct pmk_judged *point, const struct sizes *s,
		     double *logs)
{
	double *base = logs, *new = logs + point->n_base;
	struct pmk_u_test test;

	point->mde = smallest_change(s, pmk_stats_spread(base, point->n_base, new, point->n_new),
				     point->margin);
	pmk_stats_sort(base, point->n_base);
	pmk_stats_sort(new, point->n_new);
	test = pmk_stats_u_test(&s->null, base, new);
	point->u = test.u;
	point->p = test.p;
	point->ratio = pmk_stats_centre_interval(&s->null, base, new, j->rules->alpha);
	back_from_logarithms(&point->ratio);
}

static void test_pairs(struct pmk_judged *point, const struct sizes *s, double *logs)
{
	for (size_t i = 0; i < point->n_base && i < point->n_new; i++)
		logs[i] = logs[point->n_base + i] - logs[i];
	point->mde =
		smallest_change(s, pmk_stats_spread(logs, point->n_base, NULL, 0), point->margin);
	point->u = NAN;
	point->p = pmk_stats_signed_rank_p(logs, point->n_base);
	point->ratio = pmk_stats_ratio_interval(point->new, point->base, point->n_base);
}

static int judge_wall(struct judge *j, struct pmk_judged *point)
{
	const struct sizes *s = sizes_of(j, point);
	double *logs = malloc((point->n_base + point->n_new) * sizeof(*logs));

	if (!s || !logs) {
		free(logs);
		return -ENOMEM;
	}
	for (size_t i = 0; i < point->n_base; i++)
		logs[i] = log(point->base[i]);
	for (size_t i = 0; i < point->n_new; i++)
		logs[point->n_base + i] = log(point->new[i]);
	if (j->rules->paired)
		test_pairs(point, s, logs);
	else
		test_two(j, point, s, logs);
	free(logs);
	return isnan(point->p) ? -ENOMEM : 0;
}

void pmk_judge_settle(struct pmk_judged *point, bool above)
{
	point->answer = above == point->more_is_better ? PMK_CHANGE_IMPROVED : PMK_CHANGE_REGRESSED;
	point->doubt = PMK_DOUBT_NONE;
}

static double least_p(const struct pmk_judged *point, bool paired)
{
	return paired ? pmk_stats_signed_rank_least_p(point->n_base)
		      : pmk_stats_u_least_p(point->n_base, point->n_new);
}

static void answer_wall(const struct judge *j, struct pmk_judged *point)
{
	const struct pmk_judge_rules *rules = j->rules;
	const struct pmk_interval *ratio = &point->ratio;
	double outside = 1 + point->margin;

	point->answer = PMK_CHANGE_INCONCLUSIVE;
	if (point->p_holm <= rules->alpha && (ratio->lo > outside || ratio->hi < 1 / outside))
		pmk_judge_settle(point, ratio->lo > outside);
	else if (ratio->coverage >= 1 - rules->alpha && ratio->lo >= 1 / outside &&
		 ratio->hi <= outside)
		point->answer = PMK_CHANGE_EQUIVALENT;
	else if (point->p_holm <= rules->alpha)
		point->doubt = PMK_DOUBT_SMALL;
	else if (least_p(point, rules->paired) * (double)j->family->tests > rules->alpha)
		point->doubt = PMK_DOUBT_TOO_FEW;
	else
		point->doubt = PMK_DOUBT_NOISE;
}

static void count_too_few(struct pmk_judge_family *family, const struct pmk_judged *point)
{
	size_t fewer = point->n_base < point->n_new ? point->n_base : point->n_new;

	if (point->doubt != PMK_DOUBT_TOO_FEW)
		return;
	if (!family->too_few++ || fewer < family->fewest)
		family->fewest = fewer;
}

/* One family over all points on the wall clock. */
static int adjust(struct pmk_judged *points, size_t n, size_t tests)
{
	double *p = malloc((3 * tests + 1) * sizeof(*p));
	int err = p ? 0 : -ENOMEM;

	for (size_t i = 0, k = 0; !err && i < n; i++)
		if (!points[i].insn)
			p[k++] = points[i].p;
	err = err ? err : pmk_stats_holm(p, tests, p + tests);
	err = err ? err : pmk_stats_bh(p, tests, p + 2 * tests);
	for (size_t i = 0, k = 0; !err && i < n; i++)
		if (!points[i].insn) {
			points[i].p_holm = p[tests + k];
			points[i].p_bh = p[2 * tests + k++];
		}
	free(p);
	return err;
}

static double margin_of(const struct pmk_judge_rules *rules, bool insn)
{
	if (rules->min_effect >= 0)
		return rules->min_effect;
	return insn ? PMK_JUDGE_INSN : PMK_JUDGE_WALL;
}

int pmk_judge(struct pmk_judged *points, size_t n, const struct pmk_judge_rules *rules,
	      struct pmk_judge_family *family)
{
	struct judge j = { .rules = rules, .family = family };
	int err = 0;

	memset(family, 0, sizeof(*family));
	for (size_t i = 0; i < n; i++)
		family->tests += !points[i].insn;
	if (family->tests)
		family->needed = pmk_stats_samples_needed(
			rules->paired ? pmk_stats_signed_rank_least_p : pmk_stats_u_least_p_even,
			family->tests, rules->alpha);
	for (size_t i = 0; i < n && !err; i++) {
		struct pmk_judged *point = &points[i];

		point->doubt = PMK_DOUBT_NONE;
		point->margin = margin_of(rules, point->insn);
		point->median_base = pmk_stats_median(point->base, point->n_base);
		point->median_new = pmk_stats_median(point->new, point->n_new);
		if (point->insn)
			err = pmk_judge_insn(point);
		else
			err = judge_wall(&j, point);
	}
	err = err ? err : adjust(points, n, family->tests);
	for (size_t i = 0; i < n && !err; i++)
		if (!points[i].insn) {
			answer_wall(&j, &points[i]);
			count_too_few(family, &points[i]);
		}
	for (size_t i = 0; i < j.n_sizes; i++)
		pmk_u_null_free(&j.sizes[i].null);
	free(j.sizes);
	return err;
}
