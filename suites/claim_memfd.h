/* SPDX-License-Identifier: GPL-2.0-only */
/* A memfd of one page, sealed or not, and memory that the kernel has no mapping of. */
#ifndef PAGEMARK_CLAIM_MEMFD_H
#define PAGEMARK_CLAIM_MEMFD_H

#include <fcntl.h>
#include <stdbool.h>
#include <sys/mman.h>

#include "claim_file.h"
#include "claim_memory.h"
#include "uapi.h"

/* Of zeroes. @flags: MFD_*. */
static inline int memfd_page(unsigned int flags)
{
	/* vm.memfd_noexec would seal one that does not say what it is for. */
	int fd = memfd_create("pagemark", flags | MFD_CLOEXEC | MFD_EXEC);

	if (fd < 0 && errno == EINVAL)
		fd = memfd_create("pagemark", flags | MFD_CLOEXEC);
	pmk_claim_need(fd >= 0, "memfd_create(2), CONFIG_MEMFD_CREATE");
	pmk_claim_need(ftruncate(fd, (off_t)page_bytes()) == 0, "a page of memory");
	return fd;
}

/* One that has these seals: F_SEAL_*; 0: none. */
static inline int memfd_sealed(unsigned int seals)
{
	int fd = memfd_page(MFD_ALLOW_SEALING);

	pmk_claim_must(fcntl(fd, F_ADD_SEALS, seals) == 0);
	return fd;
}

/* A page of memory that the kernel itself has no mapping of; not @secret: of a memfd instead. */
static inline uint8_t *memfd_map_secret(bool secret)
{
	int fd = (int)syscall(SYS_memfd_secret, 0);

	if (fd < 0 && errno == ENOSYS)
		pmk_claim_skip("this kernel has no memfd_secret(2), or it is not enabled",
			       "Linux 5.14 or newer with CONFIG_SECRETMEM; before 6.5 "
			       "secretmem.enable on its command line");
	pmk_claim_need(fd >= 0, "memfd_secret(2)");
	if (!secret)
		fd = memfd_page(0);
	pmk_claim_need(ftruncate(fd, (off_t)page_bytes()) == 0, "a page of memory");
	return claim_file_map(fd, 1, MAP_SHARED);
}

#endif
