/* SPDX-License-Identifier: GPL-2.0-only */
/* The normal distribution, Student's t, and many variances shrunk towards a common one. Pure. */
#ifndef PAGEMARK_STATS_STUDENT_H
#define PAGEMARK_STATS_STUDENT_H

#include <stddef.h>

#define PMK_LEAST_VARIANCE 1e-12 /* of logarithms of runs: a millionth apart is no difference */

/* P(Z <= z), Z standard normal. */
double pmk_normal_below(double z);

/* The z with P(Z <= z) = @chance, 0 < chance < 1. */
double pmk_normal_quantile(double chance);

/**
 * pmk_beta_share() - the incomplete beta function I_x(a, b), by its continued fraction
 * @x: 0 .. 1
 * @rest: 1 - @x, because one of the two may be too close to 1 to hold the other
 * @a: above 0
 * @b: above 0
 *
 * P(B <= k) of a binomial (n, p) is I_(1-p)(n - k, k + 1), by 26.5.24.
 *
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.5.8.
 */
double pmk_beta_share(double x, double rest, double a, double b);

/**
 * pmk_student_beyond() - P(|T| >= |t|)
 * @t: any
 * @df: degrees of freedom, above 0; infinity for the normal distribution
 *
 * By the incomplete beta function.
 *
 * Source: Abramowitz and Stegun, 26.7.1.
 */
double pmk_student_beyond(double t, double df);

/* The t with pmk_student_beyond(t, df) = @chance, 0 < chance < 1. */
double pmk_student_critical(double chance, double df);

/* First and second derivative of log Gamma(x), x > 0. Source: Abramowitz and Stegun, 6.3, 6.4. */
double pmk_digamma(double x);
double pmk_trigamma(double x);

/**
 * struct pmk_variance_prior - what many variances have in common
 * @df: how much it weighs, in degrees of freedom; infinity where the variances do not differ by
 *	more than chance, 0 where they say nothing
 * @variance: the common value
 */
struct pmk_variance_prior {
	double df, variance;
};

/**
 * pmk_variance_prior() - learn it
 * @variances: 0 or more each
 * @df: degrees of freedom of each, above 0
 * @n: how many; of fewer than two nothing is learned
 * @least: above 0; smaller variances are taken for it
 *
 * The variances are taken for draws from df0 s0^2 / chi^2(df0) with chi^2 errors: df0 and s0^2
 * follow from mean and variance of their logarithms.
 *
 * Source: G. K. Smyth, Linear models and empirical Bayes methods for assessing differential
 * expression in microarray experiments, Stat. Appl. Genet. Mol. Biol. 3 (2004), article 3, section
 * 6.2.
 */
struct pmk_variance_prior pmk_variance_prior(const double *variances, const double *df, size_t n,
					     double least);

/* The shrunk variance, (df0 s0^2 + df s^2) / (df0 + df); its degrees of freedom are df0 + df. */
double pmk_variance_shrunk(const struct pmk_variance_prior *prior, double variance, double df);

#endif
