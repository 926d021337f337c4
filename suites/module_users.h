/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether something keeps pagemark.ko loaded, for claims on what holds a module. */
#ifndef PAGEMARK_MODULE_USERS_H
#define PAGEMARK_MODULE_USERS_H

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "pagemark_claim.h"

/* Its references; SKIP on a kernel that cannot unload modules, and has no such file. */
static inline long module_users(void)
{
	FILE *f = fopen("/sys/module/pagemark/refcnt", "re");
	long n = -1;

	if (!f && errno == ENOENT)
		pmk_claim_skip("this kernel does not count the users of pagemark.ko",
			       "a kernel with CONFIG_MODULE_UNLOAD");
	pmk_claim_need(f && fscanf(f, "%ld", &n) == 1, "the module's count of users");
	fclose(f);
	return n;
}

/*
 * The module has users, of which this process is one and others may be more, and cannot be
 * unloaded. First the count: an attempt that succeeded would leave no module for other claims.
 */
static inline void module_held(void)
{
	ck_assert_int_ge(module_users(), 1);
	errno = 0;
	ck_assert_int_eq(syscall(SYS_delete_module, "pagemark", O_NONBLOCK), -1);
	ck_assert_int_eq(errno, EWOULDBLOCK);
}

#endif
