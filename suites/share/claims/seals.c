// SPDX-License-Identifier: GPL-2.0-only
/* Seals of a memfd: each refuses what its receiver must not have to fear, and nothing else. */
#include "../../claim_memfd.h"

/* A mapping of the memfd to load from and store to; MAP_FAILED and errno if it is refused. */
static volatile uint8_t *map_memfd(int fd, int sharing)
{
	return mmap(NULL, page_bytes(), PROT_READ | PROT_WRITE, sharing, fd, 0);
}

/* The datum is what it is sealed with; mostly nothing under the break. */
static int sealed(void)
{
	return memfd_sealed((unsigned int)pmk_claim_datum());
}

static void busy(void)
{
	int fd = memfd_page(MFD_ALLOW_SEALING);

	pmk_claim_must(map_memfd(fd, (int)pmk_claim_datum()) != MAP_FAILED);
	claim_refused(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE), EBUSY);
	ck_assert_int_eq(fcntl(fd, F_GET_SEALS), 0);
}

PMK_CLAIM(seal_write_busy) = {
	.claim = "F_SEAL_WRITE of a memfd that has a shared writable mapping fails with EBUSY and "
		 "seals nothing",
	.source = "fcntl(2), F_SEAL_WRITE; fcntl(2), ERRORS, EBUSY",
	.datum = MAP_SHARED,
	.config = { "CONFIG_MEMFD_CREATE" },
	.test = busy,
	.broken_datum = MAP_PRIVATE,
};

static void no_write(void)
{
	int fd = sealed();

	claim_refused(pwrite(fd, "x", 1, 0), EPERM);
}

PMK_CLAIM(seal_write_refuses_write) = {
	.claim = "write(2) to a memfd with F_SEAL_WRITE fails with EPERM",
	.source = "fcntl(2), F_SEAL_WRITE; memfd_create(2), File sealing",
	.datum = F_SEAL_WRITE,
	.config = { "CONFIG_MEMFD_CREATE" },
	.test = no_write,
	.broken_datum = 0,
};

static void no_mapping(void)
{
	int fd = sealed();

	claim_refused(map_memfd(fd, MAP_SHARED), EPERM);
	ck_assert_ptr_ne((void *)map_memfd(fd, MAP_PRIVATE), MAP_FAILED);
}

PMK_CLAIM(seal_write_refuses_mapping) = {
	.claim = "a shared writable mapping of a memfd with F_SEAL_WRITE fails with EPERM; a "
		 "private one is granted",
	.source = "fcntl(2), F_SEAL_WRITE",
	.datum = F_SEAL_WRITE,
	.config = { "CONFIG_MEMFD_CREATE" },
	.test = no_mapping,
	.broken_datum = 0,
};

static void no_punch(void)
{
	claim_refused(fallocate(sealed(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0,
				(off_t)page_bytes()),
		      EPERM);
}

PMK_CLAIM(seal_write_refuses_punch) = {
	.claim = "a hole cannot be punched into a memfd with F_SEAL_WRITE: EPERM",
	.source = "fcntl(2), F_SEAL_WRITE: fallocate(2) with FALLOC_FL_PUNCH_HOLE",
	.datum = F_SEAL_WRITE,
	.config = { "CONFIG_MEMFD_CREATE" },
	.test = no_punch,
	.broken_datum = 0,
};

static void no_shrink(void)
{
	int fd = sealed();

	claim_refused(ftruncate(fd, 1), EPERM);
	ck_assert_int_eq(ftruncate(fd, (off_t)(2 * page_bytes())), 0);
}

PMK_CLAIM(seal_shrink_refuses_that_only) = {
	.claim = "F_SEAL_SHRINK refuses to make a memfd shorter with EPERM, and lets it grow",
	.source = "fcntl(2), F_SEAL_SHRINK",
	.datum = F_SEAL_SHRINK,
	.config = { "CONFIG_MEMFD_CREATE" },
	.test = no_shrink,
	.broken_datum = F_SEAL_GROW,
};

static void no_grow(void)
{
	int fd = sealed();

	claim_refused(ftruncate(fd, (off_t)(2 * page_bytes())), EPERM);
	claim_refused(pwrite(fd, "x", 1, (off_t)page_bytes()), EPERM);
	ck_assert_int_eq(ftruncate(fd, 1), 0);
}

PMK_CLAIM(seal_grow_refuses_that_only) = {
	.claim = "F_SEAL_GROW refuses to make a memfd longer with EPERM, by ftruncate(2) and by "
		 "write(2), and lets it shrink",
	.source = "fcntl(2), F_SEAL_GROW",
	.datum = F_SEAL_GROW,
	.config = { "CONFIG_MEMFD_CREATE" },
	.test = no_grow,
	.broken_datum = F_SEAL_SHRINK,
};

static void no_more_seals(void)
{
	int fd = sealed();

	claim_refused(fcntl(fd, F_ADD_SEALS, F_SEAL_GROW), EPERM);
	ck_assert_int_eq(fcntl(fd, F_GET_SEALS), F_SEAL_SEAL);
}

PMK_CLAIM(seal_seal_ends_sealing) = {
	.claim = "after F_SEAL_SEAL no further seal can be set: EPERM",
	.source = "fcntl(2), F_SEAL_SEAL",
	.datum = F_SEAL_SEAL,
	.config = { "CONFIG_MEMFD_CREATE" },
	.test = no_more_seals,
	.broken_datum = 0,
};

static void never_sealable(void)
{
	int fd = memfd_page((unsigned int)pmk_claim_datum());

	ck_assert_int_eq(fcntl(fd, F_GET_SEALS), F_SEAL_SEAL);
	claim_refused(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE), EPERM);
}

PMK_CLAIM(memfd_without_sealing) = {
	.claim = "a memfd made without MFD_ALLOW_SEALING has F_SEAL_SEAL from the start",
	.source = "memfd_create(2), MFD_ALLOW_SEALING",
	.config = { "CONFIG_MEMFD_CREATE" },
	.test = never_sealable,
	.broken_datum = MFD_ALLOW_SEALING,
};

static void future_write(void)
{
	int fd = memfd_page(MFD_ALLOW_SEALING);
	volatile uint8_t *p = map_memfd(fd, MAP_SHARED);
	uint8_t byte;

	pmk_claim_must(p != MAP_FAILED);
	ck_assert_int_eq(fcntl(fd, F_ADD_SEALS, (int)pmk_claim_datum()), 0);
	p[0] = 'm';
	ck_assert_int_eq(pread(fd, &byte, 1, 0), 1);
	ck_assert_uint_eq(byte, 'm');
	claim_refused(map_memfd(fd, MAP_SHARED), EPERM);
	claim_refused(pwrite(fd, "x", 1, 0), EPERM);
}

PMK_CLAIM(seal_future_write_spares_mapping) = {
	.claim = "F_SEAL_FUTURE_WRITE refuses write(2) and new shared writable mappings, and "
		 "leaves the mapping that is there as it is",
	.source = "fcntl(2), F_SEAL_FUTURE_WRITE (since Linux 5.1)",
	.datum = F_SEAL_FUTURE_WRITE,
	.config = { "CONFIG_MEMFD_CREATE" },
	.test = future_write,
	.broken_datum = F_SEAL_WRITE,
};
