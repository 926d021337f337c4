/* SPDX-License-Identifier: GPL-2.0-only */
/* What contenders of async share: the file, the blocks of an operation, the ring, the check. */
#ifndef PAGEMARK_ACCESS_ASYNC_H
#define PAGEMARK_ACCESS_ASYNC_H

#include <sched.h>
#include <stdio.h>
#include <sys/uio.h>

#include "../../disk_polls.h"
#include "../../uring.h"
#include "../accounting.h"
#include "../draw.h"

#define FILE_BYTES (4 * MiB)
#define BLOCKS	   ((size_t)(FILE_BYTES / BLOCK_BYTES))
#define SPINS	   20000 /* looks for a completion; then it is waited for */

/* How a contender asks. */
enum {
	FIXED_BUFFER = 1 << 0, /* IORING_OP_READ_FIXED: registered, so pinned once */
	FIXED_FILE = 1 << 1,   /* registered, so looked up once */
	DEFER = 1 << 2,	       /* completions are made when they are asked for */
	POLLED = 1 << 3,       /* a thread of the kernel takes requests: no system call */
	DEVICE = 1 << 4, /* who waits looks for completions in the device's queue: no interrupt */
};

/**
 * struct ctx - of each contender
 * @fd: the file, by way of the page cache or past it
 * @depth: reads that one operation has under way at once
 * @how: of the enumeration above, or'ed
 * @buf: a block for each of them
 * @ring: where requests go
 * @state: of the generator of offsets
 * @sum: of all blocks consumed
 * @done: how many
 * @calls: system calls
 */
struct ctx {
	int fd;
	unsigned int depth;
	unsigned int how;
	uint8_t *buf;
	struct uring ring;
	uint64_t state;
	uint64_t sum, done, calls;
};

static inline void file_setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	char path[64];
	int fd = pmk_tmpfile(c, FILE_BYTES);
	bool direct = pmk_arg(c, "file") || pmk_datum(c) & DEVICE;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	x->fd = open(path, O_RDONLY | O_CLOEXEC | (direct ? O_DIRECT : 0));
	if (direct && ((x->fd < 0 && errno == EINVAL) || is_memory(c, fd)))
		pmk_skip(c,
			 "the file system of the folder for files does no direct I/O to a device",
			 ON_A_DISK);
	pmk_need(c, x->fd >= 0, "opening the file");
	/* Not every kernel refuses to poll where there is nothing to be polled. */
	if (pmk_datum(c) & DEVICE && disk_polls(fd) != '1')
		pmk_skip(c, "the disk of the folder for files has no queues to poll",
			 "--target x86_64-6.1+nvme; of an NVMe disk: nvme.poll_queues=1 on the "
			 "kernel's command line");
	x->depth = (unsigned int)pmk_arg(c, "depth");
	x->how = (unsigned int)pmk_datum(c);
	x->buf = pmk_alloc(c, x->depth * BLOCK_BYTES);
	/* Poison: only bytes of the file can make the sum come out right. */
	memset(x->buf, 0x5a, x->depth * BLOCK_BYTES);
	x->state = 1;
	pmk_set_bytes_per_op(c, x->depth * BLOCK_BYTES);
	pmk_set_items_per_op(c, x->depth);
}

static inline off_t next_offset(struct ctx *x)
{
	return (off_t)(draw(&x->state, BLOCKS) * BLOCK_BYTES);
}

static inline void ring_setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	/* Else it inherits that we are bound to one processor, and takes turns with us. */
	unsigned int other = (unsigned int)((sched_getcpu() + 1) % cpus);
	uint32_t flags =
		(x->how & DEFER ? IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN : 0u) |
		(x->how & POLLED ? IORING_SETUP_SQPOLL | IORING_SETUP_SQ_AFF : 0u) |
		(x->how & DEVICE ? IORING_SETUP_IOPOLL : 0u);
	int err;

	if (x->how & POLLED && cpus < 2)
		pmk_skip(c, "one processor: the kernel's thread would take turns with us",
			 "a machine with two");
	err = uring_open_at(&x->ring, x->depth, flags, other);
	if (err == -EPERM)
		pmk_skip(c, "io_uring_setup(2) is refused to this process",
			 "sysctl kernel.io_uring_disabled=0, and no seccomp filter on it");
	if (err == -EINVAL)
		pmk_skip(c,
			 "this kernel does not know this kind of io_uring, or its thread may not "
			 "run beside us",
			 "Linux 6.1 for IORING_SETUP_DEFER_TASKRUN, all processors for "
			 "IORING_SETUP_SQ_AFF");
	errno = -err;
	pmk_need(c, !err, "io_uring_setup(2), CONFIG_IO_URING");
	if (x->how & FIXED_FILE)
		err = uring_register(&x->ring, IORING_REGISTER_FILES, &x->fd, 1);
	errno = -err;
	pmk_need(c, !err, "to register a file");
	if (x->how & FIXED_BUFFER)
		err = uring_register(&x->ring, IORING_REGISTER_BUFFERS,
				     &(struct iovec){ x->buf, x->depth * BLOCK_BYTES }, 1);
	if (err == -ENOMEM)
		pmk_skip(c, "RLIMIT_MEMLOCK is too small to register a buffer",
			 "ulimit -l unlimited, or run it as root");
	errno = -err;
	pmk_need(c, !err, "to register a buffer");
}

static inline void async_verify(struct pmk_case *c)
{
	static uint64_t sums[BLOCKS];
	const struct ctx *x = pmk_priv(c);

	pmk_promise(c, x->sum == drawn_sum(1, x->done, sums, BLOCKS));
}

#endif
