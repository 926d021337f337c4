// SPDX-License-Identifier: GPL-2.0-only
/* False changes in simulated series without any, and how well those with one are read. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "change.h"
#include "random.h"

#define SUITE 500 /* series that are judged together */

/* Series of n runs with 1 % normal noise, and a step in all of them or in none. */
struct plan {
	size_t n, n_suites, at;
	double step;
};

struct seen {
	size_t found, sure, hit, exact, covered, sized;
};

static void count(const struct plan *plan, const struct pmk_changes *changes, struct seen *seen)
{
	bool hit = false;

	for (size_t i = 0; i < changes->n; i++) {
		const struct pmk_change *change = &changes->all[i];
		size_t off = change->at > plan->at ? change->at - plan->at : plan->at - change->at;

		seen->found++;
		seen->sure += change->sure;
		if (!plan->step || !change->sure || hit || off > plan->n / 10)
			continue;
		hit = true;
		seen->hit++;
		seen->exact += !off;
		seen->covered += change->first <= plan->at && change->last >= plan->at;
		seen->sized +=
			change->size.lo <= 1 + plan->step && change->size.hi >= 1 + plan->step;
	}
}

static int simulate(const struct plan *plan, struct pmk_change_null *null, uint64_t *state,
		    struct seen *seen)
{
	struct pmk_changes changes[SUITE];
	double *values = malloc(plan->n * sizeof(*values));

	if (!values)
		return 1;
	for (size_t s = 0; s < SUITE; s++) {
		for (size_t i = 0; i < plan->n; i++)
			values[i] = 100 * exp(0.01 * pmk_random_normal(state)) *
				    (i < plan->at ? 1 : 1 + plan->step);
		if (pmk_change_find(null, values, plan->n, 0, &changes[s]))
			return 1;
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

int main(void)
{
	static const struct plan plans[] = {
		{ 20, 8, 20, 0 },     { 100, 8, 100, 0 },     { 1000, 2, 1000, 0 },
		{ 100, 1, 50, 0.01 }, { 100, 1, 50, 0.02 },   { 100, 1, 97, 0.05 },
		{ 100, 1, 95, 0.05 }, { 1000, 1, 500, 0.02 },
	};
	struct pmk_change_null *null = pmk_change_null_new(1, PMK_CHANGE_PERSIST);
	uint64_t state = 20260102;

	if (!null)
		return 1;
	printf("series    runs  step at      changes per 100 runs   found  right run  doubt "
	       "covers  size covers\n"
	       "                             alone    pooled\n");
	for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++) {
		const struct plan *plan = &plans[i];
		double n = (double)(plan->n_suites * SUITE);
		struct seen seen = { 0 };

		for (size_t s = 0; s < plan->n_suites; s++)
			if (simulate(plan, null, &state, &seen))
				return 1;
		printf("%6.0f %7zu  ", n, plan->n);
		if (plan->step)
			printf("%3.0f %% %4zu  ", 100 * plan->step, plan->at);
		else
			printf("none        ");
		printf("%7.3f %% %7.3f %%", 100 * (double)seen.found / n / (double)plan->n * 100,
		       100 * (double)seen.sure / n / (double)plan->n * 100);
		if (plan->step)
			printf(" %7.1f %% %7.1f %% %9.1f %% %10.1f %%", 100 * (double)seen.hit / n,
			       100 * (double)seen.exact / (double)seen.hit,
			       100 * (double)seen.covered / (double)seen.hit,
			       100 * (double)seen.sized / (double)seen.hit);
		putchar('\n');
	}
	pmk_change_null_free(null);
	return 0;
}
