/* SPDX-License-Identifier: GPL-2.0-only */
/* What a case needs, and whether this machine has it. */
#ifndef PAGEMARK_NEEDS_H
#define PAGEMARK_NEEDS_H

#include <stdbool.h>

#include "system/why.h"

/**
 * struct pmk_need_word - a need and its word
 * @need: PMK_NEED_*, or PMK_ONLY_NAMED, which no machine lacks
 * @word: "root"
 */
struct pmk_need_word {
	unsigned int need;
	const char *word;
};

/* Those that a list shows; PMK_ONLY_NAMED comes last, and then one without a word. */
extern const struct pmk_need_word pmk_need_words[];

/**
 * pmk_need_check() - can a case with these needs run here?
 * @needs: PMK_NEED_* or'ed; PMK_NEED_HIGHMEM is a wish and never fails
 * @config: PMK_CONFIG_MAX options of the kernel or NULL; NULL for none
 * @why: out: what is missing, if something is
 *
 * Return: 0, -EPERM (not root), -ENODEV (no edu device), -EOPNOTSUPP (an option) or -ENXIO (no
 * module); the first that is missing.
 */
int pmk_need_check(unsigned int needs, const char *const *config, struct pmk_why *why);

/*
 * Whether the running kernel was built with an option ("CONFIG_NET"), built in or as a module;
 * @unknown where its configuration is nowhere to be read.
 */
bool pmk_need_configured(const char *option, bool unknown);

/* Is there a PCI device of that vendor and device number below @sysfs ("/sys")? */
bool pmk_pci_present(const char *sysfs, unsigned int vendor, unsigned int device);

#endif
