/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside judge.c: the points that are counted in instructions. */
#ifndef PAGEMARK_JUDGE_INSN_H
#define PAGEMARK_JUDGE_INSN_H

#include "judge.h"

/* Answers one point, whose medians and margin are filled in. 0 or -ENOMEM. */
int pmk_judge_insn(struct pmk_judged *point);

/* The answer for a point that is clearly @above its base, or clearly below. */
void pmk_judge_settle(struct pmk_judged *point, bool above);

#endif
