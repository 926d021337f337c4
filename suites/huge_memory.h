/* SPDX-License-Identifier: GPL-2.0-only */
/* Anonymous memory in base pages, or in huge ones of 2 MiB, and which of them the kernel gave. */
#ifndef PAGEMARK_HUGE_MEMORY_H
#define PAGEMARK_HUGE_MEMORY_H

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "huge_page.h"
#include "uapi.h"

#define HUGE_BYTES (2 * MiB)

/* Base pages, transparent huge pages, huge pages of the default pool. */
enum huge_kind { HUGE_NONE, HUGE_THP, HUGE_POOL };

/* How many bytes of the mapping at @at the processor maps as huge pages, by /proc/self/smaps. */
static inline size_t huge_bytes(struct pmk_case *c, const void *at)
{
	static const char *const keys[] = { "AnonHugePages", "ShmemPmdMapped", "FilePmdMapped",
					    "Shared_Hugetlb", "Private_Hugetlb" };
	FILE *f = fopen("/proc/self/smaps", "re");
	unsigned long from, to, kib, sum_kib = 0;
	bool inside = false;
	char line[512], key[64];

	pmk_need(c, f, "/proc/self/smaps");
	while (fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%lx-%lx ", &from, &to) == 2)
			inside = from <= (uintptr_t)at && (uintptr_t)at < to;
		else if (inside && sscanf(line, "%63[^:]: %lu kB", key, &kib) == 2)
			for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
				sum_kib += strcmp(key, keys[i]) ? 0 : kib;
	}
	fclose(f);
	return sum_kib * KiB;
}

/* SKIP where this kernel's huge pages of that kind have another size. */
static inline void huge_need(struct pmk_case *c, enum huge_kind kind)
{
	char why[128];

	if (kind != HUGE_NONE && huge_page_other(kind == HUGE_POOL, HUGE_BYTES, why, sizeof(why)))
		pmk_skip(c, why, HUGE_PAGE_REMEDY);
}

/**
 * huge_map() - memory without a page in it, which begins where a huge page can
 * @c: the case
 * @kind: of its pages, once it is used
 * @size_bytes: of it, a multiple of HUGE_BYTES
 * @sharing: MAP_PRIVATE or MAP_SHARED
 *
 * SKIP where the pool has too few. The others get a mapping somewhat larger, to begin where they
 * have to.
 */
static inline uint8_t *huge_map(struct pmk_case *c, enum huge_kind kind, size_t size_bytes,
				int sharing)
{
	int flags = MAP_ANONYMOUS | sharing | (kind == HUGE_POOL ? MAP_HUGETLB : 0);
	size_t room = size_bytes + (kind == HUGE_POOL ? 0 : HUGE_BYTES);
	uint8_t *p = mmap(NULL, room, PROT_READ | PROT_WRITE, flags, -1, 0);

	if (p == MAP_FAILED && kind == HUGE_POOL)
		pmk_skip(c, "too few huge pages of the pool can be mapped",
			 "as root: raise /proc/sys/vm/nr_hugepages");
	pmk_need(c, p != MAP_FAILED, "memory of this size");
	if (kind == HUGE_POOL)
		return p;
	p += -(uintptr_t)p % HUGE_BYTES;
	/* EINVAL: a kernel without transparent huge pages, which is as good for base pages. */
	pmk_must(c,
		 madvise(p, size_bytes, kind == HUGE_NONE ? MADV_NOHUGEPAGE : MADV_HUGEPAGE) == 0 ||
			 errno == EINVAL);
	return p;
}

/*
 * Brings its pages in, which then hold 0x5a. What did not become huge at its first touch is made
 * so: for kernels from 6.1 on. SKIP where that fails.
 */
static inline void huge_fill(struct pmk_case *c, enum huge_kind kind, uint8_t *p, size_t size_bytes)
{
	memset(p, 0x5a, size_bytes);
	if (kind == HUGE_THP && huge_bytes(c, p) != size_bytes &&
	    madvise(p, size_bytes, MADV_COLLAPSE))
		pmk_skip(c, "the kernel does not make huge pages of this memory",
			 "a kernel of 6.1 or newer with CONFIG_TRANSPARENT_HUGEPAGE, and memory "
			 "that is not fragmented");
	memset(p, 0x5a, size_bytes);
	pmk_must(c, huge_bytes(c, p) == (kind == HUGE_NONE ? 0 : size_bytes));
}

#endif
