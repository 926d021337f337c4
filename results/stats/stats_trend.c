// SPDX-License-Identifier: GPL-2.0-only
/* Trend in a short series: Kendall's S, its exact distribution, and the drift between halves. */
#include <math.h>
#include <stdlib.h>

#include "stats.h"
#include "stats_trend.h"

long pmk_stats_kendall_s(const double *values, size_t n)
{
	long s = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			s += (values[j] > values[i]) - (values[j] < values[i]);
	return s;
}

double pmk_stats_kendall_p(size_t n, long s)
{
	size_t pairs = n * (n - 1) / 2, reached = 0, most;
	double *chance = calloc(pairs + 1, sizeof(*chance)), tail = 0;

	if (!chance)
		return 1;
	/*
	 * chance[k]: of k inversions. The next value goes to each of its places alike, over 0 to
	 * size - 1 of those before it: the mean of a window, from above so that it can stay in
	 * place.
	 */
	chance[0] = 1;
	for (size_t size = 2; size <= n; size++) {
		reached += size - 1;
		for (size_t k = reached + 1; k-- > 0;) {
			double sum = 0;

			for (size_t over = 0; over < size && over <= k; over++)
				sum += chance[k - over];
			chance[k] = sum / (double)size;
		}
	}
	/* S = pairs - 2 inversions; the distribution is symmetric. */
	most = (pairs - (size_t)labs(s)) / 2;
	for (size_t k = 0; k <= most; k++)
		tail += chance[k];
	free(chance);
	return fmin(1, 2 * tail);
}

int pmk_stats_trend(const double *values, size_t n, double effect)
{
	double first, second;
	long s;

	if (n < PMK_TREND_MIN)
		return 0;
	if (n > PMK_TREND_MAX) {
		values += n - PMK_TREND_MAX;
		n = PMK_TREND_MAX;
	}
	s = pmk_stats_kendall_s(values, n);
	first = pmk_stats_median(values, n / 2);
	second = pmk_stats_median(values + n - n / 2, n / 2);
	if (!(fabs(second / first - 1) > effect) || pmk_stats_kendall_p(n, s) > PMK_TREND_LEVEL)
		return 0;
	return s > 0 ? 1 : -1;
}
