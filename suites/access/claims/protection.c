// SPDX-License-Identifier: GPL-2.0-only
/* What the protection of a mapping forbids. */
#include <sys/mman.h>
#include <unistd.h>

#include "pagemark_claim.h"

static void store_to_readonly(void)
{
	volatile uint8_t *p = mmap(NULL, (size_t)sysconf(_SC_PAGESIZE), (int)pmk_claim_datum(),
				   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	pmk_claim_need(p != MAP_FAILED, "a mapping");
	pmk_keep(p[0]);
	p[0] = 1;
}

PMK_CLAIM(readonly_store_faults) = {
	.claim = "a store to a PROT_READ mapping raises SIGSEGV",
	.source = "mmap(2), SIGSEGV",
	.signal = SIGSEGV,
	.datum = PROT_READ,
	.test = store_to_readonly,
	.broken_datum = PROT_READ | PROT_WRITE,
};

static void load_from_none(void)
{
	size_t page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	volatile uint8_t *p = pmk_claim_alloc(page_bytes);

	pmk_claim_must(mprotect((void *)p, page_bytes, (int)pmk_claim_datum()) == 0);
	pmk_keep(p[0]);
}

PMK_CLAIM(none_load_faults) = {
	.claim = "a load from memory that mprotect(2) made PROT_NONE raises SIGSEGV, though the "
		 "page is present",
	.source = "mprotect(2), DESCRIPTION",
	.signal = SIGSEGV,
	.datum = PROT_NONE,
	.test = load_from_none,
	.broken_datum = PROT_READ,
};
