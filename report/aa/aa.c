// SPDX-License-Identifier: GPL-2.0-only
/* Compares all pairs of runs of the same thing, with what the others show and without. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aa.h"
#include "judge/judge.h"
#include "stats/stats_power.h"
#include "stats/stats_rank.h"
#include "stats/stats_runs.h"

#define SURE 0.95 /* of what is said about rates */

static const double *medians_of(const struct pmk_aa *aa, size_t i)
{
	return pmk_merged_medians(aa->runs, aa->points[i]);
}

static int choose_points(struct pmk_aa *aa)
{
	const struct pmk_rec *rec = &aa->runs->rec;

	aa->points = calloc(rec->n_points + 1, sizeof(*aa->points));
	aa->inside = malloc((rec->n_points + 1) * sizeof(*aa->inside));
	if (!aa->points || !aa->inside)
		return -ENOMEM;
	for (size_t i = 0; i < rec->n_points; i++) {
		if (rec->points[i].target != aa->target || pmk_rec_selfcheck(rec->points[i].name))
			continue;
		if (rec->points[i].verdict.status == PMK_PASS)
			aa->points[aa->n++] = &rec->points[i];
		else
			aa->n_left_out++;
	}
	return 0;
}

/* Over the runs, the root of the mean square. */
static double inside(const struct pmk_aa *aa, size_t i)
{
	double squares = 0;

	for (size_t run = 0; run < aa->runs->set.n; run++) {
		size_t n;
		const double *samples = pmk_merged_samples(aa->runs, aa->points[i], run, &n);
		double error = pmk_run_inside(samples, n, 1);

		squares += error * error / (double)aa->runs->set.n;
	}
	return sqrt(squares);
}

static int learn(struct pmk_aa *aa)
{
	size_t runs = aa->runs->set.n;
	double *logs = malloc((runs * aa->n + 1) * sizeof(*logs));
	const struct pmk_run_group group = { .logs = logs, .runs = runs };
	int err;

	if (!logs)
		return -ENOMEM;
	for (size_t i = 0; i < aa->n; i++) {
		aa->inside[i] = inside(aa, i);
		for (size_t run = 0; run < runs; run++)
			logs[run * aa->n + i] = log(medians_of(aa, i)[run]);
	}
	err = pmk_run_spread_learn(&aa->spread, &group, 1, aa->n);
	free(logs);
	return err;
}

/* The medians of all runs but two, which are being compared. */
static void others(const struct pmk_aa *aa, size_t i, size_t base, size_t new, double *to)
{
	for (size_t run = 0; run < aa->runs->set.n; run++)
		if (run != base && run != new)
			*to++ = medians_of(aa, i)[run];
}

/* Runs @base and @new; @known: room for what the others show, NULL to go without. */
static int compare(struct pmk_aa *aa, size_t base, size_t new, struct pmk_judged *points,
		   double *known)
{
	struct pmk_aa_tally *tally = known ? &aa->known : &aa->alone;
	size_t n_known = aa->runs->set.n - 2, wrong = 0;
	struct pmk_judge_family family;
	int err;

	for (size_t i = 0; i < aa->n; i++) {
		points[i] = (struct pmk_judged){ .base_runs = medians_of(aa, i) + base,
						 .new_runs = medians_of(aa, i) + new,
						 .n_base_runs = 1,
						 .n_new_runs = 1,
						 .insn = aa->insn };
		points[i].base =
			pmk_merged_samples(aa->runs, aa->points[i], base, &points[i].n_base);
		points[i].new = pmk_merged_samples(aa->runs, aa->points[i], new, &points[i].n_new);
		if (!known)
			continue;
		others(aa, i, base, new, known + i * n_known);
		points[i].known_runs = known + i * n_known;
		points[i].n_known_runs = n_known;
	}
	err = pmk_judge(points, aa->n, aa->rules, &family);
	for (size_t i = 0; i < aa->n && !err; i++)
		wrong += points[i].answer == PMK_CHANGE_REGRESSED ||
			 points[i].answer == PMK_CHANGE_IMPROVED;
	tally->pairs++;
	tally->wrong += wrong > 0;
	tally->answers += aa->n;
	tally->wrong_answers += wrong;
	/* Runs 0 and 1, 2 and 3, ... */
	if (new % 2 && base + 1 == new) {
		tally->apart++;
		tally->apart_wrong += wrong > 0;
	}
	return err;
}

int pmk_aa_make(struct pmk_aa *aa, const struct pmk_merged *runs, size_t target,
		const struct pmk_judge_rules *rules)
{
	size_t n = runs->set.n;
	struct pmk_judged *points = NULL;
	double *known = NULL;
	int err;

	*aa = (struct pmk_aa){ .rules = rules,
			       .runs = runs,
			       .target = target,
			       .insn = runs->rec.targets[target].clock->insn };
	err = choose_points(aa);
	if (!err && !aa->insn)
		err = learn(aa);
	if (!err) {
		points = malloc((aa->n + 1) * sizeof(*points));
		known = malloc((aa->n * n + 1) * sizeof(*known));
		err = points && known ? 0 : -ENOMEM;
	}
	for (size_t base = 0; base < n && !err && aa->n; base++)
		for (size_t new = base + 1; new < n && !err; new ++) {
			err = compare(aa, base, new, points, NULL);
			if (!err && n - 2 > PMK_JUDGE_KNOWN_DF)
				err = compare(aa, base, new, points, known);
		}
	free(points);
	free(known);
	if (err)
		pmk_aa_free(aa);
	return err;
}

void pmk_aa_free(struct pmk_aa *aa)
{
	pmk_run_spread_free(&aa->spread);
	free(aa->points);
	free(aa->inside);
	memset(aa, 0, sizeof(*aa));
}

/* Several runs a side show their spread themselves, and are exchanged. */
static double critical(const struct pmk_aa *aa, size_t n, double chance, double df)
{
	return n < PMK_JUDGE_RUNS ? pmk_run_spread_critical(&aa->spread, chance, df)
				  : pmk_student_critical(chance, (double)(2 * n - 2));
}

struct pmk_aa_needs pmk_aa_needs(const struct pmk_aa *aa, size_t n)
{
	double *changes = malloc((aa->n + 1) * sizeof(*changes));
	double *effects = malloc((aa->n + 1) * sizeof(*effects));
	struct pmk_aa_needs needs = { NAN, NAN, NAN };
	size_t half = (aa->n + 1) / 2 - 1, most = (9 * aa->n + 9) / 10 - 1;

	for (size_t i = 0; i < aa->n && changes && effects; i++) {
		double df, variance = pmk_run_spread_of(&aa->spread, i, &df), error;
		double within, found, usual = pmk_normal_quantile(PMK_POWER);

		variance = fmax(variance, aa->inside[i] * aa->inside[i]);
		error = sqrt(2 * variance / (double)n);
		within = critical(aa, n, aa->rules->alpha, df);
		found = critical(aa, n, aa->rules->alpha / (double)aa->n, df);
		changes[i] = expm1(fmax((found + usual) * error,
					log1p(pmk_clock_wall.effect) + (within + usual) * error));
		/* An equal point may miss on either side. */
		effects[i] = expm1((within + pmk_normal_quantile((1 + PMK_POWER) / 2)) * error);
	}
	if (changes && effects && aa->n) {
		pmk_stats_sort(changes, aa->n);
		pmk_stats_sort(effects, aa->n);
		needs = (struct pmk_aa_needs){ changes[half], changes[most], effects[most] };
	}
	free(effects);
	free(changes);
	return needs;
}

size_t pmk_aa_pairs_needed(double alpha)
{
	return (size_t)ceil(log(1 - SURE) / log1p(-alpha));
}
