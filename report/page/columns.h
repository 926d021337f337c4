/* SPDX-License-Identifier: GPL-2.0-only */
/* What stands side by side: each target of each record, and what it is held against. */
#ifndef PAGEMARK_COLUMNS_H
#define PAGEMARK_COLUMNS_H

#include "report.h"

/**
 * struct pmk_column - one target of one record
 * @rec: the record, or set of runs
 * @target: its target
 * @base: index of the column that it is held against: the same target in the first record, or the
 *	first target of its clock where that has none; itself for those
 * @name: in words
 */
struct pmk_column {
	const struct pmk_rec *rec;
	const struct pmk_rec_target *target;
	size_t base;
	json_t *name;
};

/* The columns: those of what the others are held against come first. */
struct pmk_columns {
	size_t n;
	struct pmk_column *columns;
};

/* 0 or -ENOMEM; to be released in any case. */
int pmk_columns_make(struct pmk_columns *columns, const struct pmk_report *report);

void pmk_columns_free(struct pmk_columns *columns);

/* The column that a group is of. */
size_t pmk_columns_of(const struct pmk_columns *columns, const struct pmk_group *group);

#endif
