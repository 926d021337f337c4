// SPDX-License-Identifier: GPL-2.0-only
/* A device's buffer through read(2) and two kinds of mmap(2): the same bytes, and an end. */
#include "mapping.h"

static void same_bytes(void)
{
	int fd = device_buffer(PMK_BUFFER_CACHED);
	uint64_t *copy = pmk_claim_alloc(buffer_bytes());
	uint64_t *pfn = map_buffer(fd, PMK_MMAP_PFN);
	uint64_t *fault = map_buffer(fd, PMK_MMAP_FAULT);
	size_t last = buffer_bytes() / sizeof(*copy) - 1;
	uint64_t word = 0xfeed;

	pmk_claim_must(pread(fd, copy, buffer_bytes(), 0) == (ssize_t)buffer_bytes());
	ck_assert_mem_eq(pfn, copy, buffer_bytes());
	ck_assert_mem_eq(fault, copy, buffer_bytes());
	fault[last] = word;
	ck_assert_uint_eq(pfn[last], word);
	ck_assert_int_eq(pread(fd, copy, sizeof(word), (off_t)(last * sizeof(word))), sizeof(word));
	ck_assert_uint_eq(copy[0], word);
	word = 0xbead;
	ck_assert_int_eq(pwrite(fd, &word, sizeof(word), (off_t)(last * sizeof(word))),
			 sizeof(word));
	ck_assert_uint_eq(pfn[last], word);
	ck_assert_uint_eq(fault[last], word);
}

PMK_CLAIM(device_one_buffer) = {
	.claim =
		"read(2), write(2), a mapping by remap_pfn_range() and one by a fault handler show "
		"the same bytes of a device's buffer",
	.source = "mmap(2), MAP_SHARED; Linux Device Drivers 3, chapter 15; "
		  "Documentation/filesystems/locking.rst, vm_operations_struct",
	.needs = PMK_NEED_MODULE,
	.test = same_bytes,
	.broken_module = "first_page",
};

static void load_beyond_end(void)
{
	volatile uint64_t *p =
		map_bytes(device_buffer(PMK_BUFFER_CACHED), 2 * buffer_bytes(), PMK_MMAP_FAULT);

	pmk_claim_must(p[buffer_bytes() / sizeof(*p) - 1] != 0);
	(void)p[buffer_bytes() / sizeof(*p)];
}

PMK_CLAIM(device_load_beyond_end) = {
	.claim = "a load beyond the end of a device's buffer, where the fault handler has no page, "
		 "raises SIGBUS",
	.source = "mmap(2), SIGBUS; include/linux/mm_types.h, VM_FAULT_SIGBUS",
	.signal = SIGBUS,
	.needs = PMK_NEED_MODULE,
	.test = load_beyond_end,
	.broken_module = "no_end",
};

static void map_beyond_end(void)
{
	size_t too_much = buffer_bytes() + page_bytes();
	void *p;

	errno = 0;
	p = mmap(NULL, too_much, PROT_READ, MAP_SHARED, device_buffer(PMK_BUFFER_CACHED),
		 PMK_MMAP_PFN);
	ck_assert_ptr_eq(p, MAP_FAILED);
	ck_assert_int_eq(errno, EINVAL);
}

PMK_CLAIM(device_map_beyond_end) = {
	.claim = "a device that maps by remap_pfn_range() can refuse a mapping longer than its "
		 "buffer, with EINVAL, so that nobody sees memory that is not its own",
	.source = "mmap(2), EINVAL; Linux Device Drivers 3, chapter 15, remap_pfn_range",
	.needs = PMK_NEED_MODULE,
	.test = map_beyond_end,
	.broken_module = "no_end",
};
