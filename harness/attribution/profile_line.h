/* SPDX-License-Identifier: GPL-2.0-only */
/* The `profile` line of a record; docs/record.md is its description. */
#ifndef PAGEMARK_ATTRIBUTION_LINE_H
#define PAGEMARK_ATTRIBUTION_LINE_H

#include <jansson.h>

#include "attribute.h"
#include "profile/caches.h"

/**
 * struct pmk_profile_of - what a profile line is of
 * @target: it was taken on
 * @name: of the point
 * @ops: operations that the profile covers
 * @shape: of the modelled caches; NULL without a model
 */
struct pmk_profile_of {
	const char *target, *name;
	uint64_t ops;
	const struct pmk_caches_shape *shape;
};

/**
 * pmk_profile_line() - the line of a point that was profiled
 * @of: which
 * @profile: of pmk_profile_attribute()
 * @point: what it was made of
 *
 * Return: a new object; NULL without memory.
 */
json_t *pmk_profile_line(const struct pmk_profile_of *of, const struct pmk_profile *profile,
			 const struct pmk_raw_point *point);

/* The line of a point that could not be profiled: why, and what to do. */
json_t *pmk_profile_why_line(const char *target, const char *name, const char *reason,
			     const char *remedy);

#endif
