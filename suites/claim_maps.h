/* SPDX-License-Identifier: GPL-2.0-only */
/* What /proc/self/smaps says of a mapping: their number, sizes and flags. */
#ifndef PAGEMARK_CLAIM_MAPS_H
#define PAGEMARK_CLAIM_MAPS_H

#include <stdio.h>
#include <string.h>

#include "base_pages.h"
#include "pagemark_claim.h"

/* How many mappings have a part in a range of so many pages. */
static inline unsigned int maps_count(const void *from, size_t pages)
{
	FILE *f = fopen("/proc/self/maps", "re");
	unsigned long long first, end, at = (uintptr_t)from;
	unsigned int n = 0;
	char line[512];

	pmk_claim_need(f, "/proc/self/maps");
	while (fgets(line, sizeof(line), f))
		n += sscanf(line, "%llx-%llx ", &first, &end) == 2 && end > at &&
		     first < at + pages * page_bytes();
	fclose(f);
	return n;
}

/* The line of smaps that begins with @name ("Locked:") of the mapping that has this address. */
static inline void smaps_line(const volatile void *at, const char *name, char *text, size_t size)
{
	FILE *f = fopen("/proc/self/smaps", "re");
	unsigned long long first, end;
	bool here = false;
	char line[512];

	*text = '\0';
	pmk_claim_need(f, "/proc/self/smaps");
	while (!*text && fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%llx-%llx ", &first, &end) == 2)
			here = first <= (uintptr_t)at && (uintptr_t)at < end;
		if (here && !strncmp(line, name, strlen(name)))
			snprintf(text, size, "%s", line + strlen(name));
	}
	fclose(f);
	pmk_claim_must(*text);
}

/* The number of that line, in KiB. */
static inline uint64_t smaps_kib(const volatile void *at, const char *name)
{
	unsigned long long kib;
	char text[512];

	smaps_line(at, name, text, sizeof(text));
	pmk_claim_must(sscanf(text, "%llu", &kib) == 1);
	return kib;
}

/* Whether its VmFlags have that one (" rr "). */
static inline bool smaps_flag(const volatile void *at, const char *flag)
{
	char text[512];

	smaps_line(at, "VmFlags:", text, sizeof(text));
	return strstr(text, flag);
}

#endif
