/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads a record's file into memory: a regular file or a pipe, up to a limit. */
#ifndef PAGEMARK_RECORD_FILE_H
#define PAGEMARK_RECORD_FILE_H

#include "record_data.h"

/*
 * Reads the whole file into memory, which the caller frees also after an error; 0 or an errno as
 * pmk_rec_read() has it, with the error written where strerror() would say too little.
 */
int pmk_rec_load(const char *path, char **text, size_t *length, char error[PMK_REC_ERROR_BYTES]);

#endif
