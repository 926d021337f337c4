/* SPDX-License-Identifier: GPL-2.0-only */
/* What the claims on locked memory share: fresh memory, locking it, and how much is locked. */
#ifndef PAGEMARK_PIN_CLAIMS_LOCKED_H
#define PAGEMARK_PIN_CLAIMS_LOCKED_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../lock_limit.h"
#include "pagemark_claim.h"

#define LOCKED_PAGES 8

static inline size_t locked_bytes(void)
{
	return LOCKED_PAGES * (size_t)sysconf(_SC_PAGESIZE);
}

/* No page present, and none will be by its neighbour's fault. */
static inline uint8_t *fresh_map(size_t size_bytes)
{
	uint8_t *p =
		mmap(NULL, size_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	pmk_claim_need(p != MAP_FAILED, "memory to lock");
	/* EINVAL: a kernel without transparent huge pages, which is as good. */
	pmk_claim_must(madvise(p, size_bytes, MADV_NOHUGEPAGE) == 0 || errno == EINVAL);
	return p;
}

/* mlock2(2) as the kernel has it: AddressSanitizer replaces the C library's mlock() by nothing. */
static inline long lock_pages(const void *p, size_t size_bytes, int flags)
{
	return flags ? syscall(SYS_mlock2, p, size_bytes, flags)
		     : syscall(SYS_mlock, p, size_bytes);
}

static inline long unlock_pages(const void *p, size_t size_bytes)
{
	return syscall(SYS_munlock, p, size_bytes);
}

/* Locks, as preparation: where the limit forbids it, this machine cannot show the claim. */
static inline void must_lock(const void *p, size_t size_bytes, int flags)
{
	long err = lock_pages(p, size_bytes, flags);

	if (err && (errno == ENOMEM || errno == EPERM))
		pmk_claim_skip("RLIMIT_MEMLOCK is too small to lock 8 pages", lock_limit_remedy());
	pmk_claim_must(err == 0);
}

/* VmLck of this process. */
static inline size_t counted_bytes(void)
{
	FILE *f = fopen("/proc/self/status", "re");
	unsigned long kib = 0;
	bool found = false;
	char line[256];

	pmk_claim_need(f, "/proc/self/smaps");
	while (!found && fgets(line, sizeof(line), f))
		found = sscanf(line, "VmLck: %lu kB", &kib) == 1;
	fclose(f);
	pmk_claim_must(found);
	return kib * (size_t)KiB;
}

/* How many of its pages are in memory. */
static inline size_t resident_pages(void *p, size_t size_bytes)
{
	size_t pages = size_bytes / (size_t)sysconf(_SC_PAGESIZE), n = 0;
	unsigned char *map = calloc(1, pages);

	pmk_claim_need(map, "memory for mincore(2)");
	pmk_claim_must(mincore(p, size_bytes, map) == 0);
	for (size_t i = 0; i < pages; i++)
		n += map[i] & 1;
	free(map);
	return n;
}

#endif
