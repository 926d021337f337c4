/* SPDX-License-Identifier: GPL-2.0-only */
/* The machine's topology and where this process runs on it (hwloc); nothing else includes hwloc. */
#ifndef PAGEMARK_TOPOLOGY_H
#define PAGEMARK_TOPOLOGY_H

#include <stdbool.h>
#include <stddef.h>

/* Whether this program was built with hwloc. */
bool pmk_topology_available(void);

/*
 * The topology as hwloc's XML, to be freed by the caller; NULL without hwloc or if it cannot be
 * read.
 */
char *pmk_topology_xml(void);

/**
 * pmk_topology_bind() - bind this process, and so its children, to one core
 * @where: out: what it was bound to, for people ("core 1, PU 3")
 * @size: room there
 *
 * The last allowed core, because interrupts and daemons prefer the first; its first processing unit
 * only.
 *
 * Return: 0 once the binding was read back and found right, -ENOTSUP without hwloc, or a negative
 * errno.
 */
int pmk_topology_bind(char *where, size_t size);

/* Back to where the process was allowed to run before pmk_topology_bind(). */
void pmk_topology_unbind(void);

#endif
