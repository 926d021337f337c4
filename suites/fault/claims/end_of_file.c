// SPDX-License-Identifier: GPL-2.0-only
/* Faults beyond the end of a file, and after the file has grown to them. */
#include "../../claim_fault.h"
#include "../../claim_file.h"

static void beyond(void)
{
	int fd = claim_file((off_t)(pmk_claim_datum() * page_bytes()));
	uint8_t *p = mmap(NULL, page_bytes(), PROT_READ | PROT_WRITE, MAP_SHARED, fd,
			  (off_t)(4 * page_bytes()));

	ck_assert_ptr_ne(p, MAP_FAILED);
	claim_load_raises(p, SIGBUS, BUS_ADRERR);
	claim_store_raises(p, SIGBUS, BUS_ADRERR);
}

PMK_CLAIM(mapping_beyond_eof_granted) = {
	.claim = "a mapping wholly beyond end of file is granted, and only its use raises SIGBUS",
	.source = "mmap(2), SIGBUS",
	.spec = "POSIX.1-2017 mmap()",
	.datum = 1,
	.test = beyond,
	.broken_datum = 5,
};

static void grown(void)
{
	int fd = claim_file(0);
	uint8_t *p = claim_file_map(fd, 1, MAP_SHARED);

	claim_load_raises(p, SIGBUS, BUS_ADRERR);
	if (!pmk_claim_datum())
		pmk_claim_need(pwrite(fd, "g", 1, 0) == 1, "room to write to the file");
	claim_load_raises(p, 0, 0);
	ck_assert_uint_eq(p[0], 'g');
}

PMK_CLAIM(growth_ends_sigbus) = {
	.claim = "a write(2) that makes the file longer makes a page usable that raised SIGBUS "
		 "before",
	.source = "mmap(2), SIGBUS: beyond the end of the file at the time of the access",
	.spec = "POSIX.1-2017 mmap()",
	.test = grown,
	.broken_datum = true,
};
