/* SPDX-License-Identifier: GPL-2.0-only */
/* /proc/self/pagemap, for claims on which page a program has at an address. */
#ifndef PAGEMARK_PAGEMAP_H
#define PAGEMARK_PAGEMAP_H

#include <fcntl.h>

#include "base_pages.h"
#include "pagemark_claim.h"

#define PAGEMAP_PRESENT	   (1ull << 63)
#define PAGEMAP_EXCLUSIVE  (1ull << 56)
#define PAGEMAP_SOFT_DIRTY (1ull << 55)

/* What /proc/self/pagemap has of the page at that address; see pagemap.rst. */
static inline uint64_t pagemap_entry(const volatile void *at)
{
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	uintptr_t page = (uintptr_t)at / page_bytes();
	uint64_t entry = 0;

	pmk_claim_need(fd >= 0, "opening /proc/self/pagemap");
	pmk_claim_must(pread(fd, &entry, sizeof(entry), (off_t)(page * sizeof(entry))) ==
		       sizeof(entry));
	close(fd);
	return entry;
}

/* The number of the page frame at that address; 0: no page is present. As root only. */
static inline uint64_t pagemap_frame(const volatile void *at)
{
	uint64_t entry = pagemap_entry(at);

	return entry & PAGEMAP_PRESENT ? entry & ((1ull << 55) - 1) : 0;
}

#endif
