/* SPDX-License-Identifier: GPL-2.0-only */
/* Capabilities that a claim gives up, so that a limit holds for root too. */
#ifndef PAGEMARK_CAPABILITY_H
#define PAGEMARK_CAPABILITY_H

#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "pagemark_claim.h"

/* Out of the effective set, which needs no privilege. */
static inline void capability_give_up(unsigned int cap)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];

	pmk_claim_need(syscall(SYS_capget, &header, data) == 0, "capabilities, CONFIG_MULTIUSER");
	data[CAP_TO_INDEX(cap)].effective &= ~CAP_TO_MASK(cap);
	pmk_claim_need(syscall(SYS_capset, &header, data) == 0, "giving up a capability");
}

#endif
