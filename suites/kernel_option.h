/* SPDX-License-Identifier: GPL-2.0-only */
/* What the running kernel was told and is, for claims that hold with some of it only. */
#ifndef PAGEMARK_KERNEL_OPTION_H
#define PAGEMARK_KERNEL_OPTION_H

#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "pagemark_claim.h"

/*
 * Whether the kernel's command line sets @key to @value, which may stand among others:
 * swiotlb=16384,force.
 */
static inline bool kernel_told(const char *key, const char *value)
{
	char line[4096] = "", *rest = line, *word, *one;
	FILE *f = fopen("/proc/cmdline", "re");
	bool told = false;

	pmk_claim_must(f && fgets(line, sizeof(line), f));
	fclose(f);
	while ((word = strsep(&rest, " \n"))) {
		one = strsep(&word, "=");
		if (strcmp(one, key) != 0)
			continue;
		while ((one = strsep(&word, ",")))
			told |= !strcmp(one, value);
	}
	return told;
}

/* Whether the real-time patches are in: locks sleep, and kmap_atomic() leaves preemption alone. */
static inline bool kernel_is_rt(void)
{
	struct utsname u;

	pmk_claim_must(uname(&u) == 0);
	return strstr(u.version, "PREEMPT_RT") || strstr(u.version, "PREEMPT RT");
}

/* Whether this kernel is older than that version of Linux. */
static inline bool kernel_before(int major, int minor)
{
	int is_major = 0, is_minor = 0;
	struct utsname u;

	pmk_claim_must(uname(&u) == 0 && sscanf(u.release, "%d.%d", &is_major, &is_minor) == 2);
	return is_major < major || (is_major == major && is_minor < minor);
}

#endif
