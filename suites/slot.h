/* SPDX-License-Identifier: GPL-2.0-only */
/* A PCI device in sysfs: found, given to a driver and taken from it. */
#ifndef PAGEMARK_SLOT_H
#define PAGEMARK_SLOT_H

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "device.h"

/* The first word of a file, or "". */
static inline void word_of(const char *path, char *word, size_t size)
{
	FILE *f = fopen(path, "re");

	*word = '\0';
	if (f && fgets(word, (int)size, f))
		word[strcspn(word, "\n")] = '\0';
	if (f)
		fclose(f);
}

static inline int put_word(const char *path, const char *word)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : write(fd, word, strlen(word));

	if (fd >= 0)
		close(fd);
	return len == (ssize_t)strlen(word) ? 0 : -1;
}

/* Of the first PCI device with that number (DEVICE_*) the path in sysfs. Return: 0 or -1. */
static inline int slot_find(uint32_t id, char *path, size_t size)
{
	char name[320], word[16], vendor[16], device[16];
	glob_t slots;
	int found = -1;

	snprintf(vendor, sizeof(vendor), "0x%04x", id >> 16);
	snprintf(device, sizeof(device), "0x%04x", id & 0xffff);
	if (glob("/sys/bus/pci/devices/*", 0, NULL, &slots))
		return -1;
	for (size_t i = 0; found && i < slots.gl_pathc; i++) {
		snprintf(name, sizeof(name), "%s/vendor", slots.gl_pathv[i]);
		word_of(name, word, sizeof(word));
		if (strcmp(word, vendor) != 0)
			continue;
		snprintf(name, sizeof(name), "%s/device", slots.gl_pathv[i]);
		word_of(name, word, sizeof(word));
		snprintf(path, size, "%s", slots.gl_pathv[i]);
		found = strcmp(word, device) == 0 ? 0 : -1;
	}
	globfree(&slots);
	return found;
}

/* The driver's name, or "". */
static inline void slot_driver(const char *path, char *driver, size_t size)
{
	char link[320], target[256];
	ssize_t len;

	snprintf(link, sizeof(link), "%s/driver", path);
	len = readlink(link, target, sizeof(target) - 1);
	target[len > 0 ? len : 0] = '\0';
	snprintf(driver, size, "%s", len > 0 ? strrchr(target, '/') + 1 : "");
}

/* Give it to that driver, unless another one has it. Return: 0, or -1 where it is not there now. */
static inline int slot_give(const char *path, const char *to)
{
	char driver[64], name[320];

	slot_driver(path, driver, sizeof(driver));
	if (*driver)
		return strcmp(driver, to) == 0 ? 0 : -1;
	snprintf(name, sizeof(name), "%s/driver_override", path);
	if (put_word(name, to) || put_word("/sys/bus/pci/drivers_probe", strrchr(path, '/') + 1))
		return -1;
	slot_driver(path, driver, sizeof(driver));
	return strcmp(driver, to) == 0 ? 0 : -1;
}

/* Give it to /dev/pagemark, unless another driver has it. */
static inline int slot_bind(const char *path)
{
	return slot_give(path, "pagemark");
}

/* Take it from that driver, if it has it. Return: 0, or -1 where another one has it. */
static inline int slot_take(const char *path, const char *from)
{
	char driver[64], name[320];

	slot_driver(path, driver, sizeof(driver));
	if (strcmp(driver, from) != 0)
		return *driver ? -1 : 0;
	snprintf(name, sizeof(name), "%s/driver/unbind", path);
	return put_word(name, strrchr(path, '/') + 1);
}

/* Take it from /dev/pagemark, if it has it. */
static inline int slot_unbind(const char *path)
{
	return slot_take(path, "pagemark");
}

/* Where a BAR begins: as the bus sees it, or which port. */
static inline unsigned long long slot_start(const char *path, int bar)
{
	unsigned long long start = 0;
	char name[320], line[96] = "";
	FILE *f;

	snprintf(name, sizeof(name), "%s/resource", path);
	f = fopen(name, "re");
	for (int i = 0; f && i <= bar; i++)
		if (!fgets(line, sizeof(line), f))
			*line = '\0';
	if (f)
		fclose(f);
	return sscanf(line, "%llx", &start) == 1 ? start : 0;
}

#endif
