/* SPDX-License-Identifier: GPL-2.0-only */
/* Prints the results of claims, for people and for other programs. */
#ifndef PAGEMARK_CLAIM_REPORT_H
#define PAGEMARK_CLAIM_REPORT_H

#include <stddef.h>
#include <stdio.h>

#include "claim_result.h"

#define PMK_CLAIM_FORMATS "pretty, ktap, tap13, junit, jsonl"

struct pmk_claim_format;

/**
 * struct pmk_claim_report - a report that is being written
 * @out: where to
 * @format: how
 * @results: everything planned, in the order of the report: target, then name
 * @n: how many
 * @printed: the first so many are
 */
struct pmk_claim_report {
	FILE *out;
	const struct pmk_claim_format *format;
	const struct pmk_claim_result *results;
	size_t n;
	size_t printed;
};

/**
 * pmk_claim_report_open() - begin a report
 * @report: filled in
 * @format: one of PMK_CLAIM_FORMATS
 * @out: where to
 * @results: everything planned, target and name filled in; read again as results become final
 * @n: how many
 *
 * Return: 0, or -EINVAL for a format that does not exist.
 */
int pmk_claim_report_open(struct pmk_claim_report *report, const char *format, FILE *out,
			  const struct pmk_claim_result *results, size_t n);

/* The first @n results are final: print those not printed yet. */
void pmk_claim_report_until(struct pmk_claim_report *report, size_t n);

/* Everything is final. Return: 0, or -EIO if the output could not be written. */
int pmk_claim_report_close(struct pmk_claim_report *report);

/* Counts results by verdict into @counts[PMK_VERDICTS]. */
void pmk_claim_count(const struct pmk_claim_result *results, size_t n, size_t *counts);

/*
 * Results of one target and one subject make a group: how many from @results[@i] on belong to the
 * same.
 */
size_t pmk_claim_group(const struct pmk_claim_result *results, size_t n, size_t i);

/* "host/pin", cut to fit. */
void pmk_claim_group_name(const struct pmk_claim_result *res, char *name, size_t size_bytes);

/* The name without subject and "claims/". */
const char *pmk_claim_ident(const struct pmk_claim_result *res);

/* JUnit XML, whole. */
void pmk_claim_junit(FILE *out, const struct pmk_claim_result *results, size_t n);

#endif
