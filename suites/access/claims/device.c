// SPDX-License-Identifier: GPL-2.0-only
/* A device's buffer through read(2) and two kinds of mmap(2): the same bytes, and an end. */
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "../../module_break.h"
#include "pagemark_abi.h"

#define BUFFER_PAGES 4

static size_t buffer_bytes(void)
{
	return BUFFER_PAGES * (size_t)sysconf(_SC_PAGESIZE);
}

/* The open device with a buffer of which no two pages are alike. */
static int device_with_buffer(void)
{
	struct pmk_buffer b = { .abi_version = PMK_ABI_VERSION,
				.bytes = buffer_bytes(),
				.seed = 1 };
	int fd = pmk_claim_module(PMK_OP_EMPTY);

	pmk_claim_need(ioctl(fd, PMK_IOC_BUFFER, &b) == 0, "a buffer of the kernel");
	return fd;
}

static uint64_t *map(int fd, size_t size_bytes, unsigned int kind)
{
	void *p = mmap(NULL, size_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, (off_t)kind);

	pmk_claim_need(p != MAP_FAILED, "a mapping of the device's buffer");
	return p;
}

static void same_bytes(void)
{
	int fd = device_with_buffer();
	uint64_t *copy = pmk_claim_alloc(buffer_bytes());
	uint64_t *pfn = map(fd, buffer_bytes(), PMK_MMAP_PFN);
	uint64_t *fault = map(fd, buffer_bytes(), PMK_MMAP_FAULT);
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

static void one_page_for_all(void)
{
	module_break("first_page");
}

PMK_CLAIM(device_one_buffer) = {
	.claim =
		"read(2), write(2), a mapping by remap_pfn_range() and one by a fault handler show "
		"the same bytes of a device's buffer",
	.source = "mmap(2), MAP_SHARED; Linux Device Drivers 3, chapter 15; "
		  "Documentation/filesystems/locking.rst, vm_operations_struct",
	.needs = PMK_NEED_MODULE,
	.test = same_bytes,
	.broken_by = one_page_for_all,
};

static void no_end(void)
{
	module_break("no_end");
}

static void load_beyond_end(void)
{
	volatile uint64_t *p = map(device_with_buffer(), 2 * buffer_bytes(), PMK_MMAP_FAULT);

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
	.broken_by = no_end,
};

static void map_beyond_end(void)
{
	size_t too_much = buffer_bytes() + (size_t)sysconf(_SC_PAGESIZE);
	void *p;

	errno = 0;
	p = mmap(NULL, too_much, PROT_READ, MAP_SHARED, device_with_buffer(), PMK_MMAP_PFN);
	ck_assert_ptr_eq(p, MAP_FAILED);
	ck_assert_int_eq(errno, EINVAL);
}

PMK_CLAIM(device_map_beyond_end) = {
	.claim = "a device that maps by remap_pfn_range() can refuse a mapping longer than its "
		 "buffer, with EINVAL, so that nobody sees memory that is not its own",
	.source = "mmap(2), EINVAL; Linux Device Drivers 3, chapter 15, remap_pfn_range",
	.needs = PMK_NEED_MODULE,
	.test = map_beyond_end,
	.broken_by = no_end,
};
