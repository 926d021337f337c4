/* SPDX-License-Identifier: GPL-2.0-only */
/* The guest's side of its disk: the file system on which cases make their files. */
#ifndef PAGEMARK_GUEST_MOUNT_H
#define PAGEMARK_GUEST_MOUNT_H

#include <stddef.h>

/**
 * pmk_guest_mount() - mounts the file system that the host asks for, if it does
 * @why: why a module of this boot did not load, "" if all did; out: why it is not there; "" if it
 *	is, or was not asked for
 * @size: room there
 *
 * $TMPDIR names it from then on.
 */
void pmk_guest_mount(char *why, size_t size);

#endif
