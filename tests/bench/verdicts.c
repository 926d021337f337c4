// SPDX-License-Identifier: GPL-2.0-only
/* Simulated suites through pmk_judge(), as `pagemark compare` uses it: false alarms and power. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "judge.h"
#include "random.h"
#include "stats_power.h"

#define POINTS	200
#define SAMPLES 10
#define NOISE	0.01

/* What became of one suite, or of all. */
struct tally {
	size_t suites, false_regressed, false_any, found, slower;
};

static void simulate(struct tally *t, size_t slower, double effect, uint64_t *state)
{
	static double samples[2][POINTS][SAMPLES];
	const struct pmk_judge_rules rules = { .alpha = PMK_JUDGE_ALPHA, .min_effect = -1 };
	struct pmk_judged points[POINTS];
	struct pmk_judge_family family;
	bool regressed = false, any = false;

	for (size_t i = 0; i < POINTS; i++) {
		for (size_t k = 0; k < SAMPLES; k++) {
			samples[0][i][k] = 100 * (1 + NOISE * pmk_random_normal(state));
			samples[1][i][k] = 100 * (1 + NOISE * pmk_random_normal(state)) *
					   (i < slower ? 1 + effect : 1);
		}
		points[i] = (struct pmk_judged){ .base = samples[0][i],
						 .new = samples[1][i],
						 .n_base = SAMPLES,
						 .n_new = SAMPLES };
	}
	if (pmk_judge(points, POINTS, &rules, &family)) {
		perror("verdicts");
		exit(2);
	}
	for (size_t i = 0; i < POINTS; i++) {
		bool up = points[i].answer == PMK_CHANGE_REGRESSED;

		if (i < slower) {
			t->found += up;
			continue;
		}
		regressed |= up;
		any |= up || points[i].answer == PMK_CHANGE_IMPROVED;
	}
	t->suites++;
	t->slower += slower;
	t->false_regressed += regressed;
	t->false_any += any;
}

static void print_rate(const char *what, size_t hits, size_t n, const char *goal)
{
	struct pmk_interval rate = pmk_stats_rate(hits, n, 0.95);

	printf("  %-52s %6.2f %%  (%.2f .. %.2f %%)  %zu of %zu%s\n", what, 100 * rate.estimate,
	       100 * rate.lo, 100 * rate.hi, hits, n, goal);
}

int main(int argc, char **argv)
{
	size_t suites = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000;
	uint64_t state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	struct tally equal = { 0 }, changed = { 0 };

	if (!suites || argc > 3) {
		fprintf(stderr, "usage: bench-verdicts [SUITES [SEED]]\n");
		return 2;
	}
	for (size_t i = 0; i < suites; i++) {
		simulate(&equal, 0, 0, &state);
		simulate(&changed, 10, 0.03, &state);
	}
	printf("%zu suites of %d points, %d samples, %.0f %% noise; alpha %g, margin %.0f %%; "
	       "intervals 95 %%\n",
	       suites, POINTS, SAMPLES, 100 * NOISE, PMK_JUDGE_ALPHA, 100 * PMK_JUDGE_WALL);
	puts("all equal:");
	print_rate("suites with a false regression (exit status 1)", equal.false_regressed, suites,
		   "");
	print_rate("suites with any false answer", equal.false_any, suites, "; goal: 3 %");
	puts("10 points 3 % slower:");
	print_rate("suites with a false regression", changed.false_regressed, suites, "");
	print_rate("suites with any false answer", changed.false_any, suites, "; goal: 6 %");
	print_rate("power: slower points found", changed.found, changed.slower, "; goal: 90 %");
	return 0;
}
