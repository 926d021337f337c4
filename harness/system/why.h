/* SPDX-License-Identifier: GPL-2.0-only */
/* Why something is not done, and what helps: what a SKIP says. */
#ifndef PAGEMARK_WHY_H
#define PAGEMARK_WHY_H

/**
 * struct pmk_why - for people; both empty where all is well
 * @reason: what was wanted, what the kernel said, what is there
 * @remedy: what to do
 */
struct pmk_why {
	char reason[512];
	char remedy[256];
};

#endif
