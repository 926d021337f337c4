/* SPDX-License-Identifier: GPL-2.0-only */
/* The A/A pair: two identical contenders in every run; if they differ, the run is not trusted. */
#ifndef PAGEMARK_SELFCHECK_H
#define PAGEMARK_SELFCHECK_H

#include <jansson.h>

#include "plan.h"
#include "record/record.h"

/*
 * A difference that would not be called clear between two contenders (report/group.h) is no reason
 * to distrust them: below it nobody is told that one of them costs less.
 */
#define PMK_SELFCHECK_WALL 0.01
#define PMK_SELFCHECK_INSN 0.001 /* repeats within 0.01 % across boots: ten times that */

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
 * @insn: they are instructions, which repeat exactly, so one round is enough
 * @why: out: what they differ by, in words; empty if they do not, or if too few rounds cannot tell
 * @size: room there
 *
 * On the wall clock they differ if their ratio is further from 1 than PMK_SELFCHECK_WALL and its
 * p, by Wilcoxon's signed ranks of the rounds, is at most PMK_SELFCHECK_P; 6 to 9 rounds, whose
 * least p is larger, have to agree all. On the insn clock they differ if their ratio is further
 * from 1 than PMK_SELFCHECK_INSN.
 *
 * Return: true if they differ; false too where memory is out.
 */
bool pmk_selfcheck_judge(const double *a, const double *b, size_t n, bool insn, char *why,
			 size_t size);

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
