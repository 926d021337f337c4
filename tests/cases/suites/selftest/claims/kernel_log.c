// SPDX-License-Identifier: GPL-2.0-only
/* A claim that holds while the log of the kernel gains a warning: nobody knows what it is worth. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "pagemark_claim.h"

static void warn_and_hold(void)
{
	static const char line[] = "WARNING: a test of pagemark wrote this, not the kernel\n";
	int fd = open("/dev/kmsg", O_WRONLY);

	pmk_claim_must(fd >= 0);
	pmk_claim_must(write(fd, line, strlen(line)) == (ssize_t)strlen(line));
}

PMK_CLAIM(broken_kernel_log) = {
	.claim = "BROKEN: the kernel's log gains a warning while it runs",
	.source = "none: a test of the tests",
	.test = warn_and_hold,
};
