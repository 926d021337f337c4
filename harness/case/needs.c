// SPDX-License-Identifier: GPL-2.0-only
/* What a case needs, and whether this machine has it. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "machine/survey.h"
#include "needs.h"
#include "pagemark.h"
#include "system/shortage.h"
#include "system/sysfile.h"

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

bool pmk_pci_present(const char *sysfs, unsigned int vendor, unsigned int device)
{
	char pattern[2048];
	bool found = false;
	glob_t slots;

	snprintf(pattern, sizeof(pattern), "%s/bus/pci/devices/*", sysfs);
	if (glob(pattern, 0, NULL, &slots))
		return false;
	for (size_t i = 0; i < slots.gl_pathc && !found; i++)
		found = pmk_sysfile_number(slots.gl_pathv[i], "/vendor", -1) == vendor &&
			pmk_sysfile_number(slots.gl_pathv[i], "/device", -1) == device;
	globfree(&slots);
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

bool pmk_need_configured(const char *option, bool unknown)
{
	static char *config;
	static bool asked;
	char line[96];
	size_t len = (size_t)snprintf(line, sizeof(line) - 2, "\n%s=", option);
	const char *at;

	if (!asked)
		config = pmk_survey_read_config(pmk_survey_root());
	asked = true;
	at = config ? strstr(config, line) : NULL;
	return config ? at && (at[len] == 'y' || at[len] == 'm') : unknown;
}

static int config_check(const char *const *config, struct pmk_why *why)
{
	for (size_t i = 0; config && i < PMK_CONFIG_MAX && config[i]; i++) {
		if (pmk_need_configured(config[i], true))
			continue;
		snprintf(why->reason, sizeof(why->reason),
			 "needs %s, which this kernel was built without", config[i]);
		snprintf(why->remedy, sizeof(why->remedy), "a kernel with %s=y", config[i]);
		return -EOPNOTSUPP;
	}
	return 0;
}

int pmk_need_check(unsigned int needs, const char *const *config, struct pmk_why *why)
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
	if (config_check(config, why))
		return -EOPNOTSUPP;
	return needs & PMK_NEED_MODULE ? module_check(why) : 0;
}
