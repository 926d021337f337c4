/* SPDX-License-Identifier: GPL-2.0-only */
/* Claims in a guest. */
#ifndef PAGEMARK_CHECK_GUEST_H
#define PAGEMARK_CHECK_GUEST_H

#include <stdbool.h>

#include "claims/claim_result.h"

/**
 * pmk_check_guest() - run claims in their guest
 * @results: all of one target, which is a guest; filled in
 * @n: how many
 * @limit_s: for each claim
 * @with_break: run their deliberate breaks first
 *
 * Whatever goes wrong with the guest makes BROKEN what has no verdict yet.
 */
void pmk_check_guest(struct pmk_claim_result *results, size_t n, unsigned int limit_s,
		     bool with_break);

#endif
