/* SPDX-License-Identifier: GPL-2.0-only */
/* How much memory of this process is locked. */
#ifndef PAGEMARK_PIN_LOCKED_NOW_H
#define PAGEMARK_PIN_LOCKED_NOW_H

#include "../proc_value.h"
#include "pagemark.h"

/* VmLck of /proc/self/status, in bytes. */
static inline size_t locked_now(struct pmk_case *c)
{
	uint64_t kib;

	pmk_need(c, proc_value("/proc/self/status", "VmLck:", &kib), "/proc/self/status");
	return (size_t)(kib * KiB);
}

#endif
