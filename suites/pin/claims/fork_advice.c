// SPDX-License-Identifier: GPL-2.0-only
/* Memory of which the program said what fork(2) does to it. */
#include "../../claim_fault.h"
#include "../../claim_memory.h"

/* What a child loads from there, or the signal that ends it. */
static int load(void *p)
{
	return *(volatile uint8_t *)p;
}

static void wiped(void)
{
	uint8_t *p = claim_pages(1);

	pmk_claim_must(madvise(p, page_bytes(), MADV_WIPEONFORK) == 0);
	if (pmk_claim_datum())
		pmk_claim_must(madvise(p, page_bytes(), MADV_KEEPONFORK) == 0);
	ck_assert_int_eq(claim_child(load, p), 0);
	ck_assert_uint_eq(p[0], 1);
}

PMK_CLAIM(wipeonfork_zero_in_child) = {
	.claim = "memory under MADV_WIPEONFORK reads as zero in a child, and stays in its parent",
	.source = "madvise(2), MADV_WIPEONFORK (since Linux 4.14)",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = wiped,
	.broken_datum = true,
};

static void forked_again(void)
{
	uint8_t *p = claim_pages(1);
	int status;

	pmk_claim_must(madvise(p, page_bytes(), MADV_DONTFORK) == 0);
	if (!pmk_claim_datum())
		ck_assert_int_eq(madvise(p, page_bytes(), MADV_DOFORK), 0);
	status = claim_child(load, p);
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 1,
		      "the child's load ended with wait status 0x%x", (unsigned int)status);
}

PMK_CLAIM(dofork_undoes_dontfork) = {
	.claim = "MADV_DOFORK undoes MADV_DONTFORK: a child has the memory again",
	.source = "madvise(2), MADV_DOFORK",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = forked_again,
	.broken_datum = true,
};

static void droppable(void)
{
	uint8_t *p = mmap(NULL, page_bytes(), PROT_READ | PROT_WRITE, MAP_DROPPABLE | MAP_ANONYMOUS,
			  -1, 0);

	if (p == MAP_FAILED && (errno == EINVAL || errno == EOPNOTSUPP))
		claim_since("MAP_DROPPABLE, for 64-bit programs", "6.11");
	if (pmk_claim_datum())
		p = claim_pages(1);
	pmk_claim_need(p != MAP_FAILED, "a mapping");
	p[0] = 1;
	ck_assert_int_eq(claim_child(load, p), 0);
}

PMK_CLAIM(droppable_zero_in_child) = {
	.claim = "MAP_DROPPABLE memory reads as zero in a child",
	.source = "mmap(2), MAP_DROPPABLE (since Linux 6.11): the mapping is wiped on fork",
	.test = droppable,
	.broken_datum = true,
};
