/* SPDX-License-Identifier: GPL-2.0-only */
/* The files of a report: only what a report wrote is replaced, and nothing of it stays behind. */
#ifndef PAGEMARK_FILES_H
#define PAGEMARK_FILES_H

#include <jansson.h>

/* In the report's folder: the names of its files, one a line. */
#define PMK_FILES_LIST "report.files"

/**
 * struct pmk_files - the files of one folder
 * @dir: the folder
 * @before: names that the report wrote that was there before; an object, so that each is there once
 * @now: names of this one, so too
 */
struct pmk_files {
	const char *dir;
	json_t *before, *now;
};

/* Reads the list of the folder, which may lack; 0, -ENOMEM, or an errno of fopen(3), negative. */
int pmk_files_begin(struct pmk_files *files, const char *dir);

/**
 * pmk_files_claim() - say that a file will be written
 * @files: begun
 * @format: of its name, without a folder
 *
 * Return: 0; -EEXIST where one of that name is there that no report wrote; -ENOMEM.
 */
int pmk_files_claim(struct pmk_files *files, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* All are claimed: lists those that will be there too. 0, or an errno of fopen(3), negative. */
int pmk_files_write(const struct pmk_files *files);

/* All are written: removes what only the report before this one had, and lists the rest. */
int pmk_files_end(struct pmk_files *files);

void pmk_files_free(struct pmk_files *files);

#endif
