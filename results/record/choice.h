/* SPDX-License-Identifier: GPL-2.0-only */
/* What of a record is asked for: a target, patterns on names. */
#ifndef PAGEMARK_CHOICE_H
#define PAGEMARK_CHOICE_H

#include "merged.h"

/**
 * struct pmk_choice - what of a record is asked for
 * @rec: the file, or what several runs come to together
 * @merged: the runs that are behind @rec; NULL where nobody asks
 * @target: only this one; NULL for all
 * @patterns: as pmk_pattern_match() has them; none means everything
 * @n_patterns: how many
 */
struct pmk_choice {
	const struct pmk_rec *rec;
	const struct pmk_merged *merged;
	const char *target;
	const char *const *patterns;
	int n_patterns;
};

/* Whether a point or claim of that target and name is asked for. */
bool pmk_choice_has(const struct pmk_choice *choice, size_t target, const char *name);

/**
 * pmk_choice_count() - the verdicts of what is asked for
 * @choice: what that is
 * @counts: filled in, by verdict
 *
 * Return: how many points and claims there are.
 */
size_t pmk_choice_count(const struct pmk_choice *choice, size_t counts[PMK_STATUSES]);

#endif
