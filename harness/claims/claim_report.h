/* SPDX-License-Identifier: GPL-2.0-only */
/* Prints the results of claims as they come, for people and for other programs. */
#ifndef PAGEMARK_CLAIM_REPORT_H
#define PAGEMARK_CLAIM_REPORT_H

#include <stddef.h>
#include <stdio.h>

#include "claim_result.h"
#include "outcome/outcome.h"

#define PMK_CLAIM_FORMATS "pretty, ktap, tap13, junit, jsonl"

struct pmk_claim_format;

/**
 * struct pmk_claim_report - a report that is being written
 * @out: where to
 * @format: how
 * @list: everything planned, in the order of the report: target, then name
 * @n: how many
 * @printed: the first so many are
 * @counts: of these, by verdict
 */
struct pmk_claim_report {
	FILE *out;
	const struct pmk_claim_format *format;
	struct pmk_outcome *list;
	size_t n;
	size_t printed;
	size_t counts[PMK_STATUSES];
};

/* Fills in @report: 0, or -EINVAL if @format is none of PMK_CLAIM_FORMATS. */
int pmk_claim_report_open(struct pmk_claim_report *report, const char *format, FILE *out);

/**
 * pmk_claim_report_begin() - everything is planned
 * @report: open
 * @list: with targets and names; taken over, for free(3)
 * @n: how many
 */
void pmk_claim_report_begin(struct pmk_claim_report *report, struct pmk_outcome *list, size_t n);

/*
 * The next claim in the list has come to this, or was not run at all; its texts stay until the end.
 */
void pmk_claim_report_one(struct pmk_claim_report *report, const struct pmk_outcome *claim,
			  bool not_run);

/* All are final. Return: 0, or -EIO if the output could not be written. */
int pmk_claim_report_end(struct pmk_claim_report *report);

/* Whether its last lines say for people how much was checked; else they have to be told apart. */
bool pmk_claim_report_sums_up(const struct pmk_claim_report *report);

#endif
