/* SPDX-License-Identifier: GPL-2.0-only */
/* A guest for people: a shell on its console instead of pagemark. */
#ifndef PAGEMARK_GUEST_SHELL_H
#define PAGEMARK_GUEST_SHELL_H

#include "command.h"

/**
 * pmk_guest_shell() - boot a guest with its console on our terminal, and wait for its end
 * @g: from pmk_guest_parse(); it gets a clock that people can wait for
 * @o: @append and @qemu_args are used
 * @why: out, on failure: what is wrong and what to do
 * @size: room there
 *
 * Return: 0; -ENOENT if the guest, its busybox or QEMU is missing; -EIO if QEMU failed; -errno.
 */
int pmk_guest_shell(struct pmk_guest *g, const struct pmk_guest_opts *o, char *why, size_t size);

#endif
