/* SPDX-License-Identifier: GPL-2.0-only */
/* What runs show of a platform becomes a file of expectations. */
#ifndef PAGEMARK_LEARN_H
#define PAGEMARK_LEARN_H

#include <stdio.h>

#include "record/set.h"

/**
 * struct pmk_learned - what was written
 * @claims: that are expected to PASS
 * @figures: that have a limit
 * @uncertain: figures without one, as it would be over ten times off; more runs help
 * @fails: which somebody has to waive or mend
 * @skips: of which nothing is expected
 */
struct pmk_learned {
	size_t claims, figures, uncertain, fails, skips;
};

/**
 * pmk_learn() - write the expectations
 * @to: where to
 * @set: runs of one platform; not every run has to hold every target and point
 * @learned: out: how much it is
 *
 * Return: 0 or -ENOMEM; the caller looks at ferror().
 */
int pmk_learn(FILE *to, const struct pmk_set *set, struct pmk_learned *learned);

#endif
