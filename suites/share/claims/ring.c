// SPDX-License-Identifier: GPL-2.0-only
/* io_uring: which bytes its reads give, how long its rings are, which completions come. */
#include <sys/stat.h>

#include "../../claim_file.h"
#include "../../claim_memory.h"
#include "../../claim_uring.h"

/* As io_uring reads the same range in three ways; the datum moves the range. */
static void check_reads(struct uring *r, int fd, uint8_t *fixed, off_t off)
{
	size_t page = page_bytes();
	uint8_t *want = pmk_claim_alloc(page), *got = pmk_claim_alloc(page);
	struct iovec iov = { got, page };
	uint64_t from = (uint64_t)off + pmk_claim_datum();
	ssize_t n = pread(fd, want, page, off);

	pmk_claim_must(n > 0);
	ck_assert_int_eq(claim_uring_read(r, IORING_OP_READ, fd, got, page, from), n);
	ck_assert_mem_eq(got, want, (size_t)n);
	memset(got, 0, page);
	ck_assert_int_eq(claim_uring_read(r, IORING_OP_READV, fd, &iov, 1, from), n);
	ck_assert_mem_eq(got, want, (size_t)n);
	ck_assert_int_eq(claim_uring_read(r, IORING_OP_READ_FIXED, fd, fixed, page, from), n);
	ck_assert_mem_eq(fixed, want, (size_t)n);
}

static void same_bytes(void)
{
	struct uring r = claim_uring(4, 0);
	off_t page = (off_t)page_bytes();
	uint8_t *fixed = claim_pages(1);
	int fd = claim_file_written(3);

	claim_uring_must_buffer(&r, fixed, page_bytes());
	check_reads(&r, fd, fixed, page - 50);
	check_reads(&r, fd, fixed, 3 * page - 100);
}

PMK_CLAIM(ring_reads_same_bytes) = {
	.claim = "IORING_OP_READ, READV and READ_FIXED give the bytes of pread(2), and as many, "
		 "also where the end of the file makes them short",
	.source = "io_uring_enter(2), IORING_OP_READ, IORING_OP_READV, IORING_OP_READ_FIXED",
	.config = { "CONFIG_IO_URING", "CONFIG_ADVISE_SYSCALLS" },
	.test = same_bytes,
	.broken_datum = 1,
};

/* The datum is how many entries are asked for. */
static void entries(void)
{
	struct uring r = claim_uring((unsigned int)pmk_claim_datum(), 0), none;

	ck_assert_uint_eq(r.params.sq_entries, 8);
	ck_assert_uint_eq(r.params.cq_entries, 16);
	ck_assert_int_eq(uring_open(&none, 0, 0), -EINVAL);
}

PMK_CLAIM(ring_entries_round_up) = {
	.claim = "an io_uring of 5 entries has 8, and 16 completions; one of none is refused with "
		 "EINVAL",
	.source = "io_uring_setup(2), DESCRIPTION and ERRORS, EINVAL: entries rounded up to a "
		  "power of 2; the completion ring is twice as long",
	.datum = 5,
	.config = { "CONFIG_IO_URING" },
	.test = entries,
	.broken_datum = 9,
};

#define REQUESTS 8u

/* A number of its own for each request, in all of its bits. */
static uint64_t number(unsigned int i)
{
	return (i + 1) * 0x0123456789abcdefull;
}

/* Requests that do nothing, one that waits for a pipe in vain, and one that cancels that. */
static void queue_requests(struct uring *r)
{
	const unsigned int waits = REQUESTS - 2, cancels = REQUESTS - 1;
	int ends[2];

	pmk_claim_need(pipe(ends) == 0, "a pipe");
	for (unsigned int i = 0; i < waits; i++)
		uring_queue(r, &(struct io_uring_sqe){
				       .opcode = IORING_OP_NOP, .fd = -1, .user_data = number(i) });
	uring_queue(r, &(struct io_uring_sqe){ .opcode = IORING_OP_POLL_ADD,
					       .fd = ends[0],
					       .poll32_events = 1, /* POLLIN */
					       .user_data = number(waits) });
	uring_queue(r,
		    &(struct io_uring_sqe){ .opcode = IORING_OP_ASYNC_CANCEL,
					    .fd = -1,
					    .addr = number(waits),
					    .user_data = number(pmk_claim_datum() ? 0 : cancels) });
}

static void completions(void)
{
	struct uring r = claim_uring(REQUESTS, 0);
	unsigned int seen[REQUESTS] = { 0 };
	struct io_uring_cqe cqe;

	queue_requests(&r);
	ck_assert_int_eq(uring_enter(&r, REQUESTS), REQUESTS);
	while (uring_next(&r, &cqe)) {
		unsigned int i = 0;

		while (i < REQUESTS && number(i) != cqe.user_data)
			i++;
		ck_assert_uint_lt(i, REQUESTS);
		seen[i]++;
		ck_assert_int_eq(cqe.res, i == REQUESTS - 2 ? -ECANCELED : 0);
	}
	for (unsigned int i = 0; i < REQUESTS; i++)
		ck_assert_uint_eq(seen[i], 1);
}

PMK_CLAIM(ring_completes_each_once) = {
	.claim = "each request of an io_uring completes once, with its user_data unchanged, a "
		 "cancelled one too, with ECANCELED",
	.source = "io_uring_enter(2), user_data, IORING_OP_ASYNC_CANCEL",
	.config = { "CONFIG_IO_URING" },
	.test = completions,
	.broken_datum = true,
};

#define DISABLED "/proc/sys/kernel/io_uring_disabled"

/* Whether the first process is this program, as in a guest: then the machine is nobody else's. */
static bool machine_is_ours(void)
{
	struct stat first, self;

	return !stat("/proc/1/exe", &first) && !stat("/proc/self/exe", &self) &&
	       first.st_dev == self.st_dev && first.st_ino == self.st_ino;
}

static void set_disabled(char value)
{
	int fd = open(DISABLED, O_WRONLY | O_CLOEXEC);

	pmk_claim_need(fd >= 0 && write(fd, &value, 1) == 1, DISABLED);
	close(fd);
}

/* The datum is what kernel.io_uring_disabled is set to; it is 0 again before anything is judged. */
static void disabled(void)
{
	struct io_uring_params params = { 0 };
	int fd, err;

	if (access(DISABLED, F_OK))
		claim_since(DISABLED, "6.6");
	if (!machine_is_ours())
		pmk_claim_skip("other programs of this machine may use io_uring",
			       "in a guest: --target x86_64-6.12");
	set_disabled((char)pmk_claim_datum());
	fd = (int)syscall(SYS_io_uring_setup, 1, &params);
	err = errno;
	set_disabled('0');
	errno = err;
	claim_refused(fd, EPERM);
}

PMK_CLAIM(ring_disabled_refused) = {
	.claim = "with kernel.io_uring_disabled 2 io_uring_setup(2) fails with EPERM, for root too",
	.source = "Documentation/admin-guide/sysctl/kernel.rst, io_uring_disabled",
	.needs = PMK_NEED_ROOT,
	.config = { "CONFIG_IO_URING", "CONFIG_SYSCTL" },
	.datum = '2',
	.test = disabled,
	.broken_datum = '0',
};
