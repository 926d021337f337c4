// SPDX-License-Identifier: GPL-2.0-only
/* copy_to_user() and copy_from_user() of memory that the program itself may not touch. */
#include <string.h>

#include "../../base_pages.h"
#include "pagemark_abi.h"
#include "pagemark_claim.h"

#define SEED 7 /* the kernel's first word; the program's are 0 */

static int copy(void *at, uint64_t bytes, unsigned int flags)
{
	struct pmk_run run = { .op = PMK_OP_COPY_USER,
			       .flags = flags,
			       .n = 1,
			       .bytes = bytes,
			       .seed = SEED,
			       .addr = (uintptr_t)at };

	return pmk_claim_ask(&run);
}

/* What lies in the first page is there, and comes. */
static void half_efault(void)
{
	uint8_t *mem = pmk_claim_alloc(2 * page_bytes());

	memset(mem, 0, 2 * page_bytes());
	pmk_claim_must(mprotect(mem + page_bytes(), page_bytes(), (int)pmk_claim_datum()) == 0);
	ck_assert_int_eq(copy(mem, page_bytes(), 0), 0);
	ck_assert_int_eq(copy(mem, page_bytes() + 8, 0), -EFAULT);
	ck_assert_int_eq(copy(mem, page_bytes() + 8, PMK_RUN_WRITE), -EFAULT);
}

PMK_CLAIM(user_copy_half_efault) = {
	.claim = "copy_from_user() and copy_to_user() say that bytes are left where a range runs "
		 "into memory that the program may not touch",
	.source = "include/linux/uaccess.h, raw_copy_{to,from}_user(): the number of bytes that "
		  "were not copied; mprotect(2), PROT_NONE",
	.needs = PMK_NEED_MODULE,
	.datum = PROT_NONE,
	.test = half_efault,
	.broken_datum = PROT_READ | PROT_WRITE,
};

static void read_only_kept(void)
{
	uint64_t *mem = pmk_claim_alloc(page_bytes());

	memset(mem, 0, page_bytes());
	pmk_claim_must(mprotect(mem, page_bytes(), (int)pmk_claim_datum()) == 0);
	ck_assert_int_eq(copy(mem, page_bytes(), 0), 0);
	ck_assert_int_eq(copy(mem, page_bytes(), PMK_RUN_WRITE), -EFAULT);
	ck_assert_uint_eq(mem[0], 0);
}

PMK_CLAIM(user_copy_read_only_kept) = {
	.claim = "copy_to_user() stores nothing into memory that the program may only read, from "
		 "which copy_from_user() copies",
	.source = "include/linux/uaccess.h, raw_copy_{to,from}_user(): the number of bytes that "
		  "were not copied; mprotect(2), PROT_READ",
	.needs = PMK_NEED_MODULE,
	.datum = PROT_READ,
	.test = read_only_kept,
	.broken_datum = PROT_READ | PROT_WRITE,
};
