// SPDX-License-Identifier: GPL-2.0-only
/* Simulated fleets: how often a machine is named that is like the others, and a slow one is not. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "stats/outliers.h"
#include "stats/random.h"

/*
 * Noise of one point on one machine, and of the whole run of a machine, each normal with that
 * deviation. With @tails a tenth of the machines' runs scatters three times as much.
 */
struct plan {
	const char *what;
	size_t n_machines, n_points, n_fleets;
	double noise, run, tails;
};

static const struct plan plans[] = {
	{ "noise of a point 3 %", 200, 500, 100, 0.03, 0, 0 },
	{ "and of a run 0.5 %", 200, 500, 100, 0.03, 0.005, 0 },
	{ "and of a run 1 %", 200, 500, 100, 0.03, 0.01, 0 },
	{ "1 %, every tenth run 3 %", 200, 500, 100, 0.03, 0.01, 3 },
	{ "and of a run 1.5 %", 200, 500, 100, 0.03, 0.015, 0 },
	{ "few points, no noise of runs", 12, 20, 2000, 0.03, 0, 0 },
	{ "few machines, of a run 0.5 %", 12, 500, 500, 0.03, 0.005, 0 },
};

/* The first machine is slow by 8 %; the others are alike. */
static void draw(const struct plan *plan, double *logs, uint64_t *state)
{
	for (size_t m = 0; m < plan->n_machines; m++) {
		double more = plan->tails && pmk_random_uniform(state) < 0.1 ? plan->tails : 1;
		double run = more * plan->run * pmk_random_normal(state);

		for (size_t p = 0; p < plan->n_points; p++)
			logs[m * plan->n_points + p] =
				plan->noise * pmk_random_normal(state) + run + (m ? 0 : log(1.08));
	}
}

static int simulate(const struct plan *plan, uint64_t *state)
{
	double *logs = calloc(plan->n_machines * plan->n_points, sizeof(*logs));
	struct pmk_outlier *all = calloc(plan->n_machines, sizeof(*all));
	size_t found = 0, wrong = 0;
	int err = !logs || !all;

	for (size_t f = 0; f < plan->n_fleets && !err; f++) {
		draw(plan, logs, state);
		err = pmk_outliers(logs, plan->n_machines, plan->n_points, PMK_OUTLIERS_EFFECT,
				   all) < 0;
		found += all[0].different;
		for (size_t m = 1; m < plan->n_machines; m++)
			wrong += all[m].different;
	}
	printf("%8zu %8zu %7zu  %-30s %12.2f %10.1f %%\n", plan->n_machines, plan->n_points,
	       plan->n_fleets, plan->what, 20 * (double)wrong / (double)plan->n_fleets,
	       100 * (double)found / (double)plan->n_fleets);
	free(logs);
	free(all);
	return err;
}

int main(void)
{
	uint64_t state = 1;
	int err = 0;

	printf("machines   points  fleets  %-30s %12s %12s\n", "what varies", "false in 20",
	       "8 % found");
	for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++)
		err |= simulate(&plans[i], &state);
	return err;
}
