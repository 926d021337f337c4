// SPDX-License-Identifier: GPL-2.0-only
/* Registered buffers of io_uring, which are pinned for as long as they are registered. */
#include "../../capability.h"
#include "../../claim_memfd.h"
#include "../../claim_uring.h"
#include "../../proc_value.h"

#define PAGES 8

/* Pages of this process that are pinned, as /proc/self/status counts them. */
static uint64_t pinned_pages(void)
{
	uint64_t kib;

	pmk_claim_need(proc_value("/proc/self/status", "VmPin:", &kib), "/proc/self/status");
	return kib * KiB / page_bytes();
}

/* Since Linux 7.2 VmPin is without what is registered by who has CAP_IPC_LOCK. */
static void outlives(void)
{
	uint8_t *p = claim_pages(PAGES);
	uint64_t before_pages;
	struct uring r;

	capability_give_up(CAP_IPC_LOCK);
	r = claim_uring(1, 0);
	before_pages = pinned_pages();
	claim_uring_must_buffer(&r, p, PAGES * page_bytes());
	if (pmk_claim_datum())
		pmk_claim_must(uring_register(&r, IORING_UNREGISTER_BUFFERS, NULL, 0) == 0);
	pmk_claim_must(munmap(p, PAGES * page_bytes()) == 0);
	ck_assert_uint_eq(pinned_pages() - before_pages, PAGES);
	ck_assert_int_eq(uring_register(&r, IORING_UNREGISTER_BUFFERS, NULL, 0), 0);
	ck_assert_uint_eq(pinned_pages(), before_pages);
}

PMK_CLAIM(registered_outlives_munmap) = {
	.claim = "a registered buffer stays pinned after munmap(2), until it is unregistered, "
		 "which is no error then",
	.source = "io_uring_register(2), IORING_REGISTER_BUFFERS and IORING_UNREGISTER_BUFFERS; "
		  "proc(5), VmPin",
	.config = { "CONFIG_IO_URING", "CONFIG_ADVISE_SYSCALLS" },
	.test = outlives,
	.broken_datum = true,
};

/* The datum is the op. */
static void old_pages(void)
{
	struct uring r = claim_uring(1, 0);
	uint8_t *p = claim_pages(1);
	int fd = claim_file_written(1);

	claim_uring_must_buffer(&r, p, page_bytes());
	pmk_claim_must(mmap(p, page_bytes(), PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == p);
	ck_assert_int_eq(claim_uring_read(&r, (uint8_t)pmk_claim_datum(), fd, p, page_bytes(), 0),
			 page_bytes());
	ck_assert_uint_eq(*(volatile uint8_t *)p, 0);
}

PMK_CLAIM(registered_is_the_old_page) = {
	.claim = "IORING_OP_READ_FIXED after a new mapping at the address of the buffer reads into "
		 "the pages that were registered, not into the new ones",
	.source = "io_uring_register(2), IORING_REGISTER_BUFFERS: the pages are locked in memory "
		  "and mapped by the kernel once",
	.datum = IORING_OP_READ_FIXED,
	.config = { "CONFIG_IO_URING", "CONFIG_ADVISE_SYSCALLS" },
	.test = old_pages,
	.broken_datum = IORING_OP_READ,
};

static void twice(void)
{
	struct uring r = claim_uring(1, 0);
	uint8_t *p = claim_pages(1);

	claim_uring_must_buffer(&r, p, page_bytes());
	if (pmk_claim_datum())
		pmk_claim_must(uring_register(&r, IORING_UNREGISTER_BUFFERS, NULL, 0) == 0);
	ck_assert_int_eq(claim_uring_buffer(&r, p, page_bytes()), -EBUSY);
}

PMK_CLAIM(registered_twice_ebusy) = {
	.claim = "no buffers can be registered while others are: EBUSY",
	.source = "io_uring_register(2), ERRORS, EBUSY",
	.config = { "CONFIG_IO_URING", "CONFIG_ADVISE_SYSCALLS" },
	.test = twice,
	.broken_datum = true,
};

/* The datum is the protection. */
static void inaccessible(void)
{
	struct uring r = claim_uring(1, 0);
	uint8_t *p = claim_pages(2);

	claim_uring_can_register(&r, p);
	pmk_claim_must(mprotect(p + page_bytes(), page_bytes(), (int)pmk_claim_datum()) == 0);
	ck_assert_int_eq(claim_uring_buffer(&r, p, 2 * page_bytes()), -EFAULT);
}

PMK_CLAIM(registered_none_efault) = {
	.claim = "a buffer of which a page is inaccessible cannot be registered: EFAULT",
	.source = "io_uring_register(2), ERRORS, EFAULT",
	.datum = PROT_NONE,
	.config = { "CONFIG_IO_URING", "CONFIG_ADVISE_SYSCALLS" },
	.test = inaccessible,
	.broken_datum = PROT_READ | PROT_WRITE,
};

static void file_pages(void)
{
	struct uring r = claim_uring(1, 0);
	int fd = claim_file_written(1), err;
	uint8_t *p = claim_file_map(fd, 1, MAP_SHARED);

	claim_file_needs_device(fd);
	claim_uring_can_register(&r, claim_pages(1));
	err = claim_uring_buffer(&r, pmk_claim_datum() ? claim_pages(1) : p, page_bytes());
	/* EOPNOTSUPP before Linux 6.5, where io_uring itself asked what is mapped. */
	ck_assert_msg(err == -EFAULT || err == -EOPNOTSUPP, "registered with %d", err);
}

PMK_CLAIM(registered_no_file_pages) = {
	.claim = "a shared mapping of a file that is written back cannot be registered: EFAULT, "
		 "EOPNOTSUPP before Linux 6.5",
	.source = "mm/gup.c, writable_file_mapping_allowed(): FOLL_LONGTERM; "
		  "Documentation/core-api/pin_user_pages.rst",
	.config = { "CONFIG_IO_URING", "CONFIG_ADVISE_SYSCALLS" },
	.test = file_pages,
	.broken_datum = true,
};

static void memfd_pages(void)
{
	struct uring r = claim_uring(1, 0);
	uint8_t *p = claim_file_map(memfd_page(0), 1, MAP_SHARED);

	claim_uring_can_register(&r, claim_pages(1));
	if (pmk_claim_datum())
		pmk_claim_must(mprotect(p, page_bytes(), PROT_NONE) == 0);
	ck_assert_int_eq(claim_uring_buffer(&r, p, page_bytes()), 0);
	ck_assert_int_eq(claim_uring_read(&r, IORING_OP_READ_FIXED, claim_file_written(1), p,
					  page_bytes(), 0),
			 page_bytes());
	ck_assert_uint_eq(*(volatile uint8_t *)p, 'a');
}

PMK_CLAIM(registered_memfd) = {
	.claim = "a shared mapping of a memfd, which nothing writes back, can be registered, and "
		 "shows what IORING_OP_READ_FIXED read",
	.source = "io_uring_register(2), IORING_REGISTER_BUFFERS; mm/gup.c, "
		  "writable_file_mapping_allowed()",
	.config = { "CONFIG_IO_URING", "CONFIG_MEMFD_CREATE", "CONFIG_ADVISE_SYSCALLS" },
	.test = memfd_pages,
	.broken_datum = true,
};

static void secret_pages(void)
{
	struct uring r = claim_uring(1, 0);
	uint8_t *p = memfd_map_secret(!pmk_claim_datum());

	*(volatile uint8_t *)p = 's';
	claim_uring_can_register(&r, claim_pages(1));
	ck_assert_int_lt(claim_uring_buffer(&r, p, page_bytes()), 0);
}

PMK_CLAIM(registered_no_secret) = {
	.claim = "memory of memfd_secret(2) cannot be registered as a buffer",
	.source = "memfd_secret(2), NOTES; mm/gup.c, check_vma_flags(): vma_is_secretmem()",
	.config = { "CONFIG_IO_URING", "CONFIG_ADVISE_SYSCALLS" },
	.test = secret_pages,
	.broken_datum = true,
};
