/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of the guest with the user's kernel: its folder, once everything is known. */
#ifndef PAGEMARK_GUEST_OWN_PACK_H
#define PAGEMARK_GUEST_OWN_PACK_H

#include <stddef.h>

/**
 * struct pmk_own - the user's kernel
 * @dir: the folder to fill: vmlinux, initramfs.cpio, config, kernel
 * @image: its bzImage
 * @kdir: its build tree, absolute
 * @release: as uname -r has it
 * @source: the folder of the module's source
 * @program: the static pagemark
 * @shell: the busybox of `guest shell`, or NULL
 * @why: out, on failure: what is wrong and what to do
 * @size: room there
 */
struct pmk_own {
	const char *dir;
	const char *image;
	const char *kdir;
	const char *release;
	const char *source;
	const char *program;
	const char *shell;
	char *why;
	size_t size;
};

/* Whether that kernel has what a guest needs. Return: 0, or -EINVAL with the option in @o->why. */
int pmk_own_check_config(const struct pmk_own *o);

/* Builds the module and packs everything. Return: 0; -EINVAL if something is missing; -errno. */
int pmk_own_pack(const struct pmk_own *o);

#endif
