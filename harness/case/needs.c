// SPDX-License-Identifier: GPL-2.0-only
/* What a case needs, and whether this machine has it. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "needs.h"
#include "pagemark.h"
#include "system/shortage.h"

#define MODULE_DEVICE "/dev/pagemark"
#define GUEST_REMEDY  "run it in a guest: --target x86_64-6.1"

#define EDU_VENDOR 0x1234
#define EDU_DEVICE 0x11e8

const struct pmk_need_word pmk_need_words[] = {
	{ PMK_NEED_ROOT, "root" },
	{ PMK_NEED_MODULE, "module" },
	{ PMK_NEED_EDU, "edu" },
	{ PMK_ONLY_NAMED, "named" },
	{ 0, NULL },
};

/* The number in one sysfs attribute, or -1. */
static long attribute(const char *devices, const char *slot, const char *name)
{
	char path[4096];
	unsigned int value;
	FILE *f;
	int got;

	if ((size_t)snprintf(path, sizeof(path), "%s/%s/%s", devices, slot, name) >= sizeof(path))
		return -1;
	f = fopen(path, "re");
	if (!f)
		return -1;
	got = fscanf(f, "%x", &value);
	fclose(f);
	return got == 1 ? (long)value : -1;
}

bool pmk_pci_present(const char *sysfs, unsigned int vendor, unsigned int device)
{
	char devices[2048];
	struct dirent *slot;
	bool found = false;
	DIR *dir;

	if ((size_t)snprintf(devices, sizeof(devices), "%s/bus/pci/devices", sysfs) >=
	    sizeof(devices))
		return false;
	dir = opendir(devices);
	if (!dir)
		return false;
	while (!found && (slot = readdir(dir)))
		found = slot->d_name[0] != '.' &&
			attribute(devices, slot->d_name, "vendor") == (long)vendor &&
			attribute(devices, slot->d_name, "device") == (long)device;
	closedir(dir);
	return found;
}

static int module_check(struct pmk_why *why)
{
	int fd = open(MODULE_DEVICE, O_RDWR | O_CLOEXEC), err = errno;

	if (fd >= 0) {
		close(fd);
		return 0;
	}
	if (err == ENOENT) {
		snprintf(why->reason, sizeof(why->reason),
			 "needs pagemark.ko, and there is no " MODULE_DEVICE);
		snprintf(why->remedy, sizeof(why->remedy), "%s",
			 pmk_remedy_in_guest()
				 ? "see the guest's console log for why its module did not load"
				 : GUEST_REMEDY ", or load the module here");
	} else {
		snprintf(why->reason, sizeof(why->reason),
			 "needs " MODULE_DEVICE ", which does not open: %s", strerror(err));
		pmk_remedy_rights("", why->remedy, sizeof(why->remedy));
	}
	return -ENXIO;
}

int pmk_need_check(unsigned int needs, struct pmk_why *why)
{
	if ((needs & PMK_NEED_ROOT) && geteuid() != 0) {
		snprintf(why->reason, sizeof(why->reason),
			 "needs root, and the effective user id is %u", geteuid());
		pmk_remedy_rights("", why->remedy, sizeof(why->remedy));
		return -EPERM;
	}
	if ((needs & PMK_NEED_EDU) && !pmk_pci_present("/sys", EDU_VENDOR, EDU_DEVICE)) {
		snprintf(why->reason, sizeof(why->reason),
			 "needs QEMU's edu device, and no PCI device is 1234:11e8");
		snprintf(why->remedy, sizeof(why->remedy), GUEST_REMEDY);
		return -ENODEV;
	}
	if (needs & PMK_NEED_MODULE)
		return module_check(why);
	return 0;
}
