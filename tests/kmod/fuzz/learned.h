/* SPDX-License-Identifier: GPL-2.0-only */
/* Which ops and questions the module has on this kernel. */
#ifndef PMK_TESTS_KMOD_FUZZ_LEARNED_H
#define PMK_TESTS_KMOD_FUZZ_LEARNED_H

#include <stdint.h>

#include "pagemark_abi.h"

/* A bit for each. */
extern uint64_t learned_ops[PMK_OP_LIMIT / 64];

/* Fills it. Return: 0, or -1 and errno if there is no op at all. */
int learn(void);

#endif
