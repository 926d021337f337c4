/* SPDX-License-Identifier: GPL-2.0-only */
/* Many records, read ahead by threads while their user works on the ones before. */
#ifndef PAGEMARK_RECORD_AHEAD_H
#define PAGEMARK_RECORD_AHEAD_H

#include "record/record_read.h"

struct pmk_ahead;

/**
 * pmk_ahead_start() - begin to read
 * @paths: the files; to stay until pmk_ahead_stop()
 * @n: how many
 *
 * A thread for each processor, four at most: nearly all of an import is reading JSON.
 *
 * Return: NULL and errno if there is no memory or no thread.
 */
struct pmk_ahead *pmk_ahead_start(char *const paths[], size_t n);

/**
 * pmk_ahead_next() - the next record, in the order of the files
 * @ahead: has records left; may be called as many times as there are files
 * @rec: as pmk_rec_read() fills it in
 * @error: likewise
 *
 * Return: as pmk_rec_read().
 */
int pmk_ahead_next(struct pmk_ahead *ahead, struct pmk_rec *rec, char error[PMK_REC_ERROR_BYTES]);

/* Ends the threads, and forgets what was read and not asked for. */
void pmk_ahead_stop(struct pmk_ahead *ahead);

#endif
