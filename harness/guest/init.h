/* SPDX-License-Identifier: GPL-2.0-only */
/* pagemark as the first process of a guest. */
#ifndef PAGEMARK_GUEST_INIT_H
#define PAGEMARK_GUEST_INIT_H

#include <stdbool.h>

/* In an initramfs, this makes a guest one for people: a busybox with sh, setsid and cttyhack. */
#define PMK_GUEST_SHELL "/bin/busybox"

/* The host's request, in the initramfs: {"argv":[…]}. */
#define PMK_GUEST_REQUEST "/request"

/* Whether this process is a guest's init: process 1 of an initramfs that initramfs.sh made. */
bool pmk_guest_init_wanted(void);

/* Sets the guest up, runs what the host asks for, reports its end and reboots. */
_Noreturn void pmk_guest_init(void);

#endif
