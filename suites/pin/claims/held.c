// SPDX-License-Identifier: GPL-2.0-only
/* A pinned page stays that page, with its data, whatever its process does meanwhile. */
#include <sys/wait.h>

#include "../../kernel_option.h"
#include "hold.h"

#define OLD 0x1111ull
#define NEW 0x2222ull

#define PIN (PMK_OP_PIN_FAST | HOLD_WRITE)
#define GET (PMK_OP_GUP_FAST | HOLD_WRITE) /* nothing is pinned, only referenced */

/* The child lives on, so that its pages are still shared when the parent stores. */
static pid_t sleeping_child(const volatile uint64_t *p, uint64_t expected)
{
	int there[2];
	pid_t pid;
	char byte;

	pmk_claim_need(pipe(there) == 0, "a pipe");
	pid = fork();
	pmk_claim_need(pid >= 0, "one more process");
	if (pid == 0) {
		byte = *p == expected;
		if (write(there[1], &byte, 1) == 1)
			pause();
		_exit(1);
	}
	pmk_claim_must(read(there[0], &byte, 1) == 1);
	ck_assert_int_eq(byte, 1);
	return pid;
}

static void across_fork(void)
{
	volatile uint64_t *p = hold_memory(1, OLD);
	struct hold h;
	pid_t child;

	hold_begin(&h, (void *)p, 1, (unsigned int)pmk_claim_datum());
	child = sleeping_child(p, OLD);
	*p = NEW;
	hold_end(&h);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	ck_assert_int_eq(hold_got(&h), 1);
	ck_assert_uint_eq(h.q.answers[2], OLD);
	ck_assert_uint_eq(h.q.answers[3], NEW);
	/* And the device's store at the end is seen by the parent. */
	ck_assert_uint_eq(*p, ~OLD);
}

PMK_CLAIM(pin_survives_fork) = {
	.claim = "a pinned page of private memory stays its process's own over fork(2): what the "
		 "process stores afterwards a device sees there, and the other way round",
	.source = "mm/memory.c, copy_present_page(): a pinned page is copied at fork(); "
		  "Documentation/core-api/pin_user_pages.rst, folio_maybe_dma_pinned(): its "
		  "page_ form in Linux 6.1",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.datum = PIN,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = across_fork,
	.broken_datum = GET,
};

/* Before 5.19 nothing promised it. */
static void need_unsharing(void)
{
	if (kernel_before(5, 19))
		pmk_claim_skip("this kernel has no gup_must_unshare(), which makes that copy",
			       "Linux 5.19 or newer");
}

static void read_pin_of_shared(void)
{
	volatile uint64_t *p = hold_memory(1, OLD);
	pid_t child;
	struct hold h;

	need_unsharing();
	child = sleeping_child(p, OLD);
	hold_begin(&h, (void *)p, 1, (unsigned int)pmk_claim_datum() & ~HOLD_WRITE);
	*p = NEW;
	hold_end(&h);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	ck_assert_int_eq(hold_got(&h), 1);
	ck_assert_uint_eq(h.q.answers[2], OLD);
	ck_assert_uint_eq(h.q.answers[3], NEW);
}

PMK_CLAIM(pin_read_unshares) = {
	.claim = "a pin for reading of a page that fork(2) left shared takes a copy of its own "
		 "first, so that a device sees what the process stores later",
	.source = "mm/internal.h (include/linux/mm.h in Linux 6.1), gup_must_unshare(): the "
		  "pin remains consistent with the pages mapped",
	.needs = PMK_NEED_MODULE,
	.datum = PIN,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = read_pin_of_shared,
	.broken_datum = GET,
};

#define OTHERS 256

static void across_munmap(void)
{
	uint64_t *p = hold_memory(1, OLD), pfn = pagemap_frame(p);
	struct hold h;

	hold_begin(&h, pmk_claim_datum() ? hold_memory(1, OLD) : p, 1, PIN);
	pmk_claim_must(munmap(p, page_bytes()) == 0);
	/* A page that was free again would be among these, and hold something else. */
	for (uint64_t i = 0, *q = hold_memory(OTHERS, NEW); i < OTHERS; i++)
		ck_assert_uint_ne(pagemap_frame((uint8_t *)q + i * page_bytes()), pfn);
	hold_end(&h);
	ck_assert_uint_eq(h.q.answers[1], pfn);
	ck_assert_uint_eq(h.q.answers[2], OLD);
	ck_assert_uint_eq(h.q.answers[3], OLD);
}

PMK_CLAIM(pin_survives_munmap) = {
	.claim = "a pinned page that its process unmaps keeps its data and is given to nobody else "
		 "until it is unpinned",
	.source = "Documentation/core-api/pin_user_pages.rst, CASE 2: no special synchronization "
		  "with munmap() is provided",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = across_munmap,
	.broken_datum = true,
};

static void across_dontneed(void)
{
	volatile uint64_t *p = hold_memory(1, OLD);
	struct hold h;

	hold_begin(&h, (void *)p, 1, PIN);
	pmk_claim_must(madvise((void *)p, page_bytes(), (int)pmk_claim_datum()) == 0);
	ck_assert_uint_eq(*p, 0);
	*p = NEW;
	hold_end(&h);
	ck_assert_uint_eq(h.q.answers[3], OLD);
	ck_assert_uint_eq(*p, NEW);
}

PMK_CLAIM(pin_parts_at_dontneed) = {
	.claim = "after MADV_DONTNEED a pinned page and its address have parted: the process gets "
		 "another page, and a device keeps the old one with its data",
	.source = "madvise(2), MADV_DONTNEED; Documentation/core-api/pin_user_pages.rst, CASE 2",
	.needs = PMK_NEED_MODULE,
	.datum = MADV_DONTNEED,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = across_dontneed,
	.broken_datum = MADV_NORMAL,
};
