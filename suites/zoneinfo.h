/* SPDX-License-Identifier: GPL-2.0-only */
/* /proc/zoneinfo, for claims on where memory lies. */
#ifndef PAGEMARK_ZONEINFO_H
#define PAGEMARK_ZONEINFO_H

#include <stdio.h>

#include "pagemark_claim.h"

#define ZONES_MAX 64

/**
 * struct zone - a zone of a node
 * @name: such as "Normal"
 * @number: in its node
 * @start: its first page frame
 * @spanned: page frames from there to its end
 * @present: those that have memory
 */
struct zone {
	char name[16];
	unsigned int number;
	uint64_t start, spanned, present;
};

/* All zones of all nodes, empty ones too, in the order of their numbers. Return: how many. */
static inline unsigned int zones_read(struct zone zones[ZONES_MAX])
{
	FILE *f = fopen("/proc/zoneinfo", "re");
	unsigned int n = 0, node, last = ~0u, number = 0;
	unsigned long long value;
	char line[256], name[16];

	pmk_claim_need(f, "a file of /proc that tells of memory");
	while (n < ZONES_MAX && fgets(line, sizeof(line), f)) {
		if (sscanf(line, "Node %u, zone %15s", &node, name) == 2) {
			number = node == last ? number + 1 : 0;
			last = node;
			zones[n] = (struct zone){ .number = number };
			snprintf(zones[n++].name, sizeof(zones->name), "%s", name);
		} else if (n && sscanf(line, " spanned %llu", &value) == 1) {
			zones[n - 1].spanned = value;
		} else if (n && sscanf(line, " present %llu", &value) == 1) {
			zones[n - 1].present = value;
		} else if (n && sscanf(line, " start_pfn: %llu", &value) == 1) {
			zones[n - 1].start = value;
		}
	}
	fclose(f);
	return n;
}

#endif
