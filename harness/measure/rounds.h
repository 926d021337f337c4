/* SPDX-License-Identifier: GPL-2.0-only */
/* Rounds: every point once, in a fresh random order, before any point a second time. */
#ifndef PAGEMARK_ROUNDS_H
#define PAGEMARK_ROUNDS_H

#include "run.h"

/**
 * pmk_rounds_run() - measure, journal every sample, then write the bench lines
 * @run: how
 * @t: what; its results are filled in
 *
 * Context: returns early when pmk_interrupted is set; the bench lines are written all the same.
 * Return: 0, or the negative errno with which writing the record failed.
 */
int pmk_rounds_run(struct pmk_live_run *run, struct pmk_target *t);

/* Fisher-Yates with splitmix64: shuffles 0 … n-1 into @order. */
void pmk_shuffle(size_t *order, size_t n, uint64_t seed);

#endif
