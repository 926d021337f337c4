/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of the history. */
#ifndef PAGEMARK_HISTORY_INNER_H
#define PAGEMARK_HISTORY_INNER_H

#include "history.h"
#include "history_db.h"

#define PMK_HISTORY_TARGETS_MAX 256 /* of one run */

/**
 * struct pmk_history - an open history
 * @path: as given
 * @version: of its schema
 * @db: behind it
 */
struct pmk_history {
	char *path;
	long version;
	struct pmk_db db;
};

/* Writes "path: ..., what to do" for the database's error to the error; returns it. */
int pmk_history_error(const struct pmk_history *history, char error[PMK_HISTORY_ERROR_BYTES]);

#endif
