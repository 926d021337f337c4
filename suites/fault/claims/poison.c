// SPDX-License-Identifier: GPL-2.0-only
/* A page that is lost: MADV_HWPOISON would take it from the machine, so userfaultfd(2) plays it. */
#include "../../claim_fault.h"
#include "uffd.h"

#ifndef UFFDIO_POISON
struct uffdio_poison {
	struct uffdio_range range;
	__u64 mode;
	__s64 updated;
};
#define UFFDIO_POISON _IOWR(UFFDIO, 0x08, struct uffdio_poison)
#endif

/* The break takes another page for the lost one. */
static void lost(void)
{
	uint8_t *p = claim_anonymous(2, MAP_PRIVATE);
	int fd = uffd_watch(p, 2, UFFDIO_REGISTER_MODE_MISSING);
	struct uffdio_poison ask = { .range = { (uintptr_t)p, page_bytes() } };
	struct claim_fault f;

	if (ioctl(fd, UFFDIO_POISON, &ask) && (errno == EINVAL || errno == ENOTTY))
		claim_since("UFFDIO_POISON", "6.6");
	pmk_claim_must(uffd_copy(fd, p + page_bytes(), 'c') == 0);
	f = claim_touch(p + pmk_claim_datum() * page_bytes() + 1, false);
	ck_assert_int_eq(f.sig, SIGBUS);
	ck_assert_int_eq(f.code, BUS_MCEERR_AR);
	ck_assert_uint_eq((uintptr_t)f.at & -page_bytes(), (uintptr_t)p);
	ck_assert_uint_eq(p[page_bytes()], 'c');
}

PMK_CLAIM(poison_raises_sigbus) = {
	.claim = "a load from a page that is marked as lost to a memory error raises SIGBUS with "
		 "BUS_MCEERR_AR and its address, and its neighbour has its bytes",
	.source = "sigaction(2), BUS_MCEERR_AR; Documentation/admin-guide/mm/userfaultfd.rst, "
		  "Memory Poisoning Emulation (since Linux 6.6)",
	/* Without the latter a lost page raises BUS_ADRERR. */
	.config = { "CONFIG_USERFAULTFD", "CONFIG_MEMORY_FAILURE" },
	.test = lost,
	.broken_datum = 1,
};
