// SPDX-License-Identifier: GPL-2.0-only
/* Copy one file of the page cache over another one: by a buffer, inside the kernel, by mappings. */
#include <sys/mman.h>
#include <sys/sendfile.h>

#include "../accounting.h"

#define PIECE_BYTES (128 * KiB) /* as cp(1) reads */

/* @from, @to: the mappings, where they are kept; @buf: a piece, or what is read back */
struct ctx {
	struct batch batch;
	int from_fd, to_fd, pipe_fds[2];
	size_t size_bytes;
	uint8_t *from, *to, *buf;
};

/* What the second file holds until the first copy is not what the first one holds. */
static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->size_bytes = pmk_arg(c, "size");
	x->from_fd = pmk_tmpfile(c, x->size_bytes);
	x->to_fd = pmk_tmpfile(c, x->size_bytes);
	x->buf = pmk_alloc(c, x->size_bytes < PIECE_BYTES ? PIECE_BYTES : x->size_bytes);
	pmk_must(c, pwrite(x->to_fd, x->buf, x->size_bytes, 0) == (ssize_t)x->size_bytes);
	pmk_need(c, fdatasync(x->to_fd) == 0, "a file written back");
	batch_setup(c, &x->batch, x->to_fd);
	pmk_set_bytes_per_op(c, x->size_bytes);
}

static void setup_splice(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	setup(c);
	pmk_need(c, pipe(x->pipe_fds) == 0, "a pipe");
}

static void *map(struct pmk_case *c, const struct ctx *x, int fd, int protection)
{
	void *p = mmap(NULL, x->size_bytes, protection, MAP_SHARED, fd, 0);

	pmk_need(c, p != MAP_FAILED, "a mapping of a file");
	return p;
}

static void setup_map_kept(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	setup(c);
	x->from = map(c, x, x->from_fd, PROT_READ);
	x->to = map(c, x, x->to_fd, PROT_READ | PROT_WRITE);
}

static void read_write(struct pmk_case *c, const struct ctx *x)
{
	for (size_t at = 0; at < x->size_bytes; at += PIECE_BYTES) {
		ssize_t got = pread(x->from_fd, x->buf, PIECE_BYTES, (off_t)at);

		pmk_must(c, got > 0 && pwrite(x->to_fd, x->buf, (size_t)got, (off_t)at) == got);
	}
}

static void by_sendfile(struct pmk_case *c, const struct ctx *x)
{
	off_t at = 0;

	pmk_must(c, lseek(x->to_fd, 0, SEEK_SET) == 0);
	while ((size_t)at < x->size_bytes)
		pmk_must(c, sendfile(x->to_fd, x->from_fd, &at, x->size_bytes - (size_t)at) > 0);
}

static void by_splice(struct pmk_case *c, const struct ctx *x)
{
	loff_t from = 0, to = 0;

	while ((size_t)to < x->size_bytes) {
		ssize_t got = splice(x->from_fd, &from, x->pipe_fds[1], NULL,
				     x->size_bytes - (size_t)from, 0);

		pmk_must(c, got > 0);
		while (got > 0) {
			ssize_t put = splice(x->pipe_fds[0], NULL, x->to_fd, &to, (size_t)got, 0);

			pmk_must(c, put > 0);
			got -= put;
		}
	}
}

static void by_range(struct pmk_case *c, const struct ctx *x)
{
	loff_t from = 0, to = 0;

	while ((size_t)to < x->size_bytes)
		pmk_need(c,
			 copy_file_range(x->from_fd, &from, x->to_fd, &to,
					 x->size_bytes - (size_t)to, 0) > 0,
			 "copy_file_range(2) on this file system");
}

static void by_kept_maps(struct pmk_case *c, const struct ctx *x)
{
	(void)c;
	memcpy(x->to, x->from, x->size_bytes);
}

static void by_maps(struct pmk_case *c, const struct ctx *x)
{
	void *from = map(c, x, x->from_fd, PROT_READ);
	void *to = map(c, x, x->to_fd, PROT_READ | PROT_WRITE);

	memcpy(to, from, x->size_bytes);
	pmk_must(c, munmap(from, x->size_bytes) == 0 && munmap(to, x->size_bytes) == 0);
}

/* By read(2), whichever way the bytes went in. */
static void verify(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	memset(x->buf, 0x5a, x->size_bytes);
	pmk_promise(c, pread(x->to_fd, x->buf, x->size_bytes, 0) == (ssize_t)x->size_bytes);
	pmk_must_match_pattern(c, x->buf, x->size_bytes);
}

#define COPY(ident, prepare, once, text, ...)                                         \
	static void run_##ident(struct pmk_case *c, uint64_t n)                       \
	{                                                                             \
		struct ctx *x = pmk_priv(c);                                          \
                                                                                      \
		batch_begin(c, &x->batch);                                            \
		for (uint64_t i = 0; i < n; i++)                                      \
			once(c, x);                                                   \
		batch_end(c, &x->batch);                                              \
	}                                                                             \
	PMK_CONTENDER(ident) = { .what = text,                                        \
				 .axes = { PMK_RANGE("size", 4 * KiB, 4 * MiB, 32) }, \
				 .setup = prepare,                                    \
				 .run = run_##ident,                                  \
				 .verify = verify,                                    \
				 __VA_ARGS__ }

COPY(read_write, setup, read_write,
     "pread(2) of up to 128 KiB into a buffer, pwrite(2) of it over the other file, until the end",
     .baseline = true);
COPY(sendfile, setup, by_sendfile, "sendfile(2) of one file over the other");
COPY(splice, setup_splice, by_splice,
     "splice(2) of pages of one file into a pipe, splice(2) from it over the other file");
COPY(copy_file_range, setup, by_range,
     "copy_file_range(2) of one file over the other; where the file system can share the blocks "
     "of both (btrfs, xfs), no byte moves");
COPY(map_kept, setup_map_kept, by_kept_maps,
     "memcpy() from a shared mapping of one file to one of the other, both made once");
COPY(map_each, setup, by_maps,
     "mmap(2) of both files, memcpy() through page faults, munmap(2), each time");
