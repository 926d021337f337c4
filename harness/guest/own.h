/* SPDX-License-Identifier: GPL-2.0-only */
/* The guest that boots a kernel of the user's: --kernel BZIMAGE --kdir BUILD_TREE. */
#ifndef PAGEMARK_GUEST_OWN_H
#define PAGEMARK_GUEST_OWN_H

#include <stddef.h>

/**
 * pmk_guest_own_use() - make the user's kernel the guest x86_64-own
 * @image: of --kernel, or NULL
 * @kdir: of --kdir, or NULL
 * @targets: of --target, NULL-terminated, with room for one more; if there is none and a kernel is
 *	given, it becomes x86_64-own
 * @why: out, on failure: what is wrong and what to do
 * @size: room there
 *
 * own.mk makes what boots. Nothing is booted before these hold: image and tree are of one kernel
 * release, that kernel has what a guest needs, and pagemark.ko builds against the tree.
 *
 * Context: once; leaves a folder in $TMPDIR that goes with the process, or with the next call after
 * a SIGKILL, and pagemark.ko in the cache. Takes some seconds the first time. Catches the signals
 * of pmk_interrupt_catch().
 * Return: 0, also if neither a kernel nor this guest is asked for; -EINVAL if what is given does
 * not fit together; -EINTR after a signal; another -errno.
 */
int pmk_guest_own_use(const char *image, const char *kdir, const char *targets[], char *why,
		      size_t size);

#endif
