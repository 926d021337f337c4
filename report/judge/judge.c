// SPDX-License-Identifier: GPL-2.0-only
/* Samples become answers: tests, one family of them, intervals against the margin. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge.h"
#include "stats/stats_family.h"
#include "stats/stats_signed.h"

const char *pmk_change_name(enum pmk_change change)
{
	static const char *const names[] = { "regressed", "improved", "equivalent",
					     "inconclusive" };

	return names[change];
}

const char *pmk_judge_by_name(enum pmk_judge_by by)
{
	static const char *const names[] = { "rounds", "runs", "spread", "stated" };

	return names[by];
}

static void answer_wall(const struct pmk_judge_rules *rules, struct pmk_judged *point)
{
	const struct pmk_interval *ratio = &point->ratio;
	double outside = 1 + point->margin, inside = outside - point->placement;

	point->answer = PMK_CHANGE_INCONCLUSIVE;
	if (point->too_few)
		point->doubt = PMK_DOUBT_TOO_FEW;
	else if (point->p_family <= rules->alpha &&
		 (ratio->lo > outside || ratio->hi < 1 / outside))
		pmk_judged_settle(point, ratio->lo > outside);
	else if (ratio->coverage >= 1 - rules->alpha && ratio->lo >= 1 / inside &&
		 ratio->hi <= inside)
		point->answer = PMK_CHANGE_EQUIVALENT;
	else if (point->p_family <= rules->alpha && (ratio->lo > inside || ratio->hi < 1 / inside))
		point->doubt = PMK_DOUBT_PLACEMENT;
	else
		point->doubt = point->p_family <= rules->alpha ? PMK_DOUBT_SMALL : PMK_DOUBT_NOISE;
}

static void count_too_few(struct pmk_judge_family *family, const struct pmk_judged *point)
{
	size_t base = point->n_base, new = point->n_new, fewer;

	if (family->by != PMK_BY_ROUNDS) {
		base /= point->n_base_runs;
		new /= point->n_new_runs;
	}
	fewer = base < new ? base : new;
	if (point->doubt != PMK_DOUBT_TOO_FEW)
		return;
	if (!family->too_few++ || fewer < family->fewest)
		family->fewest = fewer;
}

/* One family over all points on the wall clock. */
static int adjust(struct pmk_judged *points, size_t n, const struct pmk_judge_family *family)
{
	size_t tests = family->tests;
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
			if (family->by != PMK_BY_RUNS)
				points[i].p_family = points[i].p_holm;
		}
	free(p);
	return err;
}

static double margin_of(const struct pmk_judge_rules *rules, bool insn)
{
	if (rules->min_effect >= 0)
		return rules->min_effect;
	return insn ? pmk_clock_insn.effect : pmk_clock_wall.effect;
}

/* The change that can be seen at half of the points, and at nine of ten. */
static int see(const struct pmk_judged *points, size_t n, struct pmk_judge_family *family)
{
	double *mde = malloc((n + 1) * sizeof(*mde));
	size_t tests = 0;

	if (!mde)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		if (!points[i].insn)
			mde[tests++] = isnan(points[i].mde) ? (double)INFINITY : points[i].mde;
	pmk_stats_sort(mde, tests);
	if (tests) {
		family->mde_half = mde[(tests - 1) / 2];
		family->mde_most = mde[(9 * tests + 9) / 10 - 1];
	}
	free(mde);
	return 0;
}

static int judge_points(struct pmk_judged *points, size_t n, const struct pmk_judge_rules *rules,
			struct pmk_judge_family *family)
{
	int err = 0;

	for (size_t i = 0; i < n && !err; i++)
		if (points[i].insn)
			err = pmk_judge_insn(&points[i]);
		else if (rules->paired)
			err = pmk_judge_pairs(&points[i], rules, family);
	if (!err && !rules->paired)
		err = pmk_judge_wall(points, n, rules, family);
	return err;
}

/* Of rounds that pair, or inside a run. */
static size_t samples_needed(const struct pmk_judge_rules *rules, size_t tests)
{
	if (!tests)
		return 0;
	return rules->paired ? pmk_stats_pairs_needed(tests, rules->alpha) : PMK_JUDGE_SAMPLES;
}

int pmk_judge(struct pmk_judged *points, size_t n, const struct pmk_judge_rules *rules,
	      struct pmk_judge_family *family)
{
	int err;

	memset(family, 0, sizeof(*family));
	for (size_t i = 0; i < n; i++) {
		struct pmk_judged *point = &points[i];
		bool medians = !point->insn && !rules->paired;

		family->tests += !point->insn;
		point->doubt = PMK_DOUBT_NONE;
		point->too_few = false;
		point->margin = margin_of(rules, point->insn) + point->placement;
		point->median_base =
			medians ? pmk_stats_median(point->base_runs, point->n_base_runs)
				: pmk_stats_median(point->base, point->n_base);
		point->median_new = medians ? pmk_stats_median(point->new_runs, point->n_new_runs)
					    : pmk_stats_median(point->new, point->n_new);
	}
	family->needed = samples_needed(rules, family->tests);
	err = judge_points(points, n, rules, family);
	err = err ? err : adjust(points, n, family);
	for (size_t i = 0; i < n && !err; i++)
		if (!points[i].insn) {
			answer_wall(rules, &points[i]);
			count_too_few(family, &points[i]);
		}
	return err ? err : see(points, n, family);
}
