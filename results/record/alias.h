/* SPDX-License-Identifier: GPL-2.0-only */
/* Names of points and claims that changed: old records are read under the names of today. */
#ifndef PAGEMARK_ALIAS_H
#define PAGEMARK_ALIAS_H

#include <jansson.h>
#include <stddef.h>

/**
 * struct pmk_alias - one name that changed
 * @old: as records have it; also the beginning of a name, up to a slash
 * @now: what stands there today
 */
struct pmk_alias {
	const char *old, *now;
};

/* All of them; the last has an @old of NULL. Only tests point it elsewhere. */
extern const struct pmk_alias *pmk_aliases;

/* The name of today for @name, of which @bytes count, for free(3); NULL if it has not changed. */
char *pmk_alias_name(const char *name, size_t bytes);

/* A line under an old name gets that of today: everything that asks for names comes later. */
void pmk_alias_line(json_t *line);

#endif
