/* SPDX-License-Identifier: GPL-2.0-only */
/* Counted instructions of two sides become an answer. */
#ifndef PAGEMARK_JUDGE_INSN_H
#define PAGEMARK_JUDGE_INSN_H

#include "judged.h"

/* Answers one point that is counted in instructions, its medians and margin known. 0 or -ENOMEM. */
int pmk_judge_insn(struct pmk_judged *point);

#endif
