/* SPDX-License-Identifier: GPL-2.0-only */
/* What helps where RLIMIT_MEMLOCK forbids to lock memory. */
#ifndef PAGEMARK_PIN_LOCK_LIMIT_H
#define PAGEMARK_PIN_LOCK_LIMIT_H

#include <unistd.h>

/* The limit holds for root only where it lacks CAP_IPC_LOCK, as in containers. */
static inline const char *lock_limit_remedy(void)
{
	return geteuid() ? "ulimit -l unlimited, or run it as root"
			 : "ulimit -l unlimited, or CAP_IPC_LOCK, which this root lacks";
}

#endif
