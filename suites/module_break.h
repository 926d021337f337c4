/* SPDX-License-Identifier: GPL-2.0-only */
/* The deliberate break of claims whose promise the kernel keeps: a pagemark.ko that breaks it. */
#ifndef PAGEMARK_MODULE_BREAK_H
#define PAGEMARK_MODULE_BREAK_H

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "pagemark_claim.h"

/* Breaks one promise for this process; @promise is what pmk_broken() is asked for. */
static inline void module_break(const char *promise)
{
	int fd = open("/sys/module/pagemark/parameters/break_op", O_WRONLY | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT)
		pmk_claim_skip(
			"the loaded pagemark.ko breaks no promise: it was built without PMK_BREAK",
			"load build/kmod/NAME-break/pagemark.ko instead");
	pmk_claim_need(fd >= 0, "the module's parameter break_op");
	pmk_claim_must(write(fd, promise, strlen(promise)) == (ssize_t)strlen(promise));
	close(fd);
}

#endif
