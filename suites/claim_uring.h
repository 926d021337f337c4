/* SPDX-License-Identifier: GPL-2.0-only */
/* An io_uring and its registered buffer, for claims. */
#ifndef PAGEMARK_CLAIM_URING_H
#define PAGEMARK_CLAIM_URING_H

#include <sys/uio.h>

#include "pagemark_claim.h"
#include "uring.h"

/* SKIP where the kernel or a rule of the machine refuses it. */
static inline struct uring claim_uring(unsigned int entries, uint32_t flags)
{
	struct uring r;

	errno = -uring_open(&r, entries, flags);
	if (errno == EPERM)
		pmk_claim_skip("io_uring_setup(2) is refused to this process: EPERM",
			       "sysctl kernel.io_uring_disabled=0; no seccomp filter on it");
	pmk_claim_need(errno == 0, "io_uring_setup(2), CONFIG_IO_URING");
	return r;
}

/* Registers that memory as buffer 0: 0 or -errno. */
static inline int claim_uring_buffer(const struct uring *r, void *p, size_t size_bytes)
{
	return uring_register(r, IORING_REGISTER_BUFFERS, &(struct iovec){ p, size_bytes }, 1);
}

/* The same, as preparation: SKIP where RLIMIT_MEMLOCK forbids it. */
static inline void claim_uring_must_buffer(const struct uring *r, void *p, size_t size_bytes)
{
	int err = claim_uring_buffer(r, p, size_bytes);

	if (err == -ENOMEM)
		pmk_claim_skip("RLIMIT_MEMLOCK is too small to register a buffer",
			       "ulimit -l unlimited, or run it as root");
	errno = -err;
	pmk_claim_must(err == 0);
}

/* SKIP where not even that page may be registered; nothing is registered then. */
static inline void claim_uring_can_register(const struct uring *r, void *page)
{
	claim_uring_must_buffer(r, page, (size_t)sysconf(_SC_PAGESIZE));
	errno = -uring_register(r, IORING_UNREGISTER_BUFFERS, NULL, 0);
	pmk_claim_must(errno == 0);
}

/* Reads from a file at @off: IORING_OP_READ, or IORING_OP_READ_FIXED of buffer 0; the result. */
static inline int claim_uring_read(struct uring *r, uint8_t op, int fd, void *to, size_t size_bytes,
				   uint64_t off)
{
	return uring_one(r, &(struct io_uring_sqe){ .opcode = op,
						    .fd = fd,
						    .addr = (uintptr_t)to,
						    .len = (uint32_t)size_bytes,
						    .off = off });
}

#endif
