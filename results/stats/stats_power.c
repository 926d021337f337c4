// SPDX-License-Identifier: GPL-2.0-only
/* Power of rank tests for normal samples, robust spreads, and intervals of rates. */
#include <math.h>
#include <stdlib.h>

#include "stats_power.h"
#include "stats_signed.h"
#include "stats_student.h"

#define SPREAD_MAX 200	 /* of a sample: 19,900 distances */
#define STEPS	   400	 /* of the integral: its error is below 1e-12 */
#define SHIFT_MAX  100.0 /* standard deviations: samples never overlap there */

static size_t distances(const double *values, size_t n, double *to)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			to[count++] = fabs(values[i] - values[j]);
	return count;
}

double pmk_stats_spread(const double *a, size_t n_a, const double *b, size_t n_b)
{
	double *all, spread;
	size_t n;

	n_a = n_a < SPREAD_MAX ? n_a : SPREAD_MAX;
	n_b = n_b < SPREAD_MAX ? n_b : SPREAD_MAX;
	all = malloc((n_a * n_a + n_b * n_b + 1) * sizeof(*all));
	if (!all)
		return NAN;
	n = distances(a, n_a, all);
	n += distances(b, n_b, all + n);
	spread = pmk_stats_median(all, n) / 0.9539; /* sqrt(2) times the normal's upper quartile */
	free(all);
	return spread;
}

/* P(X > Y and X > Y'), all normal, the latter two @shift above the former: Simpson's rule. */
static double both_below(double shift)
{
	double from = -9, step = 18.0 / STEPS, sum = 0;

	for (int i = 0; i <= STEPS; i++) {
		double x = from + i * step, below = pmk_normal_below(x - shift);
		int weight = i == 0 || i == STEPS ? 1 : i % 2 ? 4 : 2;

		sum += weight * below * below * exp(-x * x / 2);
	}
	return sum * step / 3 / sqrt(2 * M_PI);
}

/* How often U is at most @critical under the shift. */
static double u_power(const double n[2], double critical, double shift)
{
	double a = n[0], b = n[1];
	double one = pmk_normal_below(-shift / M_SQRT2), two = both_below(shift);
	double variance = a * b * (one * (1 - one) + (a + b - 2) * (two - one * one));

	if (!(variance > 0))
		return 1;
	return pmk_normal_below((critical + 0.5 - a * b * one) / sqrt(variance));
}

/* How often the ranks with a minus sum up to at most @critical under the shift. */
static double signed_power(const double pairs[1], double critical, double shift)
{
	double n = pairs[0];
	double one = pmk_normal_below(shift), two = pmk_normal_below(M_SQRT2 * shift);
	double three = both_below(-2 * shift);
	double mean = n * (1 - one) + n * (n - 1) / 2 * (1 - two);
	double variance = n * one * (1 - one) +
			  n * (n - 1) / 2 * (2 * one * one - 4 * one * two + 3 * two - two * two) +
			  n * (n - 1) * (n - 2) * (three - two * two);

	return variance > 0 ? pmk_normal_below((critical + 0.5 - mean) / sqrt(variance)) : 1;
}

/* The shift at which the power reaches PMK_POWER; NAN where nothing is critical. */
static double detectable(double (*power)(const double *sizes, double critical, double shift),
			 const double *sizes, double critical)
{
	double low = 0, high = SHIFT_MAX;

	for (int i = 0; i < 40; i++) {
		double middle = (low + high) / 2;

		if (power(sizes, critical, middle) < PMK_POWER)
			low = middle;
		else
			high = middle;
	}
	return critical < 0 ? (double)NAN : high;
}

double pmk_stats_u_detectable(const struct pmk_u_null *null, double alpha)
{
	const double sizes[] = { (double)null->n_a, (double)null->n_b };

	return detectable(u_power, sizes, pmk_u_null_critical(null, alpha / 2));
}

double pmk_stats_signed_rank_detectable(size_t n, double alpha)
{
	const double pairs = (double)(n < PMK_STATS_PAIRS_MAX ? n : PMK_STATS_PAIRS_MAX);

	return detectable(signed_power, &pairs, pmk_stats_signed_rank_critical(n, alpha / 2));
}

/* The rate at which at most @hits have the chance @chance. */
static double rate_of(double hits, double n, double chance)
{
	double low = 0, high = 1;

	for (int i = 0; i < 60; i++) {
		double middle = (low + high) / 2;

		if (pmk_beta_share(1 - middle, middle, n - hits, hits + 1) > chance)
			low = middle;
		else
			high = middle;
	}
	return (low + high) / 2;
}

struct pmk_interval pmk_stats_rate(size_t hits, size_t n, double coverage)
{
	double miss = (1 - coverage) / 2;

	return (struct pmk_interval){
		.estimate = (double)hits / (double)n,
		.lo = hits ? rate_of((double)hits - 1, (double)n, 1 - miss) : 0,
		.hi = hits < n ? rate_of((double)hits, (double)n, miss) : 1,
		.coverage = coverage,
		.n = n,
	};
}
