/* SPDX-License-Identifier: GPL-2.0-only */
/* The deliberate break of claims whose promise the kernel keeps: a pagemark.ko that breaks it. */
#ifndef PAGEMARK_MODULE_BREAK_H
#define PAGEMARK_MODULE_BREAK_H

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "pagemark_claim.h"

/* Breaks one promise for this process; @promise is what pmk_broken() is asked for. */
static inline void module_break(const char *promise)
{
	pmk_claim_break_module(promise);
}

#endif
