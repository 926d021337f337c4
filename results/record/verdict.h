/* SPDX-License-Identifier: GPL-2.0-only */
/* The verdict on a point or claim, the same while it is measured, in its record and in reports. */
#ifndef PAGEMARK_VERDICT_H
#define PAGEMARK_VERDICT_H

#include <stdbool.h>

enum pmk_status {
	PMK_PASS,
	PMK_FAIL,   /* the platform is wrong */
	PMK_SKIP,   /* this machine cannot */
	PMK_BROKEN, /* we are wrong */
	/* A signal came first: in a record a SKIP with "not_run", and a SKIP for who reads it. */
	PMK_NOT_RUN,
	PMK_STATUSES,
};

/**
 * struct pmk_verdict - how a point or a claim ended
 * @status: in a word
 * @reason: why, unless it passed; NULL where nothing is said, as the next
 * @remedy: what would help
 */
struct pmk_verdict {
	enum pmk_status status;
	const char *reason, *remedy;
};

/* What a point or claim that was not run is given as the reason, and what helps. */
#define PMK_NOT_RUN_REASON "not run: interrupted before it was done"
#define PMK_NOT_RUN_REMEDY "run it again"

/* As a record has it: "PASS", "FAIL", "SKIP" (also for PMK_NOT_RUN) or "BROKEN". */
const char *pmk_status_name(enum pmk_status status);

/* The status of that name, or -EINVAL for any other text, NULL included. */
int pmk_status_parse(const char *name);

/* The status that a record keeps: that of PMK_NOT_RUN is PMK_SKIP. */
enum pmk_status pmk_status_recorded(enum pmk_status status);

/* Whether one is worse than another: FAIL, then BROKEN, then SKIP, then PASS. */
bool pmk_status_worse(enum pmk_status status, enum pmk_status other);

/* A verdict whose texts are empty where they are NULL; that of PMK_NOT_RUN is SKIP. */
struct pmk_verdict pmk_verdict_told(const struct pmk_verdict *verdict);

#endif
