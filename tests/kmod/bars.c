// SPDX-License-Identifier: GPL-2.0-only
/* BARs of devices that driver_override gives: beyond 4 GiB, and ports where there are none. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "abi.h"

#define DEVICES "/sys/bus/pci/devices"

static bool put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool done = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	close(fd);
	return done;
}

/* All devices of this machine that no driver has but bridges, whose class is 0x06.... */
static void take_devices(void)
{
	DIR *dir = opendir(DEVICES);
	struct dirent *entry;
	char path[512], class[16];
	FILE *f;

	while (dir && (entry = readdir(dir))) {
		snprintf(path, sizeof(path), DEVICES "/%s/class", entry->d_name);
		f = fopen(path, "re");
		if (!f || !fgets(class, sizeof(class), f) || !strncmp(class, "0x06", 4))
			class[0] = '\0';
		if (f)
			fclose(f);
		snprintf(path, sizeof(path), DEVICES "/%s/driver_override", entry->d_name);
		if (class[0] && put(path, "pagemark"))
			put("/sys/bus/pci/drivers_probe", entry->d_name);
	}
	if (dir)
		closedir(dir);
}

/* Where its BAR begins; 0 if it is no memory. */
static uint64_t bar_start(const char *device, unsigned int bar)
{
	unsigned long long start = 0, end, flags = 0;
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), DEVICES "/%s/resource", device);
	f = fopen(path, "re");
	for (unsigned int i = 0; f && i <= bar; i++)
		if (fscanf(f, "%llx %llx %llx", &start, &end, &flags) != 3)
			start = 0;
	if (f)
		fclose(f);
	return flags & 0x200 ? start : 0;
}

/*
 * What is stored through one mapping is found through another one. Return: whether it lies beyond
 * 4 GiB, where 32-bit kernels would map something else.
 */
static bool try_bar(int fd, const struct pmk_device *d, unsigned int bar)
{
	struct pmk_run r = { V, PMK_OP_MMIO_WRITE, .device = d->index, .n = 1, .seed = 0x12345678 };
	uint64_t start = bar_start(d->name, bar), stored;

	r.kind = PMK_MMIO(bar, PMK_WAY_MEMORY, 0);
	if (start > ~0ul) {
		check(ioctl(fd, PMK_IOC_RUN, &r) == -1 && errno == EINVAL,
		      "a BAR beyond 4 GiB is refused");
		return true;
	}
	if (!start || ioctl(fd, PMK_IOC_RUN, &r))
		return false;
	stored = r.check;
	r = (struct pmk_run){ V, PMK_OP_MMIO_READ, .device = d->index, .n = 1 };
	for (unsigned int way = PMK_WAY_REMAP; way <= PMK_WAY_REMAP_WC; way++) {
		r.kind = PMK_MMIO(bar, way, 0);
		check(!ioctl(fd, PMK_IOC_RUN, &r) && r.check == stored,
		      "a BAR holds the same through another mapping");
	}
	printf("# %s, BAR %u at %#llx holds %#llx\n", d->name, bar, (unsigned long long)start,
	       (unsigned long long)stored);
	return start >> 32 != 0;
}

void test_bars(int fd)
{
	struct pmk_device d = { .abi_version = V };
	unsigned int devices = 0, beyond = 0;

	mkdir("/sys", 0755);
	mount("sys", "/sys", "sysfs", 0, NULL);
	take_devices();
	while (d.index++ < 7 && !ioctl(fd, PMK_IOC_DEVICE, &d)) {
		devices++;
		for (unsigned int bar = 0; bar < 6; bar++)
			beyond += try_bar(fd, &d, bar);
	}
	printf("# bars: %u devices, %u BARs beyond 4 GiB\n", devices, beyond);
	errno = 0;
}
