// SPDX-License-Identifier: GPL-2.0-only
/* Memory protection keys: what a thread forbids itself, and that keys end. */
#include "../../claim_fault.h"
#include "../../claim_memory.h"

#define MOST_KEYS 64

/* A key that forbids nothing; SKIP where the processor has none. */
static int first_key(void)
{
	int key = pkey_alloc(0, 0);

	if (key < 0)
		pmk_claim_skip("this processor, or this kernel, has no memory protection keys",
			       "an x86 processor with pku, as --target x86_64-6.1 emulates");
	return key;
}

static void forbidden(void)
{
	uint8_t *p = claim_pages(1);
	int key = first_key(), other = pkey_alloc(0, 0);

	pmk_claim_must(other >= 0);
	pmk_claim_must(pkey_mprotect(p, page_bytes(), PROT_READ | PROT_WRITE, key) == 0);
	pmk_claim_must(pkey_set(pmk_claim_datum() ? other : key, PKEY_DISABLE_ACCESS) == 0);
	claim_load_raises(p, SIGSEGV, SEGV_PKUERR);
	pmk_claim_must(pkey_set(key, 0) == 0);
	ck_assert_uint_eq(*(volatile uint8_t *)p, 1);
}

PMK_CLAIM(pkey_forbids_access) = {
	.claim = "a load from memory whose protection key forbids access raises SIGSEGV with "
		 "SEGV_PKUERR; with access again the bytes are there",
	.source = "pkeys(7); sigaction(2), SEGV_PKUERR",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = forbidden,
	.broken_datum = true,
};

static void keys_end(void)
{
	int n = 1, key = first_key();

	while (n < MOST_KEYS && pkey_alloc(0, 0) >= 0)
		n++;
	/* Key 0 is everybody's, and of 16 that x86 has one may stand for execute only. */
	ck_assert_int_le(n, 15);
	if (pmk_claim_datum())
		pmk_claim_must(pkey_free(key) == 0);
	claim_refused(pkey_alloc(0, 0), ENOSPC);
	ck_assert_int_eq(pkey_free(key), 0);
	ck_assert_int_eq(pkey_alloc(0, 0), key);
}

PMK_CLAIM(pkeys_end) = {
	.claim = "pkey_alloc(2) gives at most 15 keys and fails with ENOSPC then; one that is "
		 "freed can be had again",
	.source = "pkey_alloc(2), ERRORS, ENOSPC; Documentation/core-api/protection-keys.rst",
	.test = keys_end,
	.broken_datum = true,
};
