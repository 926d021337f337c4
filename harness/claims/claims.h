/* SPDX-License-Identifier: GPL-2.0-only */
/* Runs claims, each in a process of its own. */
#ifndef PAGEMARK_CLAIMS_H
#define PAGEMARK_CLAIMS_H

#include <stdbool.h>

#include "claim_result.h"

struct pmk_claim;

#define PMK_CLAIM_LIMIT_S 10 /* the slowest claim takes a tenth of a second */

/**
 * pmk_claim_run() - one claim, in a fresh process, under a time limit
 * @name: under which it is registered
 * @claim: which it is
 * @broken: run its deliberate break first
 * @limit_s: after so many seconds the process and its children are killed
 * @res: filled in
 *
 * With @broken the verdict is that of the broken test: FAIL is what should come out. Whatever goes
 * wrong on the way is a verdict (BROKEN), not an error.
 *
 * Context: forks. If pmk_interrupted (child.h) gets set meanwhile, the process is killed and the
 * claim is PMK_NOT_RUN.
 */
void pmk_claim_run(const char *name, const struct pmk_claim *claim, bool broken,
		   unsigned int limit_s, struct pmk_claim_result *res);

/* Whether it has a deliberate break, of any of the three kinds. */
bool pmk_claim_breakable(const struct pmk_claim *claim);

#endif
