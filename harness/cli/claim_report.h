/* SPDX-License-Identifier: GPL-2.0-only */
/* Prints the results of claims, for people and for other programs. */
#ifndef PAGEMARK_CLAIM_REPORT_H
#define PAGEMARK_CLAIM_REPORT_H

#include <stddef.h>
#include <stdio.h>

#include "claims/claim_result.h"
#include "outcome/outcome.h"

#define PMK_CLAIM_FORMATS "pretty, ktap, tap13, junit, jsonl"

struct pmk_claim_format;

/**
 * struct pmk_claim_report - a report that is being written
 * @out: where to
 * @format: how
 * @results: everything planned, in the order of the report: target, then name
 * @n: how many
 * @printed: the first so many are
 * @outcomes: the same for the formats that exports share; NULL for the others
 */
struct pmk_claim_report {
	FILE *out;
	const struct pmk_claim_format *format;
	const struct pmk_claim_result *results;
	size_t n;
	size_t printed;
	struct pmk_outcome *outcomes;
};

/**
 * pmk_claim_report_open() - begin a report
 * @report: filled in
 * @format: one of PMK_CLAIM_FORMATS
 * @out: where to
 * @results: everything planned, target and name filled in; read again as results become final
 * @n: how many
 *
 * Return: 0, -EINVAL for a format that does not exist, or -ENOMEM.
 */
int pmk_claim_report_open(struct pmk_claim_report *report, const char *format, FILE *out,
			  const struct pmk_claim_result *results, size_t n);

/* The first @n results are final: print those not printed yet. */
void pmk_claim_report_until(struct pmk_claim_report *report, size_t n);

/* Everything is final. Return: 0, or -EIO if the output could not be written. */
int pmk_claim_report_close(struct pmk_claim_report *report);

/* Counts results by verdict into @counts[PMK_STATUSES]. */
void pmk_claim_count(const struct pmk_claim_result *results, size_t n, size_t *counts);

#endif
