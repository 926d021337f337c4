// SPDX-License-Identifier: GPL-2.0-only
/* What helps, by circumstance: root is not told to become root, nor a guest to use a guest. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "remedy.h"
#include "sysfile.h"

/* Bits of CAP_SYS_ADMIN and CAP_SYS_RAWIO, without which root is not much. */
#define CAPABILITIES ((1ull << 21) | (1ull << 17))

bool pmk_remedy_in_guest(void)
{
	return getenv(PMK_GUEST_VARIABLE) != NULL;
}

void pmk_remedy_rights(const char *root, char *remedy, size_t size)
{
	const char *status = "/proc/self/status",
		   *what = "see whether a security module or lockdown forbids it (dmesg)";
	char text[64];

	if (geteuid() != 0)
		what = "run it as root";
	else if (pmk_sysfile_value(root, status, "CapEff", text, sizeof(text)) &&
		 (strtoull(text, NULL, 16) & CAPABILITIES) != CAPABILITIES)
		what = "this root lacks capabilities: run it outside of the container";
	else if (pmk_sysfile_value(root, status, "Seccomp", text, sizeof(text)) && *text == '2')
		what = "a seccomp filter is on this process: run it outside of the container";
	snprintf(remedy, size, "%s%s", what,
		 pmk_remedy_in_guest() ? "" : ", or in a guest: --target x86_64-6.1");
}

const char *pmk_remedy_kernel_log(void)
{
	return pmk_remedy_in_guest() ? "see the guest's console log"
				     : "see the whole kernel log: dmesg";
}
