// SPDX-License-Identifier: GPL-2.0-only
/* What a signal says of the touch that raised it. */
#include "../../claim_fault.h"
#include "../../claim_memory.h"

static void codes(void)
{
	uint8_t *mapped = claim_pages(1), *gone = claim_pages(1);

	pmk_claim_must(mprotect(mapped, page_bytes(), PROT_NONE) == 0);
	pmk_claim_must(munmap(gone, page_bytes()) == 0);
	if (pmk_claim_datum()) {
		uint8_t *other = gone;

		gone = mapped;
		mapped = other;
	}
	claim_load_raises(gone, SIGSEGV, SEGV_MAPERR);
	claim_load_raises(mapped, SIGSEGV, SEGV_ACCERR);
}

PMK_CLAIM(segv_code_tells_why) = {
	.claim = "SIGSEGV comes with SEGV_MAPERR where nothing is mapped, and with SEGV_ACCERR "
		 "where the protection forbids it",
	.source = "sigaction(2), si_code of SIGSEGV",
	.spec = "POSIX.1-2017 signal.h",
	.test = codes,
	.broken_datum = true,
};

#define AT 123

static void address(void)
{
	uint8_t *p = claim_pages(1);
	struct claim_fault f;

	pmk_claim_must(mprotect(p, page_bytes(), PROT_NONE) == 0);
	f = claim_touch(p + pmk_claim_datum(), false);
	ck_assert_int_eq(f.sig, SIGSEGV);
	ck_assert_ptr_eq(f.at, p + AT);
}

PMK_CLAIM(segv_address_is_the_byte) = {
	.claim = "SIGSEGV comes with the address of the very byte that was touched",
	.source = "sigaction(2), si_addr: the address of the fault",
	.spec = "POSIX.1-2017 signal.h",
	.datum = AT,
	.test = address,
	.broken_datum = AT + 1,
};
