// SPDX-License-Identifier: GPL-2.0-only
/* Which ops the module has: a request of no operations tells. */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "learned.h"

uint64_t learned_ops[PMK_OP_LIMIT / 64];

int learn(void)
{
	int fd = open("/dev/pagemark", O_RDWR | O_CLOEXEC);

	for (uint32_t i = 0; i < PMK_OP_LIMIT; i++) {
		struct pmk_run run = { .abi_version = PMK_ABI_VERSION, .op = i };

		if (ioctl(fd, PMK_IOC_RUN, &run) && errno == EINVAL)
			learned_ops[i / 64] |= 1ull << i % 64;
	}
	close(fd);
	return learned_ops[0] ? 0 : -1;
}
