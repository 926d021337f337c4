/* SPDX-License-Identifier: GPL-2.0-only */
/* What a claim's process tells the one that forked it, beside what libcheck can. */
#ifndef PAGEMARK_CLAIM_STATE_H
#define PAGEMARK_CLAIM_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "record/verdict.h"
#include "system/why.h"

/* How far the test's process came: only the last is an end that we believe. */
enum pmk_claim_phase {
	PMK_PHASE_NOT_STARTED,
	PMK_PHASE_BREAKING,
	PMK_PHASE_TESTING,
	PMK_PHASE_RETURNED,
};

/**
 * struct pmk_claim_state - lives in a page shared with the test's process
 * @phase: how far it came
 * @decided: a service ended it with @status, whatever libcheck thinks; libcheck knows no
 *	SKIP and no BROKEN
 * @status: PMK_SKIP or PMK_BROKEN
 * @why: the reason, and what would help
 * @datum: what pmk_claim_datum() returns
 */
struct pmk_claim_state {
	enum pmk_claim_phase phase;
	bool decided;
	enum pmk_status status;
	struct pmk_why why;
	uint64_t datum;
};

/* The state of the claim that this process runs; NULL outside of the runner. */
extern struct pmk_claim_state *pmk_claim_state_;

#endif
