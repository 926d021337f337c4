/* SPDX-License-Identifier: GPL-2.0-only */
/* Modules that few boots need: which a boot takes along, and why it cannot. */
#ifndef PAGEMARK_GUEST_ARCHIVES_H
#define PAGEMARK_GUEST_ARCHIVES_H

#include <stdbool.h>

#include "guest.h"
#include "initramfs.h"
#include "system/why.h"

/**
 * pmk_guest_take() - the module of an option of the kernel comes with the boot
 * @g: the guest
 * @option: "CONFIG_VETH"; one whose module is in each boot, or in none, changes nothing
 */
void pmk_guest_take(struct pmk_guest *g, const char *option);

/**
 * pmk_guest_lacks() - whether the guest's kernel cannot do what an archive is for
 * @g: the guest
 * @archive: its name, "ext4"
 * @why: out, if so
 *
 * Return: true if the kernel was built without it, or the guest was packed without its modules.
 */
bool pmk_guest_lacks(const struct pmk_guest *g, const char *archive, struct pmk_why *why);

/*
 * Adds to @fs what the boot takes along: what pmk_guest_take() was told, its disk and its file
 * system, as far as they are modules of this kernel. Return: 0 or a negative errno.
 */
int pmk_guest_archives_join(const struct pmk_guest *g, struct pmk_initramfs *fs);

#endif
