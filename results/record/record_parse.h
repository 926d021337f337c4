/* SPDX-License-Identifier: GPL-2.0-only */
/* One parsed line of a record becomes one struct, or an error that names the line. */
#ifndef PAGEMARK_RECORD_PARSE_H
#define PAGEMARK_RECORD_PARSE_H

#include "record_data.h"
#include "record_sample.h"

/**
 * struct pmk_parse - where the reader is
 * @path: of the file
 * @line: number of the current line, from 1
 * @rec: whose targets a line may name; NULL for a line by itself, whose target is not looked for
 * @error: PMK_REC_ERROR_BYTES, written once; NULL where it is not wanted
 */
struct pmk_parse {
	const char *path;
	size_t line;
	const struct pmk_rec *rec;
	char *error;
};

/* "a string", "a number"…, for messages; "none" for NULL. */
const char *pmk_parse_kind(const json_t *value);

/* A number, finite and at most PMK_REC_NUMBER_MAX either way; else -EBADMSG. */
int pmk_parse_number(struct pmk_parse *p, const json_t *value, const char *what, double *to);

/* The member of that name, 0 if there is none or it is null; else as pmk_parse_number(). */
int pmk_parse_number_if_any(struct pmk_parse *p, const json_t *line, const char *key, double *to);

/* Writes "path:line: …" to the error; returns -EBADMSG for the caller to return. */
int pmk_parse_error(struct pmk_parse *p, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A member that must be a string; NULL and the error written if it is not. */
const char *pmk_parse_string(struct pmk_parse *p, const json_t *line, const char *key);

/*
 * The member "name", which must be a string of bounded length; NULL and the error written if not.
 */
const char *pmk_parse_name(struct pmk_parse *p, const json_t *line);

/* A member that is a string, or null or absent (*text is NULL then); anything else is -EBADMSG. */
int pmk_parse_optional(struct pmk_parse *p, const json_t *line, const char *key, const char **text);

/* Index of the target of that name (NULL: the error is written already), or -EBADMSG. */
long pmk_parse_target(struct pmk_parse *p, const char *name);

/* "status", what @reason names, and "remedy" of a line; 0 or -EBADMSG. */
int pmk_parse_verdict(struct pmk_parse *p, const json_t *line, const char *reason,
		      struct pmk_verdict *verdict);

/* Fills in one element from its line; 0, -EBADMSG or -ENOMEM. What was allocated is in @point. */
int pmk_parse_point(struct pmk_parse *p, const json_t *line, struct pmk_rec_point *point);
int pmk_parse_claim(struct pmk_parse *p, const json_t *line, struct pmk_rec_point *claim);
int pmk_parse_sample(struct pmk_parse *p, const json_t *line, struct pmk_sample *sample);
int pmk_parse_run(struct pmk_parse *p, json_t *line, struct pmk_rec_target *target);

/* The part of a point that its name and its parameters make; as pmk_parse_point(). */
int pmk_parse_name_and_params(struct pmk_parse *p, json_t *params, struct pmk_rec_point *point);

/* One more sample of a point; 0, -EBADMSG or -ENOMEM. */
int pmk_parse_add_sample(struct pmk_parse *p, struct pmk_rec_series *series, json_int_t round,
			 double value);

/*
 * A cost that is not above 0 is our mistake: the point says so, the rest of the file stays
 * readable.
 */
void pmk_parse_doubt(struct pmk_rec_point *point);

#endif
