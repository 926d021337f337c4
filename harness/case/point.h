/* SPDX-License-Identifier: GPL-2.0-only */
/* Points: a contender with one choice of every axis, and the names they go by. */
#ifndef PAGEMARK_POINT_H
#define PAGEMARK_POINT_H

#include "pagemark.h"

#define PMK_NAME_MAX 160

/**
 * struct pmk_point - one thing that can be measured
 * @entry: the contender; or a claim, which has no axes
 * @values: a value per axis of the contender, for words the index
 * @name: subject/comparison/contender/axis:value/…
 */
struct pmk_point {
	const struct pmk_entry *entry;
	uint64_t values[PMK_AXES_MAX];
	char name[PMK_NAME_MAX];
};

/* How many values an axis has; 0 for an unused slot. */
size_t pmk_axis_count(const struct pmk_axis *axis);

/* Its i-th value (i < pmk_axis_count()); for words the index itself. */
uint64_t pmk_axis_value(const struct pmk_axis *axis, size_t i);

/* Whether the point has an axis named "threads", and what it says. */
bool pmk_point_threads(const struct pmk_point *point, unsigned int *threads);

/**
 * pmk_points_of() - every point of one contender, in axis order; of a claim the one that it is
 * @entry: a contender or a claim
 * @name: its registered name
 * @points: out: an array that the caller frees
 *
 * Return: their number, -ENOMEM, or -ENAMETOOLONG where a name exceeds PMK_NAME_MAX.
 */
long pmk_points_of(const struct pmk_entry *entry, const char *name, struct pmk_point **points);

#endif
