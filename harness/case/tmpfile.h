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
 * @piece_bytes: PMK_PIECE_BYTES, or less where memory is short; a multiple of the page size
 *
 * Return: 0 or a negative errno.
 */
int pmk_tmpfile_fill(int fd, size_t size_bytes, size_t piece_bytes);

/* A multiple of every page size, and of the largest folio that a page cache makes. */
#define PMK_PIECE_BYTES	      (8u << 20)
#define PMK_PIECE_BYTES_SMALL (1u << 20) /* below a limit of memory */

/* As pmk_shortage_explain(), of a negative errno of these; ENOENT and ENOTDIR are of the folder. */
bool pmk_tmpfile_shortage(int err, size_t size_bytes, struct pmk_why *s);

#endif
