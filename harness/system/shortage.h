/* SPDX-License-Identifier: GPL-2.0-only */
/* A machine's shortage: a preparation that fails for want of memory, space, rights or support. */
#ifndef PAGEMARK_SHORTAGE_H
#define PAGEMARK_SHORTAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "why.h"

/**
 * pmk_shortage_explain() - whether a preparation failed because the machine has too little
 * @root: "" for the machine itself, else a folder that stands for /
 * @err: the errno of the failure, positive
 * @wanted: what was asked for, in words: "a file of 16 MiB in the folder for files"
 * @s: out: filled in if so
 *
 * Memory (ENOMEM), space (ENOSPC, EDQUOT), limits (EFBIG, EMFILE, ENFILE, EAGAIN), rights (EPERM,
 * EACCES, EROFS) and support (ENOSYS, EOPNOTSUPP, ENOPROTOOPT) are the machine's; any other is our
 * mistake.
 *
 * Return: true for a shortage, which is a SKIP; false for a mistake, which is BROKEN.
 */
bool pmk_shortage_explain(const char *root, int err, const char *wanted, struct pmk_why *s);

/**
 * pmk_shortage_memory() - whether so much memory is more than there is, before it is touched
 * @root: as above
 * @bytes: that will be written to
 * @s: out: filled in if so
 *
 * A control group's limit is not felt as ENOMEM: the kernel kills whoever touches a page too many.
 *
 * Return: true if less is available, in the machine or below the limit of a control group.
 */
bool pmk_shortage_memory(const char *root, uint64_t bytes, struct pmk_why *s);

/* How many processes the kernel has killed for want of memory since it booted; 0 if unknown. */
uint64_t pmk_shortage_kills(const char *root);

/* What a SIGKILL says that came while pmk_shortage_kills() rose. */
void pmk_shortage_killed(const char *root, struct pmk_why *s);

/* The folder where cases make their files: $TMPDIR, or /tmp. */
const char *pmk_shortage_folder(void);

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
