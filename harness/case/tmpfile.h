/* SPDX-License-Identifier: GPL-2.0-only */
/* The files that points and claims work on: unlinked, on the file system of $TMPDIR. */
#ifndef PAGEMARK_TMPFILE_H
#define PAGEMARK_TMPFILE_H

#include <stdbool.h>
#include <stddef.h>

struct pmk_why;

/**
 * pmk_tmpfile_open() - an unlinked empty file in $TMPDIR, or in /tmp
 * @least_bytes: that its file system must have free
 *
 * Return: its descriptor, or a negative errno; -ENOSPC if less is free.
 */
int pmk_tmpfile_open(size_t least_bytes);

/* The same in @dir. */
int pmk_tmpfile_open_in(const char *dir, size_t least_bytes);

/**
 * pmk_tmpfile_fill() - write the pattern to a file, in pieces, and wait until it is written back
 * @fd: the file
 * @size_bytes: of it
 *
 * Return: 0 or a negative errno.
 */
int pmk_tmpfile_fill(int fd, size_t size_bytes);

/* As pmk_shortage_explain(), of a negative errno of these; ENOENT and ENOTDIR are of the folder. */
bool pmk_tmpfile_shortage(int err, size_t size_bytes, struct pmk_why *s);

#endif
