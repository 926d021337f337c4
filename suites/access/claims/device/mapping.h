/* SPDX-License-Identifier: GPL-2.0-only */
/* What claims on mappings of a device share: its buffer, and the kinds of mmap(2) of it. */
#ifndef PAGEMARK_ACCESS_CLAIMS_MAPPING_H
#define PAGEMARK_ACCESS_CLAIMS_MAPPING_H

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../../base_pages.h"
#include "../../../first_use.h"
#include "pagemark_abi.h"
#include "pagemark_claim.h"

#define BUFFER_PAGES 4

static inline size_t buffer_bytes(void)
{
	return BUFFER_PAGES * page_bytes();
}

/* The open device with a buffer of that PMK_BUFFER_*: word i holds 1 + i, so no pages are alike. */
static inline int device_buffer_of(unsigned int kind, size_t size_bytes)
{
	struct pmk_buffer b = {
		.abi_version = PMK_ABI_VERSION, .kind = kind, .bytes = size_bytes, .seed = 1
	};
	int fd = pmk_claim_module(PMK_OP_EMPTY), ret = ioctl(fd, PMK_IOC_BUFFER, &b);

	if (ret && errno == EOPNOTSUPP)
		pmk_claim_skip(
			"on this architecture a module cannot have memory that is not cached",
			"--target x86_64-6.1");
	pmk_claim_need(ret == 0, "a buffer of the kernel");
	return fd;
}

static inline int device_buffer(unsigned int kind)
{
	return device_buffer_of(kind, buffer_bytes());
}

/* @how: PMK_MMAP_*. */
static inline uint64_t *map_bytes(int fd, size_t size_bytes, unsigned int how)
{
	void *p = mmap(NULL, size_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, (off_t)how);

	pmk_claim_need(p != MAP_FAILED, "a mapping of the device's buffer");
	return p;
}

static inline uint64_t *map_buffer(int fd, unsigned int how)
{
	return map_bytes(fd, buffer_bytes(), how);
}

static inline uint64_t *map_new(unsigned int how)
{
	int fd = device_buffer(PMK_BUFFER_CACHED);
	uint64_t *p = map_buffer(fd, how);

	close(fd);
	return p;
}

/* Page faults of one load from each of so many pages. */
static inline uint64_t faults_of_loads(const volatile void *map, size_t pages)
{
	const volatile uint8_t *p = map;
	uint64_t before;

	page_faults(RUSAGE_SELF); /* its code has been faulted in by then */
	before = page_faults(RUSAGE_SELF);
	for (size_t i = 0; i < pages; i++)
		(void)p[i * page_bytes()];
	return page_faults(RUSAGE_SELF) - before;
}

/* Pins a page and unpins it: 0 or -errno. */
static inline int pin_page(const volatile void *at)
{
	struct pmk_run run = { .op = PMK_OP_PIN_FAST, .pages = 1, .addr = (uintptr_t)at };

	return pmk_claim_ask(&run);
}

#endif
