/* SPDX-License-Identifier: GPL-2.0-only */
/* Many tests at once: adjusted p-values. Pure. */
#ifndef PAGEMARK_STATS_FAMILY_H
#define PAGEMARK_STATS_FAMILY_H

#include <stddef.h>

/**
 * pmk_stats_holm() - p-values adjusted for the chance of a single false alarm
 * @p: each 0 .. 1
 * @n: how many
 * @adjusted: out, in the order of @p: rejecting those at most alpha keeps the chance of one or more
 *	false alarms among all at alpha, whatever the tests have in common
 *
 * Source: S. Holm, A simple sequentially rejective multiple test procedure, Scand. J. Statist. 6
 * (1979), 65-70.
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_stats_holm(const double *p, size_t n, double *adjusted);

/**
 * pmk_stats_bh() - p-values adjusted for the expected share of false alarms among the alarms
 * @p: each 0 .. 1
 * @n: how many
 * @adjusted: out, in the order of @p
 *
 * Source: Y. Benjamini, Y. Hochberg, Controlling the false discovery rate, J. R. Statist. Soc. B 57
 * (1995), 289-300.
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_stats_bh(const double *p, size_t n, double *adjusted);

/**
 * pmk_stats_u_least_p() - the smallest p that the U test can have
 * @n_a: samples on the one side
 * @n_b: samples on the other
 *
 * Return: 2 / C(n_a + n_b, n_a), at most 1.
 */
double pmk_stats_u_least_p(size_t n_a, size_t n_b);

#endif
