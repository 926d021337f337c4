// SPDX-License-Identifier: GPL-2.0-only
/* What the kernel and /dev/pagemark promise about versions and about unloading. */
#include <errno.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../../../module_users.h"
#include "pagemark_abi.h"

static void foreign_version(void)
{
	struct pmk_device device = { .abi_version = PMK_ABI_VERSION + 1 };
	struct pmk_run run = { .abi_version = 0, .op = PMK_OP_EMPTY, .n = 1 };
	int fd = pmk_claim_module(PMK_OP_EMPTY);

	errno = 0;
	ck_assert_int_eq(ioctl(fd, PMK_IOC_DEVICE, &device), -1);
	ck_assert_int_eq(errno, EPROTO);
	errno = 0;
	ck_assert_int_eq(ioctl(fd, PMK_IOC_RUN, &run), -1);
	ck_assert_int_eq(errno, EPROTO);
}

PMK_CLAIM(module_foreign_version) = {
	.claim = "/dev/pagemark refuses a request of another ABI version with EPROTO, instead of "
		 "measuring something else",
	.source = "kmod-helper/pagemark_abi.h, PMK_ABI_VERSION; ioctl(2)",
	.needs = PMK_NEED_MODULE,
	.test = foreign_version,
	.broken_module = "any_version",
};

static void open_holds_module(void)
{
	int fd = pmk_claim_module(PMK_OP_EMPTY);

	module_held();
	close(fd);
}

PMK_CLAIM(module_open_holds) = {
	.claim = "an open device keeps its module loaded: delete_module(2) fails with EWOULDBLOCK",
	.source = "delete_module(2), EWOULDBLOCK; struct file_operations, owner",
	.needs = PMK_NEED_MODULE,
	.test = open_holds_module,
	.broken_module = "no_reference",
};
