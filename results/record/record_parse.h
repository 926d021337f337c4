/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of the reader: one parsed line becomes one struct. */
#ifndef PAGEMARK_RECORD_PARSE_H
#define PAGEMARK_RECORD_PARSE_H

#include "record_read.h"

/**
 * struct pmk_parse - where the reader is
 * @rec: what is being filled
 * @line: number of the current line, from 1
 * @error: PMK_REC_ERROR_BYTES, written once
 */
struct pmk_parse {
	struct pmk_rec *rec;
	size_t line;
	char *error;
};

/*
 * Reads the whole file into memory, which the caller frees also after an error; 0 or an errno as
 * pmk_rec_read() has it, with the error written where strerror() would say too little.
 */
int pmk_rec_load(const char *path, char **text, size_t *length, char error[PMK_REC_ERROR_BYTES]);

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

/* Index of the target that a line names, or -EBADMSG. */
long pmk_parse_target(struct pmk_parse *p, const json_t *line);

/* A status by name, or -EBADMSG. */
int pmk_parse_status(struct pmk_parse *p, const json_t *line, enum pmk_status *status);

/* Fills in one element from its line; 0, -EBADMSG or -ENOMEM. What was allocated is in @point. */
int pmk_parse_point(struct pmk_parse *p, const json_t *line, struct pmk_rec_point *point);
int pmk_parse_claim(struct pmk_parse *p, const json_t *line, struct pmk_rec_claim *claim);
int pmk_parse_run(struct pmk_parse *p, json_t *line, struct pmk_rec_target *target);

void pmk_parse_point_free(struct pmk_rec_point *point);

/*
 * The journal: sample lines by point, until the point's bench line comes. A JSON object whose keys
 * are "target name" and whose values are bench lines in the making.
 */
int pmk_journal_add(struct pmk_parse *p, json_t *journal, const json_t *line);
void pmk_journal_forget(json_t *journal, const char *target, const char *name);

/* An empty sample line, to be filled in again and again; NULL for no memory. */
json_t *pmk_sample_line(void);

/*
 * Fills it in if the text is a sample line exactly as pagemark writes it. False for anything else,
 * right or wrong: that is for the JSON parser.
 */
bool pmk_sample_scan(const char *text, size_t length, json_t *line);

#endif
