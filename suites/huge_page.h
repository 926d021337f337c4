/* SPDX-License-Identifier: GPL-2.0-only */
/* How large this kernel's huge pages are: cases about huge pages of 2 MiB are about no others. */
#ifndef PAGEMARK_HUGE_PAGE_H
#define PAGEMARK_HUGE_PAGE_H

#include <stdio.h>

#include "pagemark.h"

#define HUGE_PAGE_REMEDY \
	"base pages of 4 KiB, and default_hugepagesz=2M on the kernel's command line"

/* Bytes of a transparent huge page, or of one of the default pool; 0 if the kernel has none. */
static inline unsigned long long huge_page_bytes(bool of_pool)
{
	FILE *f = fopen(of_pool ? "/proc/meminfo"
				: "/sys/kernel/mm/transparent_hugepage/hpage_pmd_size",
			"re");
	unsigned long long bytes = 0, kib;
	char line[128];

	while (f && !bytes && fgets(line, sizeof(line), f))
		if (of_pool && sscanf(line, "Hugepagesize: %llu kB", &kib) == 1)
			bytes = kib * KiB;
		else if (!of_pool)
			sscanf(line, "%llu", &bytes);
	if (f)
		fclose(f);
	return bytes;
}

/* Says why @bytes is not what this kernel's huge pages have; false if it is, or is not known. */
static inline bool huge_page_other(bool of_pool, unsigned long long bytes, char *why, size_t size)
{
	unsigned long long found = huge_page_bytes(of_pool);

	snprintf(why, size, "needs huge pages of %llu KiB, and those of this kernel have %llu KiB",
		 bytes / KiB, found / KiB);
	return found && found != bytes;
}

#endif
