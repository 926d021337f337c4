/* SPDX-License-Identifier: GPL-2.0-only */
/* A wish where a run shall run and where its memory shall lie: `--place WHERE`. */
#ifndef PAGEMARK_PLACE_H
#define PAGEMARK_PLACE_H

#include <stddef.h>

#define PMK_PLACE_GRAMMAR \
	"core:N, package:N or node:N, mem:near, mem:far or mem:N, or both joined by '+'"

enum pmk_place_cpu { PMK_PLACE_LAST_CORE, PMK_PLACE_CORE, PMK_PLACE_PACKAGE, PMK_PLACE_NODE };
enum pmk_place_memory { PMK_MEMORY_ANY, PMK_MEMORY_NEAR, PMK_MEMORY_FAR, PMK_MEMORY_NODE };

/**
 * struct pmk_place - where to run and where to have memory
 * @cpu: what to run on; zeroed: the last core that this process may use
 * @index: which of them, by hwloc's logical index
 * @memory: what to bind memory to; zeroed: nothing, the kernel takes it where it runs
 * @memory_node: which node for PMK_MEMORY_NODE, by logical index
 */
struct pmk_place {
	enum pmk_place_cpu cpu;
	unsigned int index;
	enum pmk_place_memory memory;
	unsigned int memory_node;
};

#define PMK_PLACE_BYTES 40

/* The wish as --place takes it, in one of its spellings; "" for the default. */
void pmk_place_print(const struct pmk_place *place, char text[PMK_PLACE_BYTES]);

/**
 * pmk_place_parse() - read PMK_PLACE_GRAMMAR
 * @text: "core:1", "node:0+mem:far", "mem:1", …
 * @place: out
 * @why: out: what is wrong with @text, for people
 * @size: room there
 *
 * Return: 0 or -EINVAL. Whether the machine has it is pmk_topology_resolve()'s to say.
 */
int pmk_place_parse(const char *text, struct pmk_place *place, char *why, size_t size);

#endif
