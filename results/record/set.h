/* SPDX-License-Identifier: GPL-2.0-only */
/* A set of runs: the record of one run, or a folder of records of several. */
#ifndef PAGEMARK_SET_H
#define PAGEMARK_SET_H

#include "record_read.h"

#define PMK_SET_RUNS_MAX 1000

/**
 * struct pmk_set - the runs that one argument of a command names
 * @path: as it was given
 * @n: how many runs, 1 or more
 * @runs: in the order in which they were started
 */
struct pmk_set {
	char *path;
	size_t n;
	struct pmk_rec *runs;
};

/**
 * pmk_set_paths() - the files of a set of runs, unread
 * @path: a file, or a folder, whose files NAME.jsonl are records of one run each; its other files
 *	(console logs of guests, databases, pages) and the folders in it are none
 * @paths: they are appended, in the order of their names; NULL at first, and to be released with
 *	pmk_set_paths_free() in any case
 * @n: how many there are; 0 at first
 * @error: on failure, what was expected, what was found
 *
 * Return: 0, -ENOENT for a folder without records, -ENOMEM, or an errno of opendir(3), negative.
 */
int pmk_set_paths(const char *path, char ***paths, size_t *n, char error[PMK_REC_ERROR_BYTES]);

void pmk_set_paths_free(char **paths, size_t n);

/**
 * pmk_set_read() - read one record, or every record of a folder
 * @path: as pmk_set_paths() has it
 * @set: filled in; to be released with pmk_set_free() only after success
 * @error: on failure, which file, what was expected, what was found
 *
 * Return: 0; -EEXIST for two records with the same run id; -E2BIG above PMK_SET_RUNS_MAX; or as
 * pmk_set_paths() and pmk_rec_read() have it.
 */
int pmk_set_read(const char *path, struct pmk_set *set, char error[PMK_REC_ERROR_BYTES]);

/* The same of several arguments, NULL-terminated, one or more: all their runs are one set. */
int pmk_set_read_all(const char *const *arguments, struct pmk_set *set,
		     char error[PMK_REC_ERROR_BYTES]);

void pmk_set_free(struct pmk_set *set);

#endif
