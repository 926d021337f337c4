// SPDX-License-Identifier: GPL-2.0-only
/* O_DIRECT where the device decides: atomic writes, polled completions, huge pages. */
#include <sys/uio.h>

#include "../../../claim_memory.h"
#include "../../../claim_uring.h"
#include "../../../disk_polls.h"
#include "../../../uapi.h"
#include "../huge/hugetlb.h"
#include "direct.h"

/* The most bytes of an atomic write; 0: there is none. */
static unsigned int atomic_most(int fd)
{
	struct uapi_statx st = { .stx_atomic_write_unit_max = 0 };

	pmk_claim_must(syscall(SYS_statx, fd, "", AT_EMPTY_PATH, UAPI_STATX_WRITE_ATOMIC, &st) ==
		       0);
	return st.stx_atomic_write_unit_max;
}

/* The datum is the flag. */
static void atomic_or_refused(void)
{
	int cached, fd = direct_open(&cached);
	unsigned int most = atomic_most(fd);
	size_t size_bytes = most ? 2 * (size_t)most : DIRECT_BYTES;
	uint8_t *p = direct_blocks(size_bytes / DIRECT_BYTES + 1);
	struct iovec iov = { p, size_bytes };

	claim_refused(pwritev2(fd, &iov, 1, 0, (int)pmk_claim_datum()), most ? EINVAL : EOPNOTSUPP);
	ck_assert_int_eq(pread(cached, p, 1, 0), 1);
	ck_assert_uint_eq(p[0], 'a');
}

PMK_CLAIM(rwf_atomic_refused_or_whole) = {
	.claim = "a write with RWF_ATOMIC that is longer than statx(2) tells fails with EINVAL, "
		 "and any such write where it tells of none with EOPNOTSUPP; nothing is written",
	.source = "readv(2), RWF_ATOMIC; statx(2), stx_atomic_write_unit_max (since Linux 6.11)",
	.datum = RWF_ATOMIC,
	.test = atomic_or_refused,
	.broken_datum = 0,
};

/* The datum divides the length. */
static void atomic_whole(void)
{
	int cached, fd = direct_open(&cached);
	size_t most = atomic_most(fd);
	uint8_t *p = direct_blocks(most / DIRECT_BYTES + 1), *got;
	struct iovec iov = { p, most / pmk_claim_datum() };

	if (!most)
		pmk_claim_skip("files on this disk, in this file system, have no atomic writes",
			       "--target x86_64-newest+nvme-4k");
	memset(p, 0xa7, most);
	ck_assert_int_eq(pwritev2(fd, &iov, 1, 0, RWF_ATOMIC), (ssize_t)most);
	got = direct_blocks(most / DIRECT_BYTES + 1);
	ck_assert_int_eq(pread(cached, got, most, 0), (ssize_t)most);
	ck_assert_int_eq(memcmp(got, p, most), 0);
}

PMK_CLAIM(rwf_atomic_whole) = {
	.claim = "a write with RWF_ATOMIC of as many bytes as statx(2) tells at most is whole",
	.source = "readv(2), RWF_ATOMIC; statx(2), stx_atomic_write_unit_max (since Linux 6.11)",
	.datum = 1,
	.test = atomic_whole,
	.broken_datum = 2,
};

static bool device_polls(int fd)
{
	char polls = disk_polls(fd);

	if (polls == '?')
		pmk_claim_skip("no block device tells whether it has queues to poll",
			       "--filesystem ext4, or --dir DIR on a disk");
	return polls == '1';
}

/* The datum is the flag. */
static void unpolled(void)
{
	struct uring r = claim_uring(1, (uint32_t)pmk_claim_datum());
	int cached, fd = direct_open(&cached), got;
	uint8_t *p = direct_blocks(1);

	direct_transfer(pread(fd, p, DIRECT_BYTES, 0), DIRECT_BYTES);
	if (device_polls(fd))
		pmk_claim_skip("the device of the folder for files has queues to poll",
			       "--dir DIR on a device without");
	got = claim_uring_read(&r, IORING_OP_READ, fd, p, DIRECT_BYTES, 0);
	/* submit_bio_noacct() of block/blk-core.c forgot the wish, and an interrupt ended it. */
	if (pmk_claim_datum() && got == DIRECT_BYTES)
		pmk_claim_skip("this kernel ends such reads without polling",
			       "a kernel whose block layer refuses them, such as 6.18");
	ck_assert_int_eq(got, -EOPNOTSUPP);
}

PMK_CLAIM(ring_iopoll_needs_poll_queues) = {
	.claim = "a read by an io_uring with IORING_SETUP_IOPOLL from a device without poll queues "
		 "completes with EOPNOTSUPP",
	.source = "io_uring_setup(2), IORING_SETUP_IOPOLL: the storage device must support "
		  "polling; Documentation/ABI/stable/sysfs-block, queue/io_poll",
	.datum = IORING_SETUP_IOPOLL,
	.config = { "CONFIG_IO_URING", "CONFIG_BLOCK" },
	.test = unpolled,
	.broken_datum = 0,
};

/* The datum is how many blocks more are read. */
static void into_huge_page(void)
{
	int cached, fd = direct_open(&cached);
	size_t size_bytes = (1 + pmk_claim_datum()) * DIRECT_BYTES;
	uint8_t *p = hugetlb_map(1);

	memset(p, 0x5a, 3 * DIRECT_BYTES);
	direct_transfer(pread(fd, p + DIRECT_BYTES, size_bytes, 0), size_bytes);
	for (size_t i = 0; i < DIRECT_BYTES; i++) {
		ck_assert_uint_eq(p[i], 0x5a);
		ck_assert_uint_eq(p[DIRECT_BYTES + i], 'a');
		ck_assert_uint_eq(p[2 * DIRECT_BYTES + i], 0x5a);
	}
}

PMK_CLAIM(direct_read_into_huge_page) = {
	.claim = "an O_DIRECT read into part of a huge page of the pool stores there only",
	.source = "open(2), NOTES, O_DIRECT; tools/testing/selftests/mm/hugetlb_dio.c",
	.config = { "CONFIG_HUGETLBFS" },
	.test = into_huge_page,
	.broken_datum = 1,
};
