/* SPDX-License-Identifier: GPL-2.0-only */
/* A file that is open with O_DIRECT and, as the same file, by the page cache. */
#ifndef PAGEMARK_PIN_CLAIMS_DIRECT_H
#define PAGEMARK_PIN_CLAIMS_DIRECT_H

#include <fcntl.h>
#include <string.h>

#include "../../../claim_file.h"

/* Serves every block size that there is up to this. */
#define DIRECT_BYTES  4096u
#define DIRECT_BLOCKS 4u

/* Written blocks; @cached: out: the same file, by the page cache. */
static inline int direct_open(int *cached)
{
	char path[32];
	int fd;

	*cached = claim_file_written(DIRECT_BLOCKS * DIRECT_BYTES / page_bytes() + 1);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", *cached);
	fd = open(path, O_RDWR | O_DIRECT | O_CLOEXEC);
	if (fd < 0 && errno == EINVAL)
		claim_file_lacks(*cached, "O_DIRECT", "--filesystem ext4, or --dir DIR on a disk");
	pmk_claim_need(fd >= 0, "opening a file anew by /proc/self/fd");
	claim_file_needs_device(fd);
	pmk_claim_need(fsync(fd) == 0, "room to write the file back");
	return fd;
}

static inline uint8_t *direct_blocks(size_t n)
{
	uint8_t *p = pmk_claim_alloc(n * DIRECT_BYTES + page_bytes());

	memset(p, 0x5a, n * DIRECT_BYTES);
	return p;
}

/* SKIP where even an aligned transfer is refused. */
static inline void direct_transfer(ssize_t done, size_t size_bytes)
{
	if (done < 0 && errno == EINVAL)
		pmk_claim_skip("O_DIRECT here takes no blocks of 4 KiB",
			       "--dir DIR on a device whose blocks are smaller");
	pmk_claim_must(done == (ssize_t)size_bytes);
}

#endif
