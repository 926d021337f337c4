// SPDX-License-Identifier: GPL-2.0-only
/* Equal pages that the kernel makes one of (KSM), where it has been told to. */
#include <time.h>

#include "../../claim_memory.h"
#include "../../pagemap.h"

#define KSM	  "/sys/kernel/mm/ksm/"
#define SCANS	  4 /* a page is merged in the second scan that finds it unchanged */
#define WAIT_NS	  2000000
#define WAITS_MAX 1000

/* A number that KSM tells. */
static unsigned long ksm_value(const char *path)
{
	FILE *f = fopen(path, "re");
	unsigned long value = 0;

	if (!f && errno == ENOENT)
		pmk_claim_skip("this kernel merges no pages", "a kernel with CONFIG_KSM");
	pmk_claim_need(f, "/sys/kernel/mm/ksm");
	pmk_claim_must(fscanf(f, "%lu", &value) == 1);
	fclose(f);
	return value;
}

/* Until both pages are one frame, or KSM has looked at them often enough. */
static void wait_for_merge(const uint8_t *p)
{
	const struct timespec wait = { .tv_nsec = WAIT_NS };
	unsigned long enough = ksm_value(KSM "full_scans") + SCANS;
	int waits = 0;

	while (pagemap_frame(p) != pagemap_frame(p + page_bytes()) &&
	       ksm_value(KSM "full_scans") < enough) {
		if (++waits == WAITS_MAX)
			pmk_claim_skip(
				"KSM took more than 2 s for 4 scans",
				"echo 10000 >/sys/kernel/mm/ksm/pages_to_scan, and no virtual "
				"machine beside it, whose memory KSM scans too");
		nanosleep(&wait, NULL);
	}
}

static void merges(void)
{
	uint8_t *p = claim_pages(2);

	if (ksm_value(KSM "run") != 1)
		pmk_claim_skip("KSM does not run", "echo 1 >/sys/kernel/mm/ksm/run");
	memset(p, 0x5a, 2 * page_bytes());
	p[page_bytes()] = (uint8_t)(0x5a + pmk_claim_datum());
	pmk_claim_need(madvise(p, 2 * page_bytes(), MADV_MERGEABLE) == 0, "MADV_MERGEABLE");
	wait_for_merge(p);
	ck_assert_uint_ne(pagemap_frame(p), 0);
	ck_assert_uint_eq(pagemap_frame(p), pagemap_frame(p + page_bytes()));
	*(volatile uint8_t *)p = 1;
	ck_assert_uint_ne(pagemap_frame(p), pagemap_frame(p + page_bytes()));
	ck_assert_uint_eq(p[page_bytes()], 0x5a);
	ck_assert_uint_eq(p[page_bytes() - 1], 0x5a);
}

PMK_CLAIM(equal_pages_merged) = {
	.claim = "two equal pages under MADV_MERGEABLE become one page frame, and a store into "
		 "one of them parts them",
	.source = "Documentation/admin-guide/mm/ksm.rst",
	.needs = PMK_NEED_ROOT,
	.config = { "CONFIG_KSM", "CONFIG_ADVISE_SYSCALLS" },
	.test = merges,
	.broken_datum = 1,
};
