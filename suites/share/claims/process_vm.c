// SPDX-License-Identifier: GPL-2.0-only
/* /proc/self/mem and process_vm_readv(2): the memory of a process by system calls. */
#include <fcntl.h>
#include <sys/uio.h>

#include "../../claim_memfd.h"

#define NEEDS_CROSS_MEMORY "process_vm_readv(2), CONFIG_CROSS_MEMORY_ATTACH"

static int open_mem(void)
{
	int fd = open("/proc/self/mem", O_RDWR | O_CLOEXEC);

	pmk_claim_need(fd >= 0, "/proc/self/mem");
	return fd;
}

static void through_protection(void)
{
	int file = claim_file_written(1), fd = open_mem();
	volatile uint8_t *p = claim_file_map(file, 1, MAP_PRIVATE);
	uint8_t byte;

	pmk_claim_must(mprotect((void *)p, page_bytes(), PROT_READ) == 0);
	if (pmk_claim_datum())
		pmk_claim_must(pwrite(file, "m", 1, 0) == 1);
	else if (pwrite64(fd, "m", 1, (off64_t)(uintptr_t)p) != 1)
		pmk_claim_skip("/proc/self/mem does not write to memory that is read only",
			       "proc_mem.force_override=always on the kernel's command line");
	ck_assert_uint_eq(p[0], 'm');
	pmk_claim_must(pread(file, &byte, 1, 0) == 1);
	ck_assert_uint_eq(byte, 'a');
}

PMK_CLAIM(proc_mem_writes_a_copy) = {
	.claim = "a write(2) to /proc/self/mem goes through PROT_READ of a private file mapping "
		 "by making a copy: the process sees it, the file keeps its byte",
	.source = "proc(5), /proc/pid/mem; fs/proc/base.c, mem_rw(): FOLL_FORCE",
	.test = through_protection,
	.broken_datum = true,
};

static void unmapped(void)
{
	uint8_t *p = claim_pages(1), byte;
	int fd = open_mem();

	if (!pmk_claim_datum())
		pmk_claim_must(munmap(p, page_bytes()) == 0);
	claim_refused(pread64(fd, &byte, 1, (off64_t)(uintptr_t)p), EIO);
}

PMK_CLAIM(proc_mem_unmapped_eio) = {
	.claim = "a read(2) of /proc/self/mem where nothing is mapped fails with EIO",
	.source = "fs/proc/base.c, mem_rw(): -EIO if access_remote_vm() copies nothing",
	.test = unmapped,
	.broken_datum = true,
};

/* The datum is the protection of the second element. */
static void stops(void)
{
	uint8_t *p = claim_pages(3), got[3] = { 9, 9, 9 };
	struct iovec local = { got, 3 }, remote[3];

	for (size_t i = 0; i < 3; i++)
		remote[i] = (struct iovec){ p + i * page_bytes(), 1 };
	pmk_claim_need(process_vm_readv(getpid(), &local, 1, remote, 1, 0) == 1,
		       NEEDS_CROSS_MEMORY);
	pmk_claim_must(mprotect(p + page_bytes(), page_bytes(), (int)pmk_claim_datum()) == 0);
	ck_assert_int_eq(process_vm_readv(getpid(), &local, 1, remote, 3, 0), 1);
	ck_assert_uint_eq(got[0], 1);
	ck_assert_uint_eq(got[1], 9);
	ck_assert_uint_eq(got[2], 9);
}

PMK_CLAIM(process_vm_stops_at_fault) = {
	.claim = "process_vm_readv(2) stops at the first element that cannot be read and returns "
		 "the bytes of those before it",
	.source = "process_vm_readv(2), RETURN VALUE: partial transfers at the granularity of "
		  "iovec elements",
	.datum = PROT_NONE,
	.test = stops,
	.broken_datum = PROT_READ,
};

static void read_only(void)
{
	uint8_t *p = claim_pages(1), new_byte = 9;
	struct iovec local = { &new_byte, 1 }, remote = { p, 1 };

	pmk_claim_need(process_vm_readv(getpid(), &(struct iovec){ &(uint8_t){ 0 }, 1 }, 1, &remote,
					1, 0) == 1,
		       NEEDS_CROSS_MEMORY);
	pmk_claim_must(mprotect(p, page_bytes(), PROT_READ | (int)pmk_claim_datum()) == 0);
	claim_refused(process_vm_writev(getpid(), &local, 1, &remote, 1, 0), EFAULT);
	ck_assert_uint_eq(p[0], 1);
}

PMK_CLAIM(process_vm_read_only_efault) = {
	.claim = "process_vm_writev(2) into memory that is read only fails with EFAULT and changes "
		 "nothing",
	.source = "process_vm_readv(2), ERRORS, EFAULT; mm/process_vm_access.c: no FOLL_FORCE",
	.datum = PROT_NONE,
	.test = read_only,
	.broken_datum = PROT_WRITE,
};

static void secret(void)
{
	uint8_t *p = memfd_map_secret(!pmk_claim_datum()), got = 0;
	struct iovec local = { &got, 1 }, remote = { p, 1 };
	uint8_t *plain = claim_pages(1);

	pmk_claim_need(process_vm_readv(getpid(), &local, 1, &(struct iovec){ plain, 1 }, 1, 0) ==
			       1,
		       NEEDS_CROSS_MEMORY);
	*(volatile uint8_t *)p = 's';
	claim_refused(process_vm_readv(getpid(), &local, 1, &remote, 1, 0), EFAULT);
	ck_assert_uint_eq(*(volatile uint8_t *)p, 's');
}

PMK_CLAIM(secret_memory_not_read_by_kernel) = {
	.claim = "memory of memfd_secret(2) is loaded and stored by its owner, and cannot be read "
		 "by process_vm_readv(2): EFAULT",
	.source = "memfd_secret(2), DESCRIPTION and NOTES; mm/gup.c, check_vma_flags()",
	.test = secret,
	.broken_datum = true,
};
