/* SPDX-License-Identifier: GPL-2.0-only */
/* The guest that boots a kernel of the user's: --kernel BZIMAGE --kdir BUILD_TREE. */
#ifndef PAGEMARK_GUEST_OWN_H
#define PAGEMARK_GUEST_OWN_H

#include <stddef.h>

/* Its name, and what to say where the kernel is missing. */
#define PMK_GUEST_OWN	   "x86_64-own"
#define PMK_GUEST_OWN_HELP "give --kernel BZIMAGE and --kdir BUILD_TREE"

/**
 * pmk_guest_own_use() - make the user's kernel the guest x86_64-own
 * @image: of --kernel, or NULL
 * @kdir: of --kdir, or NULL
 * @targets: of --target, NULL-terminated, with room for one more; if there is none and a kernel is
 *	given, it becomes x86_64-own
 * @why: out, on failure: what is wrong and what to do
 * @size: room there
 *
 * Nothing is booted before these hold: image and tree are of one kernel release, that kernel has
 * what a guest needs, and pagemark.ko builds against the tree. Modules that the guest needs come
 * from the tree, from /lib/modules, or from a lib/modules beside a package's headers.
 *
 * Context: once; leaves a folder in /tmp that goes with the process. Takes some seconds.
 * Return: 0, also if neither a kernel nor this guest is asked for; -EINVAL if what is given does
 * not fit together; another -errno.
 */
int pmk_guest_own_use(const char *image, const char *kdir, const char *targets[], char *why,
		      size_t size);

/* The folder with its files, NULL before pmk_guest_own_use(). */
const char *pmk_guest_own_dir(void);

/**
 * pmk_image_release() - the release of the kernel in a bzImage
 * @path: the image
 * @release: out: as uname -r has it, "6.1.0-1-amd64"
 * @size: room there
 *
 * Source: Documentation/arch/x86/boot.rst, fields header and kernel_version.
 * Return: 0; -EINVAL if it is no bzImage; another -errno.
 */
int pmk_image_release(const char *path, char *release, size_t size);

#endif
