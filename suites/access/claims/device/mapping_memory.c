// SPDX-License-Identifier: GPL-2.0-only
/* Buffers that are write-combined or uncached hold the same bytes; and drivers may refuse. */
#include "mapping.h"

/* Through read(2), which goes through the kernel's own mapping, and through all three of ours. */
static void same_bytes_of(unsigned int kind)
{
	static const unsigned int ways[] = { PMK_MMAP_PFN, PMK_MMAP_FAULT, PMK_MMAP_PAGES };
	uint64_t *copy = pmk_claim_alloc(buffer_bytes());
	int fd = device_buffer(kind);
	size_t last = buffer_bytes() / sizeof(*copy) - 1;

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		uint64_t *p = map_buffer(fd, ways[i]);

		p[last] = i;
		__sync_synchronize();
		pmk_claim_must(pread(fd, copy, buffer_bytes(), 0) == (ssize_t)buffer_bytes());
		ck_assert_mem_eq(p, copy, buffer_bytes());
		ck_assert_uint_eq(copy[last], i);
		ck_assert_uint_eq(copy[last - 1], last);
	}
}

static void same_bytes(void)
{
	same_bytes_of(PMK_BUFFER_CACHED);
	same_bytes_of(PMK_BUFFER_COMBINED);
	same_bytes_of(PMK_BUFFER_UNCACHED);
}

PMK_CLAIM(device_memory_kinds) = {
	.claim = "memory that is write-combined or uncached, in the kernel and in a program alike, "
		 "shows every store to both",
	.source =
		"Documentation/arch/x86/pat.rst: aliases of a page have one type; set_memory_wc()",
	.needs = PMK_NEED_MODULE,
	.test = same_bytes,
	.broken_module = "first_page",
};

static void refused(void)
{
	void *p;

	errno = 0;
	p = mmap(NULL, buffer_bytes(), PROT_READ | PROT_WRITE, (int)pmk_claim_datum(),
		 device_buffer(PMK_BUFFER_CACHED), PMK_MMAP_PFN);
	ck_assert_ptr_eq(p, MAP_FAILED);
	ck_assert_int_eq(errno, EINVAL);
}

PMK_CLAIM(device_private_refused) = {
	.claim = "what a driver's mmap() returns is what mmap(2) fails with: EINVAL for a private "
		 "mapping of a device that has none",
	.source =
		"Documentation/filesystems/vfs.rst, struct file_operations, mmap; mmap(2), EINVAL",
	.needs = PMK_NEED_MODULE,
	.datum = MAP_PRIVATE,
	.test = refused,
	.broken_datum = MAP_SHARED,
};
