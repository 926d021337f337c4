/* SPDX-License-Identifier: GPL-2.0-only */
/* The file that describes caches (docs/profile.md has its format): what --caches names. */
#ifndef PAGEMARK_CACHES_FILE_H
#define PAGEMARK_CACHES_FILE_H

#include <stddef.h>
#include <stdio.h>

#include "profile/caches.h"

/**
 * pmk_caches_read() - read a description
 * @path: the file
 * @shape: out: it passed pmk_cache_level_check(); source is "file PATH". Where the file has no
 *	DTLB, n_levels counts caches only
 * @why: out: "PATH:LINE: expected ..., found ..."
 * @size: room there
 *
 * Return: 0, -EINVAL for a file that is wrong, or another negative errno.
 */
int pmk_caches_read(const char *path, struct pmk_caches_shape *shape, char *why, size_t size);

/* Reads a description and creates what it describes; NULL with what is wrong in @why. */
struct pmk_caches *pmk_caches_open(const char *path, char *why, size_t size);

/* Writes a description as such a file. Return: 0 or a negative errno. */
int pmk_caches_write(const struct pmk_caches_shape *shape, FILE *to);

#endif
