/* SPDX-License-Identifier: GPL-2.0-only */
/* The outcome of one claim, and its line of the record. */
#ifndef PAGEMARK_CLAIM_RESULT_H
#define PAGEMARK_CLAIM_RESULT_H

#include <jansson.h>

#include "outcome/outcome.h"
#include "record/verdict.h"
#include "system/why.h"
#include "text/text.h"

/**
 * struct pmk_claim_result - one claim on one target; all text is valid UTF-8 on one line
 * @target: "host" or the guest's name
 * @name: the claim's registered name
 * @claim: the statement
 * @source: where it is promised
 * @status: the verdict
 * @detail: why, unless it passed; else empty
 * @remedy: what would help, or empty
 * @seconds: how long it took
 */
struct pmk_claim_result {
	char target[64];
	char name[160];
	char claim[256];
	char source[160];
	enum pmk_status status;
	char detail[1024];
	char remedy[256];
	double seconds;
};

/* Sets the verdict and its detail (printf style). */
void pmk_claim_result_set(struct pmk_claim_result *res, enum pmk_status status, const char *format,
			  ...) __attribute__((format(printf, 3, 4)));

/* The same from one that was told in full. */
void pmk_claim_result_why(struct pmk_claim_result *res, enum pmk_status status,
			  const struct pmk_why *why);

/* A signal came before the claim's verdict. */
void pmk_claim_result_not_run(struct pmk_claim_result *res);

/* For other programs and for the last lines of a command; its texts are those of @res. */
struct pmk_outcome pmk_claim_result_outcome(const struct pmk_claim_result *res);

/* The record's `claim` line (docs/record.md): a new reference, or NULL without memory. */
json_t *pmk_claim_result_json(const struct pmk_claim_result *res);

/**
 * pmk_claim_result_parse() - the other direction
 * @res: filled in
 * @line: a `claim` line
 *
 * Return: 0, or -EINVAL if @line is no well-formed claim line.
 */
int pmk_claim_result_parse(struct pmk_claim_result *res, const json_t *line);

#endif
