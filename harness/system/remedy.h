/* SPDX-License-Identifier: GPL-2.0-only */
/* What helps, by circumstance: who we are, and whether this is a guest. */
#ifndef PAGEMARK_REMEDY_H
#define PAGEMARK_REMEDY_H

#include <stdbool.h>
#include <stddef.h>

/* The init of our guests sets it for everything that it starts. */
#define PMK_GUEST_VARIABLE "PAGEMARK_GUEST"

/* Whether this pagemark runs inside one of its guests. */
bool pmk_remedy_in_guest(void);

/**
 * pmk_remedy_rights() - what helps whoever was refused something
 * @root: "" for the machine itself, else a folder that stands for /
 * @remedy: out: to become root; or, where root was refused, what kept it from it
 * @size: room there
 */
void pmk_remedy_rights(const char *root, char *remedy, size_t size);

/* Where the rest of the kernel's complaint is to be found. */
const char *pmk_remedy_kernel_log(void);

#endif
