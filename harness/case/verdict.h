/* SPDX-License-Identifier: GPL-2.0-only */
/* The four verdicts, and what an interruption leaves. */
#ifndef PAGEMARK_VERDICT_H
#define PAGEMARK_VERDICT_H

#include "record/status.h"

enum pmk_verdict {
	PMK_PASS,
	PMK_FAIL,   /* the platform is wrong */
	PMK_SKIP,   /* this machine cannot */
	PMK_BROKEN, /* we are wrong */
	/* A signal came first: in a record a SKIP with "not_run", which old readers read too. */
	PMK_NOT_RUN,
	PMK_VERDICTS,
};

/* What a point or claim that was not run is given as the reason, and what helps. */
#define PMK_NOT_RUN_REASON "not run: interrupted before it was done"
#define PMK_NOT_RUN_REMEDY "run it again"

/* As the record has it: "PASS", "FAIL", "SKIP" (also for PMK_NOT_RUN) or "BROKEN". */
const char *pmk_verdict_name(enum pmk_verdict v);

/* The same in a record: PMK_NOT_RUN is a SKIP there. */
enum pmk_status pmk_verdict_status(enum pmk_verdict v);

/* The verdict of that name, or -EINVAL for any other text, NULL included. */
int pmk_verdict_parse(const char *name);

#endif
