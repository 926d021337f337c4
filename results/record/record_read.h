/* SPDX-License-Identifier: GPL-2.0-only */
/* The record, inwards: one file of JSON Lines becomes targets, points and claims. */
#ifndef PAGEMARK_RECORD_READ_H
#define PAGEMARK_RECORD_READ_H

#include "record_data.h"

/**
 * pmk_rec_read() - read one record
 * @path: the file
 * @rec: filled in; to be released with pmk_rec_free() only after success
 * @error: on failure, "file:line: what was expected, what was found, what to do"
 *
 * A last line that is cut off and a missing `end` are no errors: the run is then incomplete.
 *
 * Return: 0, -EBADMSG for a file that is no record or a damaged one, -EPROTO for a newer schema,
 * -EFBIG above PMK_REC_FILE_BYTES_MAX, -EPIPE for a pipe that nobody writes to, -ENOMEM, or an
 * errno of open(2) or read(2), negative.
 */
int pmk_rec_read(const char *path, struct pmk_rec *rec, char error[PMK_REC_ERROR_BYTES]);

#endif
