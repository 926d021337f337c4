// SPDX-License-Identifier: GPL-2.0-only
/* splice(2), vmsplice(2), tee(2) and other calls of pipes: what they share, consume and refuse. */
#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "../../claim_file.h"
#include "../../claim_memory.h"

static int ends[2];

static void open_pipe(void)
{
	pmk_claim_need(pipe(ends) == 0, "a pipe");
}

/* A byte of the pipe. */
static uint8_t take(void)
{
	uint8_t byte = 0;

	pmk_claim_must(read(ends[0], &byte, 1) == 1);
	return byte;
}

static void vmspliced(void)
{
	uint8_t *p = claim_pages(1);
	struct iovec iov = { p, page_bytes() };

	open_pipe();
	if (pmk_claim_datum())
		pmk_claim_must(write(ends[1], p, page_bytes()) == (ssize_t)page_bytes());
	else
		pmk_claim_need(vmsplice(ends[1], &iov, 1, 0) == (ssize_t)page_bytes(),
			       "vmsplice(2)");
	*(volatile uint8_t *)p = 'v';
	ck_assert_uint_eq(take(), 'v');
}

PMK_CLAIM(vmsplice_shares_page) = {
	.claim = "vmsplice(2) puts the page itself into a pipe: a store into it before it is read "
		 "is seen by the reader",
	.source = "vmsplice(2), DESCRIPTION; fs/splice.c, vmsplice_to_pipe()",
	.test = vmspliced,
	.broken_datum = true,
};

static void spliced(void)
{
	int fd = claim_file_written(1);
	uint8_t byte;

	claim_file_needs_cache(fd);
	open_pipe();
	if (pmk_claim_datum()) {
		pmk_claim_must(pread(fd, &byte, 1, 0) == 1 && write(ends[1], &byte, 1) == 1);
	} else {
		pmk_claim_must(splice(fd, &(loff_t){ 0 }, ends[1], NULL, page_bytes(), 0) > 0);
	}
	pmk_claim_need(pwrite(fd, "w", 1, 0) == 1, "room to write to the file");
	ck_assert_uint_eq(take(), 'w');
}

PMK_CLAIM(splice_shares_page) = {
	.claim = "splice(2) from a file puts the page of the page cache into a pipe: a write(2) "
		 "to the file before it is read is seen by the reader",
	.source = "splice(2), NOTES: only pointers are copied, not the pages of the buffer",
	.test = spliced,
	.broken_datum = true,
};

static void sent(void)
{
	int fd = claim_file_written(1), to[2];
	uint8_t byte = 0;

	claim_file_needs_cache(fd);
	pmk_claim_need(socketpair(AF_UNIX, SOCK_STREAM, 0, to) == 0, "a pair of sockets");
	if (pmk_claim_datum())
		pmk_claim_must(read(fd, &byte, 1) == 1 && write(to[1], &byte, 1) == 1);
	else
		pmk_claim_need(sendfile(to[1], fd, &(off_t){ 0 }, page_bytes()) > 0, "sendfile(2)");
	pmk_claim_need(pwrite(fd, "w", 1, 0) == 1, "room to write to the file");
	pmk_claim_must(read(to[0], &byte, 1) == 1);
	ck_assert_uint_eq(byte, 'w');
}

PMK_CLAIM(sendfile_shares_page) = {
	.claim = "sendfile(2) puts the page of the page cache into a stream socket: a write(2) to "
		 "the file before it is received is seen by the receiver",
	.source = "sendfile(2), NOTES: callers must ensure the transferred portions of the file "
		  "remain unmodified until the reader has consumed them",
	.test = sent,
	.broken_datum = true,
};

static void teed(void)
{
	int from[2];
	uint8_t byte;

	pmk_claim_need(pipe(from) == 0, "a pipe");
	open_pipe();
	pmk_claim_must(write(from[1], "ab", 2) == 2);
	if (pmk_claim_datum())
		pmk_claim_must(splice(from[0], NULL, ends[1], NULL, 2, 0) == 2);
	else
		ck_assert_int_eq(tee(from[0], ends[1], 2, 0), 2);
	ck_assert_uint_eq(take(), 'a');
	pmk_claim_must(fcntl(from[0], F_SETFL, O_NONBLOCK) == 0);
	ck_assert_int_eq(read(from[0], &byte, 1), 1);
	ck_assert_uint_eq(byte, 'a');
}

PMK_CLAIM(tee_consumes_nothing) = {
	.claim = "tee(2) copies what is in a pipe into another one and leaves it in the first",
	.source = "tee(2), DESCRIPTION: it does not consume the data",
	.test = teed,
	.broken_datum = true,
};

static void no_pipe(void)
{
	int from = claim_file_written(1), to = claim_file_written(1);

	open_pipe();
	claim_refused(splice(from, NULL, pmk_claim_datum() ? ends[1] : to, NULL, 1, 0), EINVAL);
}

PMK_CLAIM(splice_needs_pipe) = {
	.claim = "splice(2) between two files, of which neither is a pipe, fails with EINVAL",
	.source = "splice(2), ERRORS, EINVAL: neither of the file descriptors refers to a pipe",
	.test = no_pipe,
	.broken_datum = true,
};

/* The datum is how far the second range is from the first. */
static void overlapping(void)
{
	off_t page = (off_t)page_bytes();
	loff_t from = 0, to = (loff_t)pmk_claim_datum();
	int fd = claim_file_written(4);

	claim_refused(copy_file_range(fd, &from, fd, &to, (size_t)(2 * page), 0), EINVAL);
}

PMK_CLAIM(copy_range_overlap_refused) = {
	.claim = "copy_file_range(2) between overlapping ranges of one file fails with EINVAL",
	.source = "copy_file_range(2), ERRORS, EINVAL: the source and target ranges overlap",
	.datum = 100,
	.test = overlapping,
	.broken_datum = 2 * 64 * KiB, /* beyond, whatever the size of a page */
};

/* The datum: whether the file's own offsets are used instead. */
static void own_offsets(void)
{
	int from_fd = claim_file_written(2), to_fd = claim_file_written(2);
	loff_t from = 1, to = 3, *at = pmk_claim_datum() ? NULL : &to;
	size_t left = page_bytes();
	uint8_t bytes[5];

	while (left) {
		ssize_t done = copy_file_range(from_fd, &from, to_fd, at, left, 0);

		pmk_claim_need(done > 0, "copy_file_range(2)");
		left -= (size_t)done;
	}
	ck_assert_int_eq(from, 1 + (loff_t)page_bytes());
	ck_assert_int_eq(to, 3 + (loff_t)page_bytes());
	ck_assert_int_eq(lseek(from_fd, 0, SEEK_CUR), 0);
	ck_assert_int_eq(lseek(to_fd, 0, SEEK_CUR), 0);
	pmk_claim_must(pread(to_fd, bytes, 5, (off_t)page_bytes()) == 5);
	ck_assert_mem_eq(bytes, "aabbb", 5);
}

PMK_CLAIM(copy_range_keeps_file_offsets) = {
	.claim = "copy_file_range(2) with offsets copies exactly that range, advances those "
		 "offsets, and leaves the offsets of the files alone",
	.source = "copy_file_range(2), DESCRIPTION: the file offset of fd_in is not changed, but "
		  "off_in is adjusted",
	.test = own_offsets,
	.broken_datum = true,
};
