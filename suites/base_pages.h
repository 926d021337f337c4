/* SPDX-License-Identifier: GPL-2.0-only */
/* Anonymous memory in base pages, of which each costs a page fault and a page table entry. */
#ifndef PAGEMARK_BASE_PAGES_H
#define PAGEMARK_BASE_PAGES_H

#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

static inline size_t page_bytes(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

/* A fresh private mapping without a page in it; MAP_FAILED and errno if there is none. */
static inline void *base_pages(size_t size_bytes)
{
	void *p =
		mmap(NULL, size_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	/* EINVAL: a kernel without transparent huge pages, which is as good. */
	if (p == MAP_FAILED || !madvise(p, size_bytes, MADV_NOHUGEPAGE) || errno == EINVAL)
		return p;
	munmap(p, size_bytes);
	return MAP_FAILED;
}

/*
 * One store into each: page i then begins with first + i. AddressSanitizer would add the page
 * faults of its shadow.
 */
static inline __attribute__((no_sanitize_address)) void base_pages_touch(uint8_t *p, size_t pages,
									 size_t bytes_each,
									 uint64_t first)
{
	for (size_t i = 0; i < pages; i++)
		*(volatile uint64_t *)(p + i * bytes_each) = first + i;
}

/* How many pages of the range are in memory; SIZE_MAX if part of it is not mapped. */
static inline size_t base_pages_present(uint8_t *p, size_t size_bytes)
{
	size_t pages = size_bytes / page_bytes(), present = 0;
	unsigned char is[512];

	for (size_t at = 0; at < pages; at += sizeof(is)) {
		size_t n = pages - at < sizeof(is) ? pages - at : sizeof(is);

		if (mincore(p + at * page_bytes(), n * page_bytes(), is))
			return SIZE_MAX;
		for (size_t i = 0; i < n; i++)
			present += is[i] & 1;
	}
	return present;
}

#endif
