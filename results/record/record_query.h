/* SPDX-License-Identifier: GPL-2.0-only */
/* Small questions to a record that was read. */
#ifndef PAGEMARK_RECORD_QUERY_H
#define PAGEMARK_RECORD_QUERY_H

#include "record_read.h"

/* How many points and claims of the file have this status. */
size_t pmk_rec_count(const struct pmk_rec *rec, enum pmk_status status);

/* What stands at a dotted path ("kernel.release") of a run line; NULL if nothing does. */
const json_t *pmk_rec_value(const json_t *line, const char *path);

/* The string there; NULL if there is none. */
const char *pmk_rec_text(const json_t *line, const char *path);

/* The number there; 0 if there is none. */
double pmk_rec_number(const json_t *line, const char *path);

/* The `run` line of the target of that name; NULL if the run has none. */
const json_t *pmk_rec_run_line(const struct pmk_rec *rec, const char *target);

/* When a run started, as its record has it; "" where its targets never came up to say so. */
const char *pmk_rec_started(const struct pmk_rec *rec);

/* Whether a point of that name is of the A/A pair, which is compared with nothing. */
bool pmk_rec_selfcheck(const char *name);

/*
 * What of one operation is the loop around it; 0 where that is not known, or less than a tenth of
 * what the operation costs with it.
 */
double pmk_rec_loop(const struct pmk_rec_point *point);

/* The parameter of that name; NULL if the point has none. */
const struct pmk_rec_param *pmk_rec_param(const struct pmk_rec_point *point, const char *name);

#endif
