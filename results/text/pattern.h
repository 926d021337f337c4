/* SPDX-License-Identifier: GPL-2.0-only */
/* The patterns of the command line. */
#ifndef PAGEMARK_PATTERN_H
#define PAGEMARK_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

/**
 * pmk_pattern_match() - does a pattern of the command line mean this name?
 * @pattern: a shell glob in which '*' and '?' match '/' too
 * @name: subject/comparison/contender/axis:value/… or subject/claims/ident
 *
 * A pattern that matches leading path components of a name ("pin", "pin/first_touch", "pin/") means
 * everything below them.
 */
bool pmk_pattern_match(const char *pattern, const char *name);

/* Whether one of @n patterns means @name; without patterns everything is meant. */
bool pmk_patterns_want(const char *const *patterns, size_t n, const char *name);

#endif
