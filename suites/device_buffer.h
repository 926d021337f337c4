/* SPDX-License-Identifier: GPL-2.0-only */
/* A device's buffer and mappings of it, made where they always need the same page tables. */
#ifndef PAGEMARK_DEVICE_BUFFER_H
#define PAGEMARK_DEVICE_BUFFER_H

#include <errno.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pagemark_module.h"

#define TABLE_BYTES (2 * MiB) /* what one page table maps, or more */

/**
 * struct device_buffer - the buffer that a file of /dev/pagemark has
 * @fd: the file
 * @size_bytes: of the buffer
 * @at: where it is mapped each time, or NULL: anywhere
 */
struct device_buffer {
	int fd;
	size_t size_bytes;
	uint8_t *at;
};

/* As many bytes as the point's size, of that PMK_BUFFER_*. */
static inline void device_buffer_open(struct pmk_case *c, struct device_buffer *b,
				      unsigned int kind)
{
	struct pmk_buffer buffer = { .abi_version = PMK_ABI_VERSION, .kind = kind };
	int ret;

	b->fd = pmk_module_open(c, PMK_OP_EMPTY);
	b->size_bytes = pmk_arg(c, "size");
	buffer.bytes = b->size_bytes;
	ret = ioctl(b->fd, PMK_IOC_BUFFER, &buffer);
	if (ret && errno == EOPNOTSUPP)
		pmk_skip(c, "on this architecture a module cannot have memory that is not cached",
			 "--target x86_64-6.1");
	pmk_need(c, ret == 0, "a buffer of this size in the kernel");
}

/* The same of cached memory, which holds the pattern. */
static inline void device_buffer_filled(struct pmk_case *c, struct device_buffer *b)
{
	uint8_t *pattern;

	device_buffer_open(c, b, PMK_BUFFER_CACHED);
	pattern = pmk_alloc(c, b->size_bytes);
	pmk_pattern_fill(pattern, b->size_bytes);
	pmk_need(c, pwrite(b->fd, pattern, b->size_bytes, 0) == (ssize_t)b->size_bytes,
		 "memory in the kernel to copy with");
	pmk_must(c, munmap(pattern, b->size_bytes) == 0);
}

/*
 * Whether a mapping needs a page table of its own is a matter of its neighbours, and doubles the
 * cost of a small one. So all are made at the same place: behind a page that keeps the first table,
 * or as large as what a table maps at the first address of one, with the page before that.
 */
static inline void device_buffer_place(struct pmk_case *c, struct device_buffer *b)
{
	size_t room = b->size_bytes + 3 * TABLE_BYTES, page = (size_t)sysconf(_SC_PAGESIZE);
	uint8_t *p = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uint8_t *at = p + (TABLE_BYTES - (uintptr_t)p % TABLE_BYTES);

	pmk_need(c, p != MAP_FAILED, "address space for a mapping");
	at += b->size_bytes < TABLE_BYTES ? page : TABLE_BYTES;
	at[-(ptrdiff_t)page] = 1;
	pmk_must(c, munmap(at, (size_t)(p + room - at)) == 0);
	pmk_must(c, munmap(p, (size_t)(at - p) - page) == 0);
	b->at = at;
}

/* @how: PMK_MMAP_*. */
static inline void *device_buffer_map(struct pmk_case *c, const struct device_buffer *b, int prot,
				      uint64_t how)
{
	int fixed = b->at ? MAP_FIXED_NOREPLACE : 0;
	void *map = mmap(b->at, b->size_bytes, prot, MAP_SHARED | fixed, b->fd, (off_t)how);

	pmk_need(c, map != MAP_FAILED, "a mapping of the device's buffer");
	return map;
}

#endif
