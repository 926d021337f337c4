/* SPDX-License-Identifier: GPL-2.0-only */
/* What of a record is asked for: a target, patterns on names. */
#ifndef PAGEMARK_CHOICE_H
#define PAGEMARK_CHOICE_H

#include <stdio.h>

#include "merged.h"

/**
 * struct pmk_choice - what of a record is asked for
 * @rec: the file, or what several runs come to together
 * @merged: the runs that are behind @rec; NULL where they are not wanted
 * @target: only this one; NULL for all
 * @patterns: as pmk_pattern_match() has them; none means everything
 * @n_patterns: how many
 */
struct pmk_choice {
	const struct pmk_rec *rec;
	struct pmk_merged *merged;
	const char *target;
	const char *const *patterns;
	int n_patterns;
};

/**
 * pmk_choice_read() - read a record, or a folder of records, in which the run is the unit
 * @choice: its @rec and @merged are filled in; to be released with pmk_choice_free() after success
 * @path: as pmk_set_paths() has it
 * @error: on failure, which file, what was expected, what was found
 *
 * Return: 0 or a negative errno as pmk_set_read() has it.
 */
int pmk_choice_read(struct pmk_choice *choice, const char *path, char error[PMK_REC_ERROR_BYTES]);

void pmk_choice_free(struct pmk_choice *choice);

/* Writes what speaks against the numbers: "pagemark COMMAND: PATH: the run is incomplete: ...". */
void pmk_choice_warn(const struct pmk_choice *choice, FILE *to, const char *command);

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
