// SPDX-License-Identifier: GPL-2.0-only
/* Read random blocks of a file, one after the other by pread(2), or many at once by an io_uring. */
#include "async.h"

static void setup_ring(struct pmk_case *c)
{
	file_setup(c);
	ring_setup(c);
}

static void finish(struct pmk_case *c, uint64_t n, uint64_t calls)
{
	struct ctx *x = pmk_priv(c);

	x->done += n * x->depth;
	pmk_counter_add(c, "system_calls", "1", (double)calls);
}

static void run_pread(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	for (uint64_t i = 0; i < n; i++) {
		for (unsigned int k = 0; k < x->depth; k++)
			pmk_must(c, pread(x->fd, x->buf + k * BLOCK_BYTES, BLOCK_BYTES,
					  next_offset(x)) == BLOCK_BYTES);
		x->sum += pmk_consume(x->buf, x->depth * BLOCK_BYTES);
	}
	finish(c, n, n * x->depth);
}

/* Completions may come in any order; each has to be of a whole block. */
static void take(struct pmk_case *c, struct ctx *x)
{
	struct io_uring_cqe done;
	unsigned int left = x->depth, spins = 0;

	while (left) {
		if (uring_next(&x->ring, &done)) {
			pmk_must(c, done.res == (int)BLOCK_BYTES);
			left--;
			continue;
		}
		/* Who has a thread look for requests looks for completions himself. */
		if (x->how & POLLED && spins++ < SPINS)
			continue;
		x->calls++;
		pmk_must(c, uring_enter(&x->ring, left) >= 0);
	}
}

static void run_ring(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);
	struct io_uring_sqe ask = { .opcode = x->how & FIXED_BUFFER ? IORING_OP_READ_FIXED
								    : IORING_OP_READ,
				    .flags = x->how & FIXED_FILE ? IOSQE_FIXED_FILE : 0,
				    .fd = x->how & FIXED_FILE ? 0 : x->fd,
				    .len = BLOCK_BYTES };
	uint64_t calls = x->calls;

	for (uint64_t i = 0; i < n; i++) {
		for (unsigned int k = 0; k < x->depth; k++) {
			ask.addr = (uintptr_t)(x->buf + k * BLOCK_BYTES);
			ask.off = (uint64_t)next_offset(x);
			uring_queue(&x->ring, &ask);
		}
		if (!(x->how & POLLED) || uring_sleeps(&x->ring)) {
			x->calls++;
			pmk_must(c, uring_enter(&x->ring, x->how & POLLED ? 0 : x->depth) >= 0);
		}
		take(c, x);
		x->sum += pmk_consume(x->buf, x->depth * BLOCK_BYTES);
	}
	finish(c, n, x->calls - calls);
}

#define FILES ("file", "cached", "direct")
#define ASYNC(ident, way, prepare, files, how, text, ...)                               \
	PMK_CONTENDER(ident) = { .what = text,                                          \
				 .axes = { PMK_WORDS files, PMK_LIST("depth", 1, 32) }, \
				 .datum = how,                                          \
				 .setup = prepare,                                      \
				 .run = run_##way,                                      \
				 .verify = async_verify,                                \
				 __VA_ARGS__ }
#define RING(ident, files, how, text, ...)                                                \
	ASYNC(ident, ring, setup_ring, files, how, text, .config = { "CONFIG_IO_URING" }, \
	      __VA_ARGS__)

ASYNC(pread, pread, file_setup, FILES, 0,
      "pread(2): as many as depth says, one after the other, of a random block of 4 KiB each, then "
      "all consumed",
      .baseline = true);
RING(uring_read, FILES, 0,
     "an io_uring: as many reads handed over, and waited for, by one system call");
RING(uring_file, FILES, FIXED_FILE,
     "an io_uring with a registered file: it is not looked up each time, otherwise as uring_read");
RING(uring_file_buffer, FILES, FIXED_FILE | FIXED_BUFFER,
     "an io_uring with a registered buffer: it is not pinned each time (READ_FIXED), otherwise as "
     "uring_file");
RING(uring_defer, FILES, FIXED_FILE | FIXED_BUFFER | DEFER,
     "an io_uring with DEFER_TASKRUN: completions are made when they are waited for, otherwise as "
     "uring_file_buffer");
RING(uring_iopoll, ("file", "direct"), FIXED_FILE | FIXED_BUFFER | DEVICE,
     "an io_uring with IOPOLL: completions are looked for in a queue of the device that has no "
     "interrupts, otherwise as uring_file_buffer");
/* A busy machine has no processor for that thread: for those who name it. */
RING(uring_sqpoll, FILES, FIXED_FILE | FIXED_BUFFER | POLLED,
     "an io_uring with SQPOLL: a thread of the kernel on another processor takes requests, "
     "otherwise as uring_file_buffer, and completions looked for; a system call only if that "
     "thread sleeps or is late",
     .needs = PMK_ONLY_NAMED);
