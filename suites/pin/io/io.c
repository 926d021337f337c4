// SPDX-License-Identifier: GPL-2.0-only
/* Read a file past the page cache: the buffer is pinned for each read, or once for all. */
#include <fcntl.h>
#include <sys/uio.h>

#include "../../huge_memory.h"
#include "../../memory_file.h"
#include "../../uring.h"
#include "../lock_limit.h"

#define FILE_BYTES (2 * MiB)

/* The datum: which request of io_uring, if any, into memory of which kind. */
#define DATUM(kind, op) ((uint64_t)(kind) << 8 | (op))

/* @fd: the file, opened with O_DIRECT, and file 0 of @ring; @reads: so far; @sum: of all bytes */
struct ctx {
	int fd;
	enum huge_kind kind;
	size_t size_bytes;
	uint8_t *buf;
	struct uring ring;
	struct io_uring_sqe ask;
	uint64_t reads, sum;
};

/* Where files are memory, O_DIRECT pins nothing: it copies. */
static void open_direct(struct pmk_case *c, struct ctx *x)
{
	int fd = pmk_tmpfile(c, FILE_BYTES);
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	x->fd = open(path, O_RDONLY | O_DIRECT | O_CLOEXEC);
	if (x->fd < 0 || is_memory(c, fd))
		pmk_skip(c,
			 "the file system of the folder for files does no direct I/O to a device",
			 ON_A_DISK);
	close(fd);
}

static void setup_pread(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->kind = (enum huge_kind)(pmk_datum(c) >> 8);
	x->size_bytes = pmk_arg(c, "size");
	open_direct(c, x);
	huge_need(c, x->kind);
	/* Poison: only bytes of the file can make the sum come out right. */
	x->buf = huge_map(c, x->kind, HUGE_BYTES, MAP_PRIVATE);
	huge_fill(c, x->kind, x->buf, HUGE_BYTES);
	pmk_set_bytes_per_op(c, x->size_bytes);
}

static void setup_ring(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	setup_pread(c);
	errno = -uring_open(&x->ring, 1, 0);
	if (errno == EPERM || errno == ENOSYS)
		pmk_skip(c, "io_uring_setup(2) is refused to this process",
			 "a kernel with CONFIG_IO_URING; sysctl kernel.io_uring_disabled=0; no "
			 "seccomp filter on it");
	pmk_need(c, !errno, "an io_uring");
	errno = -uring_register(&x->ring, IORING_REGISTER_FILES, &x->fd, 1);
	pmk_need(c, !errno, "a file registered with an io_uring");
	x->ask = (struct io_uring_sqe){ .opcode = pmk_datum(c) & 0xff,
					.flags = IOSQE_FIXED_FILE,
					.addr = (uintptr_t)x->buf,
					.len = (uint32_t)x->size_bytes };
}

static void setup_fixed(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	int err;

	setup_ring(c);
	err = uring_register(&x->ring, IORING_REGISTER_BUFFERS,
			     &(struct iovec){ x->buf, HUGE_BYTES }, 1);
	if (err == -ENOMEM)
		pmk_skip(c, "RLIMIT_MEMLOCK is too small to register a buffer of 2 MiB",
			 lock_limit_remedy());
	errno = -err;
	pmk_need(c, !err, "a buffer registered with an io_uring");
}

/* Where the next read is: one after the other, and from the beginning again. */
static uint64_t next(const struct ctx *x)
{
	return x->reads * x->size_bytes % FILE_BYTES;
}

static void run_pread(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	for (uint64_t i = 0; i < n; i++) {
		pmk_need(c,
			 pread(x->fd, x->buf, x->size_bytes, (off_t)next(x)) ==
				 (ssize_t)x->size_bytes,
			 "a direct read");
		x->sum += pmk_consume(x->buf, x->size_bytes);
		x->reads++;
	}
}

static void run_ring(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	for (uint64_t i = 0; i < n; i++) {
		int got;

		x->ask.off = next(x);
		got = uring_one(&x->ring, &x->ask);
		errno = got < 0 ? -got : 0;
		pmk_need(c, got == (int)x->size_bytes, "a direct read by io_uring");
		x->sum += pmk_consume(x->buf, x->size_bytes);
		x->reads++;
	}
}

/* Sums of the reads of one way through the file, which then repeat. */
static void verify(struct pmk_case *c)
{
	const struct ctx *x = pmk_priv(c);
	uint64_t sum = 0, reads = x->reads, round = FILE_BYTES / x->size_bytes;
	uint8_t *want = pmk_alloc(c, x->size_bytes);

	for (uint64_t i = 0; i < round; i++) {
		pmk_pattern_fill_from(want, x->size_bytes, i * x->size_bytes / 8);
		sum += pmk_consume(want, x->size_bytes) * (reads / round + (i < reads % round));
		if (i == (reads - 1) % round)
			pmk_promise(c, !memcmp(want, x->buf, x->size_bytes));
	}
	pmk_promise(c, x->sum == sum);
	pmk_must(c, huge_bytes(c, x->buf) == (x->kind == HUGE_NONE ? 0 : HUGE_BYTES));
}

#define IO(ident, way, work, kind, op, text, ...)                                  \
	PMK_CONTENDER(ident) = { .what = text,                                     \
				 .axes = { PMK_LIST("size", 4 * KiB, 256 * KiB) }, \
				 .datum = DATUM(kind, op),                         \
				 .config = { "CONFIG_ADVISE_SYSCALLS" },           \
				 .setup = setup_##way,                             \
				 .run = run_##work,                                \
				 .verify = verify,                                 \
				 __VA_ARGS__ }
/* Two huge pages: one, and what a private mapping keeps back for a copy. */
#define OF_POOL .state = { { .name = PMK_STATE_HUGEPAGES, .value = "2" } }

IO(pread, pread, pread, HUGE_NONE, 0,
   "pread(2) with O_DIRECT into base pages, which the kernel pins each time, then every byte "
   "consumed",
   .baseline = true);
IO(pread_thp, pread, pread, HUGE_THP, 0,
   "pread(2) with O_DIRECT into a transparent huge page, otherwise as pread");
IO(pread_hugetlb, pread, pread, HUGE_POOL, 0,
   "pread(2) with O_DIRECT into a huge page of the pool, otherwise as pread", OF_POOL);
IO(uring, ring, ring, HUGE_NONE, IORING_OP_READ,
   "an io_uring into base pages: one request at a time, of a registered file");
IO(uring_registered, fixed, ring, HUGE_NONE, IORING_OP_READ_FIXED,
   "an io_uring into registered pages: they were pinned once, otherwise as uring");
IO(uring_registered_hugetlb, fixed, ring, HUGE_POOL, IORING_OP_READ_FIXED,
   "an io_uring into a registered huge page: of the pool, pinned once, otherwise as uring",
   OF_POOL);
