/* SPDX-License-Identifier: GPL-2.0-only */
/* What claims on addresses share: the question that is asked of a frame. */
#ifndef PAGEMARK_ADDRESS_CLAIMS_FRAMES_H
#define PAGEMARK_ADDRESS_CLAIMS_FRAMES_H

#include <errno.h>
#include <string.h>

#include "../../base_pages.h"
#include "../../pagemap.h"
#include "../../zoneinfo.h"
#include "pagemark_abi.h"

/* PMK_ASK_ADDRESS. Return: 0, or -EINVAL where no memory is. */
static inline int ask_address(uint64_t frame, uint64_t kernel, const void *user, uint64_t *answers)
{
	struct pmk_run ask = { .op = PMK_ASK_ADDRESS,
			       .addr = (uintptr_t)user,
			       .args = { frame, kernel } };
	int ret = pmk_claim_ask(&ask);

	pmk_claim_must(!ret || ret == -EINVAL);
	memcpy(answers, ask.answers, sizeof(ask.answers));
	return ret;
}

#endif
