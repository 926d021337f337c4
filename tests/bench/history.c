// SPDX-License-Identifier: GPL-2.0-only
/* False changes in simulated series without any, and how well those with one are read. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/change.h"
#include "stats/random.h"
#include "text/clock.h"

#define SUITE 500 /* series that are judged together */

/* Series of n runs with 1 % normal noise, and a step in all of them or in none. */
struct plan {
	const char *what;
	size_t n, n_suites, at;
	double step, memory, drift;
};

/* Of all series: those with a change that is sure, alone and among the others of their suite. */
struct seen {
	size_t alone, pooled, near, exact, covered, sized;
};

static void make_series(const struct plan *plan, double *values, uint64_t *state)
{
	double noise = pmk_random_normal(state);

	for (size_t i = 0; i < plan->n; i++) {
		if (i)
			noise = plan->memory * noise +
				sqrt(1 - plan->memory * plan->memory) * pmk_random_normal(state);
		values[i] = 100 * exp(0.01 * noise) * (i < plan->at ? 1 : 1 + plan->step) *
			    (1 + plan->drift * (double)i / (double)plan->n);
	}
}

static bool is_near(const struct plan *plan, const struct pmk_change *change)
{
	size_t off = change->at > plan->at ? change->at - plan->at : plan->at - change->at;

	return plan->step && change->sure && off <= plan->n / 10;
}

static void count(const struct plan *plan, const struct pmk_changes *changes, struct seen *seen)
{
	bool sure = false;

	for (size_t i = 0; i < changes->n; i++) {
		const struct pmk_change *change = &changes->all[i];

		sure |= change->sure;
		if (!is_near(plan, change))
			continue;
		seen->near++;
		seen->exact += change->at == plan->at;
		seen->covered += change->first <= plan->at && change->last >= plan->at;
		seen->sized +=
			change->size.lo <= 1 + plan->step && change->size.hi >= 1 + plan->step;
	}
	seen->pooled += sure;
}

static bool sure_alone(const struct pmk_changes *changes)
{
	struct pmk_changes copy = *changes;
	bool sure = false;

	copy.all = malloc((copy.n + 1) * sizeof(*copy.all));
	if (!copy.all)
		return false;
	memcpy(copy.all, changes->all, copy.n * sizeof(*copy.all));
	if (!pmk_change_pool(&copy, 1, 0.05))
		for (size_t i = 0; i < copy.n; i++)
			sure |= copy.all[i].sure;
	free(copy.all);
	return sure;
}

static int simulate(const struct plan *plan, struct pmk_change_null *null, uint64_t *state,
		    struct seen *seen)
{
	struct pmk_changes changes[SUITE];
	double *values = malloc(plan->n * sizeof(*values));

	if (!values)
		return 1;
	for (size_t s = 0; s < SUITE; s++) {
		make_series(plan, values, state);
		if (pmk_change_find(null, values, plan->n, 0.01, &changes[s]))
			return 1;
		seen->alone += sure_alone(&changes[s]);
	}
	if (pmk_change_pool(changes, SUITE, 0.05))
		return 1;
	for (size_t s = 0; s < SUITE; s++) {
		count(plan, &changes[s], seen);
		free(changes[s].all);
	}
	free(values);
	return 0;
}

static void print(const struct plan *plan, const struct seen *seen)
{
	double n = (double)(plan->n_suites * SUITE), near = (double)seen->near;

	printf("%6.0f %5zu  %-34s %7.2f %% %7.2f %%", n, plan->n, plan->what,
	       100 * (double)seen->alone / n, 100 * (double)seen->pooled / n);
	if (seen->near)
		printf(" %7.1f %% %8.1f %% %9.1f %%", 100 * (double)seen->exact / near,
		       100 * (double)seen->covered / near, 100 * (double)seen->sized / near);
	putchar('\n');
}

/* Suites of 200 points, of which every tenth scatters: runs are drawn from six boots. */
static int simulate_boots(struct pmk_change_null *null, double scatter, uint64_t *state)
{
	const size_t suites = 200;
	size_t wrong = 0;

	for (size_t suite = 0; suite < suites; suite++) {
		struct pmk_changes all[200];
		bool sure = false;

		for (size_t s = 0; s < 200; s++) {
			double boots[6], values[30], room = s % 10 ? 0 : scatter;

			for (size_t i = 0; i < 6; i++)
				boots[i] = 1000 * (1 + room * pmk_random_normal(state));
			for (size_t i = 0; i < 30; i++)
				values[i] = boots[pmk_random(state) % 6];
			if (pmk_change_steps(null, values, 30, pmk_clock_insn.effect, &all[s]))
				return 1;
		}
		if (pmk_change_pool(all, 200, 0.05))
			return 1;
		for (size_t s = 0; s < 200; s++) {
			for (size_t i = 0; i < all[s].n; i++)
				sure |= all[s].all[i].sure;
			free(all[s].all);
		}
		wrong += sure;
	}
	printf("instructions, %zu suites of 200 points of 30 runs, a tenth scattered by %.1f %% "
	       "between six boots: %zu with a change\n",
	       suites, 100 * scatter, wrong);
	return 0;
}

int main(void)
{
	static const struct plan plans[] = {
		{ "nothing", 12, 8, 12, 0, 0, 0 },
		{ "nothing", 20, 8, 20, 0, 0, 0 },
		{ "nothing", 100, 8, 100, 0, 0, 0 },
		{ "nothing", 1000, 2, 1000, 0, 0, 0 },
		{ "nothing, memory 0.4", 12, 8, 12, 0, 0.4, 0 },
		{ "nothing, memory 0.4", 30, 4, 30, 0, 0.4, 0 },
		{ "nothing, memory 0.4", 100, 4, 100, 0, 0.4, 0 },
		{ "nothing, memory 0.8", 100, 4, 100, 0, 0.8, 0 },
		{ "drift 2 %", 100, 4, 100, 0, 0, 0.02 },
		{ "drift 2 %, memory 0.4", 100, 4, 100, 0, 0.4, 0.02 },
		{ "drift 2 %", 30, 4, 30, 0, 0, 0.02 },
		{ "5 % at 9, the last 3", 12, 1, 9, 0.05, 0, 0 },
		{ "5 % at 17, the last 3", 20, 1, 17, 0.05, 0, 0 },
		{ "5 % at 97, the last 3", 100, 1, 97, 0.05, 0, 0 },
		{ "1 % at 50", 100, 1, 50, 0.01, 0, 0 },
		{ "2 % at 50", 100, 1, 50, 0.02, 0, 0 },
		{ "2 % at 500", 1000, 1, 500, 0.02, 0, 0 },
		{ "3 % at 50, drift 2 %, memory 0.4", 100, 1, 50, 0.03, 0.4, 0.02 },
	};
	struct pmk_change_null *null = pmk_change_null_new(1, PMK_CHANGE_PERSIST);
	uint64_t state = 20260102;

	if (!null)
		return 1;
	printf("Series with normal noise of 1 %%; share with a change that is sure, each alone and "
	       "in suites of %d\n"
	       "series  runs  what happens                          alone    pooled  right run  "
	       "in doubt  in size\n",
	       SUITE);
	for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++) {
		struct seen seen = { 0 };

		for (size_t s = 0; s < plans[i].n_suites; s++)
			if (simulate(&plans[i], null, &state, &seen))
				return 1;
		print(&plans[i], &seen);
	}
	if (simulate_boots(null, 0.002, &state) || simulate_boots(null, 0.02, &state))
		return 1;
	pmk_change_null_free(null);
	return 0;
}
