/* SPDX-License-Identifier: GPL-2.0-only */
/* The record, outwards: JSON Lines written as a run goes; docs/record.md is its description. */
#ifndef PAGEMARK_RECORD_H
#define PAGEMARK_RECORD_H

#include <jansson.h>
#include <sys/types.h>

#include "series.h"

#define PMK_RECORD_SCHEMA 1

/*
 * The A/A pair, two identical contenders in every run that measures: how a run checks itself, and
 * no answer to anything that a user asked.
 */
#define PMK_SELFCHECK	"selfcheck/loop/" /* the pair's comparison, */
#define PMK_SELFCHECK_A "selfcheck/loop/a"
#define PMK_SELFCHECK_B "selfcheck/loop/b"

/* Limits of what readers take; a run that would go beyond them is refused before it begins. */
#define PMK_REC_FILE_BYTES_MAX (256u << 20) /* a run of thousands of points is a few MiB */

/**
 * struct pmk_record - a record that is being written
 * @fd: where the lines go
 * @good_bytes: length up to the last whole line; -1 where the output is no regular file
 */
struct pmk_record {
	int fd;
	off_t good_bytes;
};

/**
 * pmk_record_open() - create the file of a new record
 * @rec: filled in
 * @path: must not exist, or "-" for standard output
 *
 * Return: 0, -EEXIST if there is such a file already, or any errno of open(2), negative.
 */
int pmk_record_open(struct pmk_record *rec, const char *path);

/**
 * pmk_record_line() - append one object as one line, with one write(2)
 * @rec: an open record
 * @line: the object; its reference is taken over
 *
 * If the line could not be written whole, the file is cut back to the last whole line.
 *
 * Return: 0, -EINVAL for a NULL line or one that JSON cannot hold, or an errno of write(2),
 * negative (-ENOSPC).
 */
int pmk_record_line(struct pmk_record *rec, json_t *line);

/**
 * pmk_record_append() - append the whole lines of a file
 * @rec: an open record
 * @path: of another record, which stays
 *
 * Return: 0, or a negative errno of open(2), read(2) or write(2); what was appended until then
 * ends with a whole line.
 */
int pmk_record_append(struct pmk_record *rec, const char *path);

/* Closes; 0 or the errno of close(2), negative. */
int pmk_record_close(struct pmk_record *rec);

#endif
