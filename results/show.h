/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of `pagemark show`: what is asked for, and the formats. */
#ifndef PAGEMARK_SHOW_H
#define PAGEMARK_SHOW_H

#include "record_read.h"

/**
 * struct pmk_show - what is to be shown
 * @rec: the file
 * @target: only this one; NULL for all
 * @patterns: shell globs on names; none means everything
 * @n_patterns: how many
 */
struct pmk_show {
	const struct pmk_rec *rec;
	const char *target;
	const char *const *patterns;
	int n_patterns;
};

bool pmk_show_wants(const struct pmk_show *show, size_t target, const char *name);

/* Print to stdout. */
void pmk_show_pretty(const struct pmk_show *show);
void pmk_show_csv(const struct pmk_show *show);
void pmk_show_json(const struct pmk_show *show);

#endif
