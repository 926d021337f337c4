/* SPDX-License-Identifier: GPL-2.0-only */
/* What `pagemark aa` has learned of a machine: medians of runs of the same thing. */
#ifndef PAGEMARK_NOISE_H
#define PAGEMARK_NOISE_H

#include <stdio.h>

#include "record/merged.h"

#define PMK_NOISE_SCHEMA   1
#define PMK_NOISE_RUNS_MIN 6  /* fewer say too little of how much runs differ */
#define PMK_NOISE_SETS_MAX 64 /* of runs, in one file */

/**
 * struct pmk_noise - what is known of one target of a run
 * @path: of the file in the user's data folder, also where there is none; NULL if there is no such
 *	folder
 * @error: why the file is not used; empty if it is, or if there is none
 * @load: the most that the machine was loaded with when one of the runs began, as docs/record.md
 *	has it; NULL where they do not say
 * @made: when the runs in use were compared, "2026-01-02T03:04:05Z"; NULL where nothing is known
 * @runs: how many they are, 0 where nothing is known
 * @file: the whole, which owns what the others point to
 * @points: name to medians, of the runs in use
 */
struct pmk_noise {
	char *path;
	char error[PMK_REC_ERROR_BYTES];
	const char *load, *made;
	size_t runs;
	json_t *file;
	const json_t *points;
};

/**
 * pmk_noise_open() - look for what is known of the circumstances of a run
 * @noise: filled in; to be released with pmk_noise_free() after success
 * @run: its `run` line of one target
 * @names: of the points that are asked about; of several sets of runs in the file, the one that has
 *	most of them is used, the latest of these
 * @n: how many
 *
 * The file is aa/KEY.json in $XDG_DATA_HOME/pagemark or ~/.local/share/pagemark, KEY as
 * pmk_circumstances_key() makes it. A file that is damaged or newer is not used, with
 * @noise->error.
 *
 * Return: 0, also if nothing is known, or -ENOMEM.
 */
int pmk_noise_open(struct pmk_noise *noise, const json_t *run, const char *const *names, size_t n);

void pmk_noise_free(struct pmk_noise *noise);

/**
 * pmk_noise_medians() - the medians of a point in the runs in use
 * @noise: opened
 * @name: of the point
 * @medians: out: room for @noise->runs, in the order of the runs
 *
 * Return: whether the point is known.
 */
bool pmk_noise_medians(const struct pmk_noise *noise, const char *name, double *medians);

/**
 * pmk_noise_calm() - whether runs were made on a machine that was no busier than what is known
 * @noise: opened; what is known of an idle machine says nothing about a busy one, so it is dropped
 *	then, with @noise->error
 * @runs: a set
 * @target: name of the target
 *
 * Return: false if it was busier.
 */
bool pmk_noise_calm(struct pmk_noise *noise, const struct pmk_set *runs, const char *target);

/* How many days ago it was learned; below 0 where nothing is known. */
double pmk_noise_age_days(const struct pmk_noise *noise);

/**
 * pmk_noise_keep() - keep what a set of runs of the same thing shows
 * @runs: PMK_NOISE_RUNS_MIN or more
 * @target: index of a target of @runs->rec, of which the points that are PASS in all runs are kept
 * @path: out: where; to be released with free(3)
 *
 * Takes the place of an older set of the same circumstances that has no other points; the file is
 * replaced as a whole.
 *
 * Return: 0, -ENOENT where there is no home folder, -ENOMEM, or an errno of mkdir(2), open(2),
 * write(2) or rename(2), negative.
 */
int pmk_noise_keep(const struct pmk_merged *runs, size_t target, char **path);

#endif
