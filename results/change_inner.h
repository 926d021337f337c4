/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of the change-point analysis. */
#ifndef PAGEMARK_CHANGE_INNER_H
#define PAGEMARK_CHANGE_INNER_H

#include "change.h"

/* What a null distribution was made for. */
size_t pmk_change_null_persist(const struct pmk_change_null *null);
uint64_t pmk_change_null_seed(const struct pmk_change_null *null);

/* Appends a change of which only place and p-value are known; 0 or -ENOMEM. */
int pmk_change_add(struct pmk_changes *changes, size_t at, double p);

/*
 * Chances of the rank-sum statistic U of m against n values, 0 .. m * n: the Gaussian binomial
 * coefficient, a factor of (1 - x^(n+i)) / (1 - x^i) at a time, each divided by (n + i) / i. To be
 * released with free(); NULL for no memory.
 *
 * Source: Andrews, The Theory of Partitions, theorem 3.1: it counts the partitions into at most m
 * parts of at most n each.
 */
double *pmk_change_rank_sums(size_t m, size_t n);

/*
 * The size of a change from the values around it: n of them, of which the first at lie before. As
 * pmk_change_settle() says; 0 or -ENOMEM.
 */
int pmk_change_size(const double *values, size_t n, size_t at, struct pmk_interval *size);

#endif
