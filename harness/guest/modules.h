/* SPDX-License-Identifier: GPL-2.0-only */
/* Loads the kernel modules of a guest. */
#ifndef PAGEMARK_GUEST_MODULES_H
#define PAGEMARK_GUEST_MODULES_H

#include <stddef.h>

#define PMK_GUEST_OUR_MODULE  "pagemark.ko"
#define PMK_GUEST_MODULE_LIST "/modules.list" /* of each boot */

/**
 * pmk_guest_modules_load() - load what a list of initramfs.sh names, in its order
 * @list: its path
 * @why: out: why one did not load; "" once ours did
 * @size: room there
 *
 * Their parameters are those of the kernel's command line, NAME.PARAMETER=VALUE.
 */
void pmk_guest_modules_load(const char *list, char *why, size_t size);

/**
 * pmk_guest_modules_load_more() - load what lies beside, of the archives that only this boot has
 * @why: out: why one did not load; else ""
 * @size: room there
 */
void pmk_guest_modules_load_more(char *why, size_t size);

#endif
