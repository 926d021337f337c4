// SPDX-License-Identifier: GPL-2.0-only
/* Memory of vmalloc() that remap_vmalloc_range() maps for a program: the map of a BPF array. */
#include <errno.h>
#include <linux/bpf.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "pagemark_claim.h"

#define PAGES 8u

static long bpf(enum bpf_cmd cmd, union bpf_attr *attr)
{
	return syscall(SYS_bpf, cmd, attr, sizeof(*attr));
}

/* An array whose elements are as large as a page, in memory of vmalloc() that can be mapped. */
static int array(size_t page_bytes)
{
	union bpf_attr attr = { .map_type = BPF_MAP_TYPE_ARRAY,
				.key_size = sizeof(uint32_t),
				.value_size = (uint32_t)page_bytes,
				.max_entries = PAGES,
				.map_flags = BPF_F_MMAPABLE };
	int fd = (int)bpf(BPF_MAP_CREATE, &attr);

	if (fd < 0 && (errno == ENOSYS || errno == EINVAL))
		pmk_claim_skip("this kernel's bpf(2) has no array that can be mapped",
			       "a kernel of 5.5 or newer with CONFIG_BPF_SYSCALL");
	pmk_claim_need(fd >= 0, "a map of bpf(2)");
	return fd;
}

/* What the kernel has in element @i, at its own address. */
static void element(enum bpf_cmd cmd, int fd, uint32_t i, const uint64_t *value)
{
	union bpf_attr attr = { .map_fd = (uint32_t)fd,
				.key = (uintptr_t)&i,
				.value = (uintptr_t)value };

	pmk_claim_need(bpf(cmd, &attr) == 0, "bpf(2)");
}

static void shared_with_kernel(void)
{
	size_t page_bytes = (size_t)sysconf(_SC_PAGESIZE), words = page_bytes / sizeof(uint64_t);
	int fd = array(page_bytes);
	uint64_t *map = mmap(NULL, PAGES * page_bytes, PROT_READ | PROT_WRITE,
			     (int)pmk_claim_datum(), fd, 0),
		 *value = pmk_claim_alloc(page_bytes);

	pmk_claim_need(map != MAP_FAILED, "a mapping of a map of bpf(2)");
	for (uint32_t i = 0; i < PAGES; i++) {
		map[i * words] = 0x7061676500 + i;
		map[(i + 1) * words - 1] = ~(uint64_t)i;
	}
	for (uint32_t i = 0; i < PAGES; i++) {
		element(BPF_MAP_LOOKUP_ELEM, fd, i, value);
		ck_assert_uint_eq(value[0], 0x7061676500 + i);
		ck_assert_uint_eq(value[words - 1], ~(uint64_t)i);
		value[1] = i + 1;
		element(BPF_MAP_UPDATE_ELEM, fd, i, value);
		ck_assert_uint_eq(map[i * words + 1], i + 1);
	}
}

PMK_CLAIM(vmalloc_mapped_shares_bytes) = {
	.claim = "memory of vmalloc() that remap_vmalloc_range() maps for a program is the "
		 "kernel's own, page by page in order: stores of either are seen by the other",
	.source = "mm/vmalloc.c, kernel-doc of remap_vmalloc_range(); kernel/bpf/arraymap.c, "
		  "array_map_mmap(); Linux Device Drivers 3, chapter 15, Remapping Kernel Virtual "
		  "Addresses",
	.needs = PMK_NEED_ROOT,
	.datum = MAP_SHARED,
	.test = shared_with_kernel,
	.broken_datum = MAP_PRIVATE | MAP_ANONYMOUS,
};

static void not_beyond(void)
{
	size_t page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	int fd = array(page_bytes);
	void *map = mmap(NULL, pmk_claim_datum() * page_bytes, PROT_READ, MAP_SHARED, fd, 0);

	ck_assert_ptr_eq(map, MAP_FAILED);
	ck_assert_int_eq(errno, EINVAL);
}

PMK_CLAIM(vmalloc_mapped_not_beyond) = {
	.claim = "a mapping longer than the area of vmalloc() behind it is refused with EINVAL",
	.source = "mm/vmalloc.c, kernel-doc of remap_vmalloc_range(): checks that it is big enough "
		  "to cover the vma",
	.needs = PMK_NEED_ROOT,
	.datum = PAGES + 1,
	.test = not_beyond,
	.broken_datum = PAGES,
};
