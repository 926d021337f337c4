// SPDX-License-Identifier: GPL-2.0-only
/* The normal and Student's distribution, and the common part of many variances. */
#include <float.h>
#include <math.h>

#include "stats_student.h"

#define FRACTION_TERMS 500

double pmk_normal_below(double z)
{
	return erfc(-z / M_SQRT2) / 2;
}

double pmk_normal_quantile(double chance)
{
	double low = -40, high = 40;

	for (int i = 0; i < 80; i++) {
		double middle = (low + high) / 2;

		if (pmk_normal_below(middle) < chance)
			low = middle;
		else
			high = middle;
	}
	return high;
}

/* Lentz's evaluation never divides by what is nearly 0. */
static double away_from_zero(double x)
{
	return fabs(x) < DBL_MIN / DBL_EPSILON ? DBL_MIN / DBL_EPSILON : x;
}

/* The continued fraction of I_x(a, b), which converges fast for x < (a + 1) / (a + b + 2). */
static double beta_fraction(double x, double a, double b)
{
	double c = 1, d = 1 / away_from_zero(1 - (a + b) * x / (a + 1)), h = d;

	for (int m = 1; m <= FRACTION_TERMS; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
		double step;

		d = 1 / away_from_zero(1 + even * d);
		c = away_from_zero(1 + even / c);
		h *= d * c;
		d = 1 / away_from_zero(1 + odd * d);
		c = away_from_zero(1 + odd / c);
		step = d * c;
		h *= step;
		if (fabs(step - 1) < DBL_EPSILON)
			break;
	}
	return h;
}

double pmk_beta_share(double x, double rest, double a, double b)
{
	double front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(rest));

	if (x <= 0 || rest <= 0)
		return x <= 0 ? 0 : 1;
	if (x < (a + 1) / (a + b + 2))
		return front * beta_fraction(x, a, b) / a;
	return 1 - front * beta_fraction(rest, b, a) / b;
}

double pmk_student_beyond(double t, double df)
{
	/* Beyond a million they agree to 6 digits at any t, and lgamma() loses its own. */
	if (!(df < 1e6))
		return 2 * pmk_normal_below(-fabs(t));
	if (isinf(t))
		return 0;
	return pmk_beta_share(df / (df + t * t), t * t / (df + t * t), df / 2, 0.5);
}

double pmk_student_critical(double chance, double df)
{
	double low = 0, high = 1;

	while (pmk_student_beyond(high, df) > chance && high < 1e300)
		high *= 2;
	while (high - low > 1e-13 * high) {
		double middle = (low + high) / 2;

		if (pmk_student_beyond(middle, df) > chance)
			low = middle;
		else
			high = middle;
	}
	return high;
}

double pmk_digamma(double x)
{
	double sum = 0, square;

	while (x < 10)
		sum -= 1 / x++;
	square = 1 / (x * x);
	return sum + log(x) - 1 / (2 * x) -
	       square * (1.0 / 12 - square * (1.0 / 120 - square * (1.0 / 252 - square / 240)));
}

double pmk_trigamma(double x)
{
	double sum = 0, square;

	while (x < 10) {
		sum += 1 / (x * x);
		x++;
	}
	square = 1 / (x * x);
	return sum + 1 / x + square / 2 +
	       square / x * (1.0 / 6 - square * (1.0 / 30 - square * (1.0 / 42 - square / 30)));
}

/* It falls from infinity to 0. */
static double trigamma_inverse(double y)
{
	double low = 0, high = 1 / y + 1;

	for (int i = 0; i < 60; i++) {
		double middle = (low + high) / 2;

		if (pmk_trigamma(middle) > y)
			low = middle;
		else
			high = middle;
	}
	return high;
}

struct pmk_variance_prior pmk_variance_prior(const double *variances, const double *df, size_t n,
					     double least)
{
	struct pmk_variance_prior prior = { 0 };
	double mean = 0, square = 0, chance = 0;

	for (size_t i = 0; i < n; i++) {
		double e = log(fmax(variances[i], least)) - pmk_digamma(df[i] / 2) + log(df[i] / 2);
		double step = e - mean;

		mean += step / (double)(i + 1);
		square += step * (e - mean);
		chance += pmk_trigamma(df[i] / 2) / (double)n;
	}
	/* A single variance has nothing in common with others. */
	if (n < 2)
		return prior;
	square = square / (double)(n - 1) - chance;
	prior.df = square > 0 ? 2 * trigamma_inverse(square) : (double)INFINITY;
	prior.variance = exp(mean);
	if (square > 0)
		prior.variance *= exp(pmk_digamma(prior.df / 2) - log(prior.df / 2));
	return prior;
}

double pmk_variance_shrunk(const struct pmk_variance_prior *prior, double variance, double df)
{
	if (isinf(prior->df))
		return prior->variance;
	return (prior->df * prior->variance + df * variance) / (prior->df + df);
}
