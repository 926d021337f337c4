// SPDX-License-Identifier: GPL-2.0-only
/* mseal(2): mappings that can be neither taken away nor changed. */
#include "../../claim_call.h"
#include "../../claim_memory.h"
#include "../../uapi.h"

#define PAGES 3

/* Seals, and is SKIP where the kernel cannot. */
static void seal(const void *p, size_t pages)
{
	long err = syscall(SYS_mseal, p, pages * page_bytes(), 0);

	if (err && errno == ENOSYS)
		claim_since("mseal(2)", "6.10 of 64 bits");
	pmk_claim_must(err == 0);
}

/* Pages that begin with 1, 2, …; under the break nothing seals them. */
static uint8_t *sealed(void)
{
	uint8_t *p = claim_pages(PAGES);

	if (!pmk_claim_datum())
		seal(p, PAGES);
	else
		seal(claim_pages(1), 1);
	return p;
}

/* That stores go on in what was not taken away. */
static void stores_go_on(uint8_t *p)
{
	volatile uint8_t *at = p + page_bytes();

	ck_assert_uint_eq(at[0], 2);
	at[0] = 9;
	ck_assert_uint_eq(at[0], 9);
}

static void no_munmap(void)
{
	uint8_t *p = sealed();

	claim_refused(munmap(p + page_bytes(), page_bytes()), EPERM);
	stores_go_on(p);
}

PMK_CLAIM(sealed_refuses_munmap) = {
	.claim = "munmap(2) of part of a sealed mapping fails with EPERM, and stores into it go on",
	.source = "mseal(2); Documentation/userspace-api/mseal.rst (since Linux 6.10)",
	.test = no_munmap,
	.broken_datum = true,
};

static void no_mprotect(void)
{
	uint8_t *p = sealed();

	claim_refused(mprotect(p + page_bytes(), page_bytes(), PROT_READ), EPERM);
	stores_go_on(p);
}

PMK_CLAIM(sealed_refuses_mprotect) = {
	.claim = "mprotect(2) of part of a sealed mapping fails with EPERM, and stores into it go "
		 "on",
	.source = "mseal(2); Documentation/userspace-api/mseal.rst (since Linux 6.10)",
	.test = no_mprotect,
	.broken_datum = true,
};

static void no_mremap(void)
{
	uint8_t *p = sealed(), *to = claim_room(PAGES);
	size_t bytes = PAGES * page_bytes();

	claim_refused(mremap(p, bytes, bytes, MREMAP_MAYMOVE | MREMAP_FIXED, to), EPERM);
	claim_refused(mremap(p, bytes, bytes - page_bytes(), 0), EPERM);
	stores_go_on(p);
}

PMK_CLAIM(sealed_refuses_mremap) = {
	.claim = "a sealed mapping can neither be moved nor shrunk by mremap(2): EPERM, and stores "
		 "into it go on",
	.source = "mseal(2); Documentation/userspace-api/mseal.rst (since Linux 6.10)",
	.test = no_mremap,
	.broken_datum = true,
};

static void no_replacing(void)
{
	uint8_t *p = sealed();

	claim_refused(mmap(p + page_bytes(), page_bytes(), PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0),
		      EPERM);
	stores_go_on(p);
}

PMK_CLAIM(sealed_refuses_map_fixed) = {
	.claim = "mmap(2) with MAP_FIXED over part of a sealed mapping fails with EPERM, and "
		 "stores into it go on",
	.source = "mseal(2); Documentation/userspace-api/mseal.rst (since Linux 6.10)",
	.test = no_replacing,
	.broken_datum = true,
};

/* The datum is the protection. */
static void no_dontneed(void)
{
	uint8_t *p = claim_pages(1);

	pmk_claim_must(mprotect(p, page_bytes(), (int)pmk_claim_datum()) == 0);
	seal(p, 1);
	claim_refused(madvise(p, page_bytes(), MADV_DONTNEED), EPERM);
	ck_assert_uint_eq(*(volatile uint8_t *)p, 1);
}

PMK_CLAIM(sealed_read_only_keeps_bytes) = {
	.claim = "MADV_DONTNEED of sealed anonymous memory that is read only fails with EPERM and "
		 "drops nothing",
	.source = "mseal(2); Documentation/userspace-api/mseal.rst: destructive madvise of "
		  "read-only anonymous memory",
	.datum = PROT_READ,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = no_dontneed,
	.broken_datum = PROT_READ | PROT_WRITE,
};

static void over_hole(void)
{
	uint8_t *p = claim_pages(PAGES);

	seal(claim_pages(1), 1);
	if (!pmk_claim_datum())
		pmk_claim_must(munmap(p + page_bytes(), page_bytes()) == 0);
	claim_refused(syscall(SYS_mseal, p, PAGES * page_bytes(), 0), ENOMEM);
	ck_assert_int_eq(munmap(p, page_bytes()), 0);
	ck_assert_int_eq(munmap(p + 2 * page_bytes(), page_bytes()), 0);
}

PMK_CLAIM(seal_over_hole_seals_nothing) = {
	.claim = "mseal(2) of a range with unmapped memory in it fails with ENOMEM and seals "
		 "nothing",
	.source = "mseal(2), ERRORS, ENOMEM; Documentation/userspace-api/mseal.rst",
	.test = over_hole,
	.broken_datum = true,
};
