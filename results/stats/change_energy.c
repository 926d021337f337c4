// SPDX-License-Identifier: GPL-2.0-only
/* The energy statistic of E-divisive, on ranks, over all divisions of some runs. */
#include <errno.h>
#include <stdlib.h>

#include "change.h"
#include "random.h"

struct place {
	double value;
	uint64_t lot; /* decides between equal values */
	size_t index;
};

static int by_value(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return (x->lot > y->lot) - (x->lot < y->lot);
}

int pmk_change_ranks(const double *values, size_t n, uint64_t seed, int *ranks)
{
	struct place *places = calloc(n ? n : 1, sizeof(*places));

	if (!places)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		places[i] = (struct place){ values[i], pmk_random(&seed), i };
	qsort(places, n, sizeof(*places), by_value);
	for (size_t i = 0; i < n; i++)
		ranks[places[i].index] = (int)i;
	free(places);
	return 0;
}

/*
 * All sums of distances: within[t] of x[t..k), for the k that the caller has come to. Ints hold
 * them: n^3 / 6 is 1.3 million for PMK_CHANGE_WINDOW.
 */
static void add_run(const int *ranks, size_t k, int *within)
{
	int sum = 0;

	for (size_t t = k; t-- > 0;) {
		sum += abs(ranks[t] - ranks[k]);
		within[t] += sum;
	}
}

/*
 * With W the sum of distances within some runs and m + q = k, m q / k times the energy distance is
 * 2 / k (W[0,k) - (k - 1) (W[0,t) / (m - 1) + W[t,k) / (q - 1))): what is to be found for each k is
 * the t with the least spread on both sides.
 */
struct pmk_split pmk_change_energy(const int *ranks, size_t n, size_t persist)
{
	int within[PMK_CHANGE_WINDOW + 1] = { 0 };
	double spread[PMK_CHANGE_WINDOW + 1] = { 0 }, inverse[PMK_CHANGE_WINDOW + 1] = { 0 };
	struct pmk_split best = { .energy = -1 };

	if (n > PMK_CHANGE_WINDOW)
		n = PMK_CHANGE_WINDOW;
	for (size_t k = 1; k <= n; k++) {
		double least = n * n, energy;
		size_t at = 0;

		inverse[k] = 1 / (double)k;
		add_run(ranks, k - 1, within);
		if (k > 1)
			spread[k] = within[0] * inverse[k - 1];
		for (size_t t = persist; t + persist <= k; t++) {
			double both = spread[t] + within[t] * inverse[k - t - 1];

			if (both < least) {
				least = both;
				at = t;
			}
		}
		energy = 2 * inverse[k] * (within[0] - (double)(k - 1) * least);
		if (at && energy > best.energy)
			best = (struct pmk_split){ at, energy };
	}
	return best;
}
