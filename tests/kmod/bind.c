// SPDX-License-Identifier: GPL-2.0-only
/* PCI devices come and go: while they are held, and as bus masters. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "abi.h"

#define COMMAND	   4 /* of configuration space, PCI Local Bus Specification 3.0, 6.2.2 */
#define BUS_MASTER 0x4
#define SOON_S	   3

static bool find_first(int fd, struct pmk_device *d)
{
	*d = (struct pmk_device){ .abi_version = V, .index = 1 };
	return !ioctl(fd, PMK_IOC_DEVICE, d);
}

/* Into bind or unbind of the driver. */
static int put_name(const char *attribute, const char *name)
{
	char path[64];
	int fd, err = 0;

	snprintf(path, sizeof(path), "/sys/bus/pci/drivers/pagemark/%s", attribute);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, name, strlen(name)) < 0)
		err = errno;
	close(fd);
	return err;
}

static int config(const struct pmk_device *d, int flags)
{
	char path[80];

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%.31s/config", d->name);
	return open(path, flags | O_CLOEXEC);
}

static int is_master(const struct pmk_device *d)
{
	uint16_t command = 0;
	int fd = config(d, O_RDONLY);
	bool got = pread(fd, &command, sizeof(command), COMMAND) == sizeof(command);

	close(fd);
	return got ? !!(command & BUS_MASTER) : -1;
}

static void make_master(const struct pmk_device *d)
{
	uint16_t command = 0;
	int fd = config(d, O_RDWR);

	check(pread(fd, &command, sizeof(command), COMMAND) == sizeof(command), "its command");
	command |= BUS_MASTER;
	check(pwrite(fd, &command, sizeof(command), COMMAND) == sizeof(command), "  is changed");
	close(fd);
}

static void test_unbind_held(const struct pmk_device *d)
{
	struct pmk_hold *hold = new_hold();
	pid_t holds = hold_beside(d->index, hold), unbinds = fork();
	int status = -1;

	if (!unbinds)
		_exit(put_name("unbind", d->name));
	check(ends_within(unbinds, SOON_S, &status) && !status, "a held device is unbound");
	check(ends_within(holds, SOON_S, &status) && status == ENODEV << 8,
	      "  and who held it is told so");
	check(!put_name("bind", d->name), "  and it is bound again");
	munmap(hold, PAGE);
}

static void test_master(int fd, const struct pmk_device *d)
{
	struct pmk_hold *hold = new_hold();
	struct pmk_device again;
	int status = -1;
	pid_t one, two;

	check(!put_name("unbind", d->name), "the device is unbound");
	make_master(d);
	check(!put_name("bind", d->name) && find_first(fd, &again), "and bound as a bus master");
	check(is_master(d) == 0, "  which it is no more");
	one = hold_beside(d->index, hold);
	check(is_master(d) == 1, "edu is bus master while buffers are held");
	two = hold_beside(d->index, hold + 1);
	hold[0].step = 2;
	ends_within(one, SOON_S, &status);
	check(is_master(d) == 1, "  as long as anybody's are");
	hold[1].step = 2;
	ends_within(two, SOON_S, &status);
	check(is_master(d) == 0, "  and no longer");
	check(!put_name("unbind", d->name), "the device is given back");
	check(is_master(d) == 1, "  as a bus master, as it came");
	check(!put_name("bind", d->name), "  and bound again");
	munmap(hold, PAGE);
}

void test_bind(int fd)
{
	struct pmk_device d;

	if (!find_first(fd, &d) || access("/sys/bus/pci/drivers/pagemark/unbind", W_OK)) {
		printf("# binding: not tried, the module has no PCI device here\n");
		errno = 0;
		return;
	}
	test_unbind_held(&d);
	test_master(fd, &d);
}
