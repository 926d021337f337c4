/* SPDX-License-Identifier: GPL-2.0-only */
/* The A/A pair: two identical contenders in every run; if they differ, the run is not trusted. */
#ifndef PAGEMARK_SELFCHECK_H
#define PAGEMARK_SELFCHECK_H

#include <jansson.h>

#include "plan.h"
#include "record/record.h"

/*
 * By chance alone on a noisy machine: one run in 500, so that 98 % of who start ten see none.
 * What really sets the two apart does so in every round, and twelve that agree have p = 0.0005.
 */
#define PMK_SELFCHECK_P 0.002

/**
 * pmk_selfcheck_judge() - whether two identical contenders came out different
 * @a: costs of the one, each above 0
 * @b: costs of the other, from the same rounds
 * @n: how many rounds
 * @clock: of the costs; instructions repeat exactly, so that one round of them is enough
 * @why: out: what they differ by, in words; empty if they do not, or if too few rounds cannot tell
 * @size: room there
 *
 * They differ if their ratio is further from 1 than the clock's @effect: below it nobody is told
 * that one of two contenders costs less, so it is no reason to distrust them. On the wall clock its
 * p, by Wilcoxon's signed ranks of the rounds, has to be at most PMK_SELFCHECK_P as well; 6 to 9
 * rounds, whose least p is larger, have to agree all.
 *
 * Return: true if they differ; false too where memory is out.
 */
bool pmk_selfcheck_judge(const double *a, const double *b, size_t n, const struct pmk_clock *clock,
			 char *why, size_t size);

/**
 * pmk_selfcheck_targets() - judge the pair of every target
 * @plan: measured
 * @why: out: one sentence of those that differ, with their target; empty if none does
 * @size: room there
 *
 * Return: true if the pair of any target differs.
 */
bool pmk_selfcheck_targets(const struct pmk_plan *plan, char *why, size_t size);

#endif
