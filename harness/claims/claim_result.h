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
 * struct pmk_claim_result - how one claim ended; all text is valid UTF-8 on one line
 * @status: the verdict
 * @detail: why, unless it passed; else empty
 * @remedy: what would help, or empty
 * @seconds: how long it took
 */
struct pmk_claim_result {
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

/*
 * The record's `claim` line (docs/record.md) of one that ended so, or that was not run at all: a
 * new reference, or NULL without memory.
 */
json_t *pmk_claim_line(const struct pmk_outcome *claim, bool not_run);

#endif
