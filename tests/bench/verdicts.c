// SPDX-License-Identifier: GPL-2.0-only
/* Simulated sets of runs through pmk_judge(), as compare uses it: false answers and power. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/judge.h"
#include "stats/random.h"
#include "stats/stats_power.h"

#define POINTS_MAX 800
#define RUNS_MAX   16
#define SAMPLES	   12
#define INSIDE	   0.01 /* deviation of samples about the median of their run */
#define CHANGED	   10

enum effects { OWN, SHARED, HEAVY };

/*
 * @runs: a side; @known: of aa beforehand; @effect: deviation of a run's median, one for each point
 * or one for all of the run, normal or of Student's t with 3 degrees of freedom; @slower: by so
 * much
 */
static const struct scene {
	size_t points, runs, known;
	enum effects kind;
	double effect, slower;
	const char *goal;
} scenes[] = {
	{ 200, 8, 0, OWN, 0.002, 0.05, NULL },
	{ 200, 8, 0, OWN, 0.005, 0.05, NULL },
	{ 200, 8, 0, OWN, 0.01, 0.05, "false 5 %, found 90 %" },
	{ 200, 8, 0, OWN, 0.02, 0.05, NULL },
	{ 200, 8, 0, SHARED, 0.01, 0.05, NULL },
	{ 200, 8, 0, HEAVY, 0.01, 0.05, NULL },
	{ 800, 8, 0, OWN, 0.01, 0.05, NULL },
	{ 800, 8, 0, SHARED, 0.01, 0.05, NULL },
	{ 200, 4, 0, OWN, 0.01, 0.05, NULL },
	{ 200, 4, 0, SHARED, 0.01, 0.05, NULL },
	{ 200, 4, 0, HEAVY, 0.01, 0.05, NULL },
	{ 200, 1, 10, OWN, 0.002, 0.20, NULL },
	{ 200, 1, 10, OWN, 0.005, 0.20, NULL },
	{ 200, 1, 10, OWN, 0.01, 0.20, "false 5 %, found 90 %" },
	{ 200, 1, 10, OWN, 0.02, 0.20, NULL },
	{ 200, 1, 10, SHARED, 0.01, 0.20, NULL },
	{ 200, 1, 10, HEAVY, 0.01, 0.20, NULL },
	{ 200, 1, 0, OWN, 0.002, 0.20, NULL },
	{ 200, 1, 0, OWN, 0.005, 0.20, NULL },
	{ 200, 1, 0, OWN, 0.01, 0.20, "false 5 %, found 90 %" },
	{ 200, 1, 0, OWN, 0.02, 0.20, NULL },
	{ 200, 1, 0, SHARED, 0.01, 0.20, NULL },
	{ 200, 1, 0, HEAVY, 0.01, 0.20, NULL },
	{ 200, 2, 0, OWN, 0.01, 0.20, NULL },
	{ 200, 2, 0, SHARED, 0.02, 0.20, NULL },
};

/* Runs of one set: samples and medians of each point. */
struct runs {
	double samples[POINTS_MAX][RUNS_MAX * SAMPLES], medians[POINTS_MAX][RUNS_MAX];
};

/*
 * What became of the suites: @wrong has an answer that is not so; @seen: the change that could be
 * seen at half of the points, as the judge says, summed over suites
 */
struct tally {
	size_t suites, wrong, found, slower;
	double seen;
};

/* Of variance 1. */
static double effect_of(enum effects kind, uint64_t *state)
{
	double z = pmk_random_normal(state), squares = 0;

	if (kind != HEAVY)
		return z;
	for (int i = 0; i < 3; i++) {
		double other = pmk_random_normal(state);

		squares += other * other / 3;
	}
	return z / sqrt(squares) / sqrt(3);
}

static void measure(struct runs *runs, const struct scene *scene, size_t n, double slower,
		    uint64_t *state)
{
	for (size_t run = 0; run < n; run++) {
		double shared = effect_of(scene->kind, state);

		for (size_t i = 0; i < scene->points; i++) {
			double own = scene->kind == SHARED ? shared : effect_of(scene->kind, state);
			double cost = 100 * exp(scene->effect * own + (i < CHANGED ? slower : 0));
			double *samples = runs->samples[i] + run * SAMPLES;

			for (size_t k = 0; k < SAMPLES; k++)
				samples[k] = cost * exp(INSIDE * pmk_random_normal(state));
			runs->medians[i][run] = pmk_stats_median(samples, SAMPLES);
		}
	}
}

static void judge(struct tally *t, const struct scene *scene, double slower, uint64_t *state)
{
	static struct runs base, new, known;
	static struct pmk_judged points[POINTS_MAX];
	const struct pmk_judge_rules rules = { .alpha = PMK_JUDGE_ALPHA, .min_effect = -1 };
	struct pmk_judge_family family;
	bool wrong = false;

	measure(&base, scene, scene->runs, 0, state);
	measure(&new, scene, scene->runs, log1p(slower), state);
	measure(&known, scene, scene->known, 0, state);
	for (size_t i = 0; i < scene->points; i++)
		points[i] = (struct pmk_judged){ .base = base.samples[i],
						 .new = new.samples[i],
						 .n_base = scene->runs *SAMPLES,
						 .n_new = scene->runs *SAMPLES,
						 .base_runs = base.medians[i],
						 .new_runs = new.medians[i],
						 .known_runs = known.medians[i],
						 .n_base_runs = scene->runs,
						 .n_new_runs = scene->runs,
						 .n_known_runs = scene->known };
	if (pmk_judge(points, scene->points, &rules, &family)) {
		perror("verdicts");
		exit(2);
	}
	for (size_t i = 0; i < scene->points; i++) {
		bool up = points[i].answer == PMK_CHANGE_REGRESSED;

		if (slower > 0 && i < CHANGED) {
			t->found += up;
			t->slower++;
			wrong |= points[i].answer == PMK_CHANGE_EQUIVALENT ||
				 points[i].answer == PMK_CHANGE_IMPROVED;
		} else {
			wrong |= up || points[i].answer == PMK_CHANGE_IMPROVED;
		}
	}
	t->suites++;
	t->seen += family.mde_half;
	t->wrong += wrong;
}

static void print_rate(size_t hits, size_t n)
{
	struct pmk_interval rate = pmk_stats_rate(hits, n, PMK_STATS_COVERAGE);

	printf("  %5.1f %% (%4.1f .. %4.1f)", 100 * rate.estimate, 100 * rate.lo, 100 * rate.hi);
}

static void print_scene(const struct scene *s)
{
	static const char *const kinds[] = { "", ", shared", ", t(3)" };
	char knowledge[32] = "";

	if (s->known)
		snprintf(knowledge, sizeof(knowledge), ", aa of %zu", s->known);
	printf("%3zu points, %zu run%s a side%s; run effect %.1f %%%s; +%.0f %%", s->points,
	       s->runs, s->runs == 1 ? "" : "s", knowledge, 100 * s->effect, kinds[s->kind],
	       100 * s->slower);
}

int main(int argc, char **argv)
{
	size_t suites = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	size_t only = argc > 3 ? strtoul(argv[3], NULL, 10) : 0;

	if (!suites || argc > 4) {
		fprintf(stderr, "usage: bench-verdicts [SUITES [SEED [ONLY_ROW]]]\n");
		return 2;
	}
	printf("%zu suites each way, %d samples a run with %.0f %% of noise; alpha %g, margin %.0f "
	       "%%; intervals 95 %%\n",
	       suites, SAMPLES, 100 * INSIDE, PMK_JUDGE_ALPHA, 100 * pmk_clock_wall.effect);
	printf("columns: suites of equal points with a false answer; suites with %d points slower "
	       "and a false answer; of the slower ones found; the change that is said to be found "
	       "nine times out of ten\n",
	       CHANGED);
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		struct tally equal = { 0 }, changed = { 0 };
		uint64_t state = seed + 1000 * i;

		if (only && only != i + 1)
			continue;
		for (size_t k = 0; k < suites; k++) {
			judge(&equal, &scenes[i], 0, &state);
			judge(&changed, &scenes[i], scenes[i].slower, &state);
		}
		printf("%zu. ", i + 1);
		print_scene(&scenes[i]);
		printf("\n     ");
		print_rate(equal.wrong, suites);
		print_rate(changed.wrong, suites);
		print_rate(changed.found, changed.slower);
		printf("  %4.1f %%", 100 * equal.seen / (double)suites);
		printf("%s%s\n", scenes[i].goal ? "  goal: " : "",
		       scenes[i].goal ? scenes[i].goal : "");
		fflush(stdout);
	}
	return 0;
}
