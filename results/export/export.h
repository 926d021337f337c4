/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of `pagemark export`: what is exported, and what a format can hold. */
#ifndef PAGEMARK_EXPORT_H
#define PAGEMARK_EXPORT_H

#include <stdio.h>

#include "record/choice.h"

#define PMK_EXPORT_NAME_BYTES 512 /* of a point with its target */

/* What a format can hold besides points that passed on the wall clock. */
enum pmk_export_holds {
	PMK_EXPORT_INSN = 1,	 /* costs in instructions, without calling them time */
	PMK_EXPORT_VERDICTS = 2, /* points that did not pass, with their verdict */
	PMK_EXPORT_CLAIMS = 4,
	PMK_EXPORT_ALL = 7,
};

/**
 * struct pmk_export - what is written
 * @rec: the file, or what several runs come to together: a sample is then the median of a run
 * @set: the runs
 * @out: where to
 * @origin: who submits it, for formats that ask
 * @n_points: how many points
 * @n_claims: how many claims
 * @points: those that are asked for and that the format can hold, in the order of the file
 * @claims: the same
 */
struct pmk_export {
	const struct pmk_rec *rec;
	const struct pmk_set *set;
	FILE *out;
	const char *origin;
	size_t n_points, n_claims;
	const struct pmk_rec_point **points;
	const struct pmk_rec_claim **claims;
};

/**
 * struct pmk_export_format - one format; export_NAME.c defines pmk_export_NAME
 * @name: as --to has it
 * @what: who reads it
 * @holds: of enum pmk_export_holds
 * @write: writes all of it; 0, -ENOMEM, -ERANGE where a number is beyond what JSON can hold, or
 *	-ENODATA where the run has no start that the format needs
 */
struct pmk_export_format {
	const char *name;
	const char *what;
	unsigned int holds;
	int (*write)(const struct pmk_export *x);
};

/* A format by its name, NULL if there is none; and one after the other, NULL after the last. */
const struct pmk_export_format *pmk_export_find(const char *name);
const struct pmk_export_format *pmk_export_at(size_t i);

/**
 * struct pmk_export_left - what is asked for and a format cannot hold
 * @verdicts: points that did not pass, by verdict
 * @insn: points in instructions that did pass
 * @claims: claims
 */
struct pmk_export_left {
	size_t verdicts[PMK_STATUSES], insn, claims;
};

/**
 * pmk_export_collect() - sort what is asked for by whether the format can hold it
 * @x: rec, points and claims are filled in; to be released with pmk_export_free() in any case
 * @choice: what is asked for
 * @format: into which
 * @left: the rest is counted here
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_export_collect(struct pmk_export *x, const struct pmk_choice *choice,
		       const struct pmk_export_format *format, struct pmk_export_left *left);

void pmk_export_free(struct pmk_export *x);

/* "access/file_read/pread/size:64", with "@TARGET" unless that is the host. */
const char *pmk_export_name(const struct pmk_export *x, const struct pmk_rec_point *point,
			    char name[PMK_EXPORT_NAME_BYTES]);

/*
 * A dotted path of letters, digits, '-' and '_': "host.access.file_read.pread.size-64". What stands
 * between slashes is one part; other characters become '_'.
 */
const char *pmk_export_path(const char *target, const char *name, char path[PMK_EXPORT_NAME_BYTES]);

#define PMK_EXPORT_EXACT   17 /* digits with which a double is read back as it was */
#define PMK_EXPORT_DERIVED 12 /* more than any median or end of an interval has */

/* Writes JSON with so many digits and lets go of it; 0, -ENOMEM for NULL, or -ERANGE. */
int pmk_export_json(const struct pmk_export *x, json_t *all, size_t digits);

#endif
