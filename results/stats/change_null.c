// SPDX-License-Identifier: GPL-2.0-only
/* What the statistics are worth: their distributions, drawn as they are needed. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "change_inner.h"
#include "random.h"

#define ENOUGH 20  /* draws as great end the test: p is then within a quarter or so */
#define TAIL   100 /* of the greatest draws */

/* Draw i of length n is the same whenever it is drawn: its seed is made of both. */
static double draw_energy(const struct pmk_change_null *null, size_t n, size_t i)
{
	uint64_t state = null->seed + n * PMK_CHANGE_DRAWS + i;
	int ranks[PMK_CHANGE_WINDOW];

	for (size_t j = 0; j < n; j++) {
		/* Rank j goes to any place so far; the modulo's bias is below 2^-56. */
		size_t other = (size_t)(pmk_random(&state) % (j + 1));

		ranks[j] = (int)j;
		ranks[j] = ranks[other];
		ranks[other] = (int)j;
	}
	return pmk_change_energy(ranks, n, null->persist).energy;
}

static double draw_memory(const struct pmk_change_null *null, size_t n, size_t i)
{
	uint64_t state = ~null->seed + n * PMK_CHANGE_DRAWS + i;

	return pmk_change_memory_draw(n, null->persist, pmk_random(&state));
}

struct pmk_change_null *pmk_change_null_new(uint64_t seed, size_t persist)
{
	struct pmk_change_null *null = calloc(1, sizeof(*null));

	if (null) {
		null->seed = seed;
		null->persist = persist;
		for (size_t n = 0; n <= PMK_CHANGE_WINDOW; n++)
			null->energy[n].draw = draw_energy;
		for (size_t n = 0; n <= PMK_CHANGE_MEMORY_RUNS; n++)
			null->memory[n].draw = draw_memory;
	}
	return null;
}

void pmk_change_null_free(struct pmk_change_null *null)
{
	for (size_t n = 0; null && n <= PMK_CHANGE_WINDOW; n++)
		free(null->energy[n].energies);
	for (size_t n = 0; null && n <= PMK_CHANGE_MEMORY_RUNS; n++)
		free(null->memory[n].energies);
	free(null);
}

/* The mean excess over the draw after the greatest TAIL. */
static int fit_tail(struct pmk_change_draws *draws)
{
	double *sorted = malloc(draws->n * sizeof(*sorted)), sum = 0;

	if (!sorted)
		return -1;
	memcpy(sorted, draws->energies, draws->n * sizeof(*sorted));
	pmk_stats_sort(sorted, draws->n);
	draws->tail_from = sorted[draws->n - 1 - TAIL];
	for (size_t i = draws->n - TAIL; i < draws->n; i++)
		sum += sorted[i] - draws->tail_from;
	draws->tail_mean = sum / TAIL;
	free(sorted);
	return 0;
}

/* Few as great: counting them says little, how far beyond the tail's start it lies says more. */
static double tail_p(const struct pmk_change_draws *draws, double energy, size_t as_great)
{
	double counted = ((double)as_great + 1) / (PMK_CHANGE_DRAWS + 1);
	double fitted;

	if (as_great >= ENOUGH / 2 || !(draws->tail_mean > 0))
		return counted;
	fitted = (double)TAIL / PMK_CHANGE_DRAWS *
		 exp((draws->tail_from - energy) / draws->tail_mean);
	return fmin(counted, fitted);
}

static double chance(const struct pmk_change_null *null, struct pmk_change_draws *draws,
		     size_t runs, double energy)
{
	size_t as_great = 0;

	if (!draws->energies)
		draws->energies = calloc(PMK_CHANGE_DRAWS, sizeof(*draws->energies));
	if (!draws->energies)
		return 1;
	for (size_t i = 0; i < PMK_CHANGE_DRAWS; i++) {
		if (i == draws->n)
			draws->energies[draws->n++] = draws->draw(null, runs, i);
		/* Equal divisions give equal sums, but for their rounding. */
		as_great += draws->energies[i] >= energy * (1 - 1e-12);
		if (as_great == ENOUGH)
			return (double)ENOUGH / (double)(i + 1);
	}
	if (!draws->tail_from && fit_tail(draws))
		return 1;
	return tail_p(draws, energy, as_great);
}

double pmk_change_p(struct pmk_change_null *null, size_t n, double energy)
{
	n = n <= PMK_CHANGE_WINDOW ? n : PMK_CHANGE_WINDOW;
	return chance(null, &null->energy[n], n, energy);
}

double pmk_change_memory_p(struct pmk_change_null *null, size_t n, double statistic)
{
	/* Few runs differ much in what they can show; many do not. */
	size_t step = n < 20 ? 1 : n < 40 ? 5 : 20;

	n = n <= PMK_CHANGE_MEMORY_RUNS ? n - n % step : PMK_CHANGE_MEMORY_RUNS;
	return chance(null, &null->memory[n], n, statistic);
}
