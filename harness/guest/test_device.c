// SPDX-License-Identifier: GPL-2.0-only
/* Finds QEMU's pci-testdev and gives it to the module. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "system/sysfile.h"
#include "test_device.h"

#define TEST_DEVICE "1B36:0005" /* as uevent has it */

/* One word into one attribute of sysfs. */
static void put_word(const char *path, const char *word)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, word, strlen(word)) < 0)
		fprintf(stderr, "pagemark init: %s: %s: %s\n", path, word, strerror(errno));
	if (fd >= 0)
		close(fd);
}

void pmk_guest_give_test_device(void)
{
	char path[320], id[16];
	glob_t slots;

	if (glob("/sys/bus/pci/devices/*", 0, NULL, &slots))
		return;
	for (size_t i = 0; i < slots.gl_pathc; i++) {
		snprintf(path, sizeof(path), "%s/uevent", slots.gl_pathv[i]);
		if (!pmk_sysfile_value("", path, "PCI_ID", id, sizeof(id)) ||
		    strcmp(id, TEST_DEVICE) != 0)
			continue;
		snprintf(path, sizeof(path), "%s/driver_override", slots.gl_pathv[i]);
		put_word(path, "pagemark");
		put_word("/sys/bus/pci/drivers_probe", strrchr(slots.gl_pathv[i], '/') + 1);
	}
	globfree(&slots);
}
