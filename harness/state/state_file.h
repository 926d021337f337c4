/* SPDX-License-Identifier: GPL-2.0-only */
/* The files that hold state outside of processes: their table, how they are read and written. */
#ifndef PAGEMARK_STATE_FILE_H
#define PAGEMARK_STATE_FILE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "case/pagemark.h"

#define PMK_STATE_TEXT_MAX 64

/**
 * struct pmk_state_file - one row of the table
 * @word: as the record and `pagemark list` have it
 * @path: where it is
 * @choice: it lists words and has brackets round the current one; else it holds a number
 * @pool: more than was asked for is as good, and what others have taken is added to the wish
 * @of_files: the file is one of the disk where cases make their files; @path says so for people
 * @own_group: no file of the machine's, but one of a control group that is made for the sample
 * @if_missing: what to do where there is no such file
 * @if_refused: what to do where the kernel does not grant what it was asked for
 */
struct pmk_state_file {
	const char *word;
	const char *path;
	bool choice;
	bool pool;
	bool of_files;
	bool own_group;
	const char *if_missing;
	const char *if_refused;
};

/* The row of a name; NULL for PMK_STATE_NONE and for what is no name. */
const struct pmk_state_file *pmk_state_file(enum pmk_state_name name);

/* Where it is, without the root; false where this machine has no such file. */
bool pmk_state_path(const char *root, const struct pmk_state_file *file, char path[PATH_MAX]);

/* What it is now: a number or a word. 0, or a negative errno; -EINVAL for anything else. */
int pmk_state_read(const char *root, const struct pmk_state_file *file,
		   char text[PMK_STATE_TEXT_MAX]);

/* 0 or a negative errno; that is no promise of what it is now. */
int pmk_state_write(const char *root, const struct pmk_state_file *file, const char *text);

/**
 * pmk_state_target() - what has to be in the file for a wish
 * @root: "" or a folder that stands for /
 * @file: the row
 * @value: what is wished
 * @target: out: @value, or for a pool @value and what is in use of it
 *
 * Return: 0, or -EINVAL where @value is no number although it has to be one.
 */
int pmk_state_target(const char *root, const struct pmk_state_file *file, const char *value,
		     char target[PMK_STATE_TEXT_MAX]);

/* Whether what was found is what was wanted, or for a pool no less. */
bool pmk_state_granted(const struct pmk_state_file *file, const char *found, const char *target);

#endif
