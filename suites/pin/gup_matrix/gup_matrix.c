// SPDX-License-Identifier: GPL-2.0-only
/* The matrix of the kernel's gup_test: every way to take hold of every kind of memory. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "../huge_page.h"
#include "../pins_counted.h"
#include "../user_pages.h"

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

#define MATRIX_BYTES (2 * MiB)

enum matrix_memory { MATRIX_BASE, MATRIX_THP, MATRIX_HUGETLB };

/**
 * struct matrix - the context
 * @op: one operation
 * @done: operations of all batches
 * @checked: pages that they acquired
 * @acquired: pins of the whole kernel before
 * @released: unpins of the whole kernel before
 */
struct matrix {
	struct pmk_module_op op;
	uint64_t done, checked, acquired, released;
};

/* How many bytes of the mapping at @at the processor maps as huge pages, by /proc/self/smaps. */
static size_t matrix_huge_bytes(struct pmk_case *c, const void *at)
{
	static const char *const keys[] = { "AnonHugePages", "ShmemPmdMapped", "Shared_Hugetlb",
					    "Private_Hugetlb" };
	FILE *f = fopen("/proc/self/smaps", "re");
	unsigned long from, to, kib, sum_kib = 0;
	bool inside = false;
	char line[512], key[64];

	pmk_need(c, f, "/proc/self/smaps");
	while (fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%lx-%lx ", &from, &to) == 2)
			inside = from <= (uintptr_t)at && (uintptr_t)at < to;
		else if (inside && sscanf(line, "%63[^:]: %lu kB", key, &kib) == 2)
			for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
				sum_kib += strcmp(key, keys[i]) ? 0 : kib;
	}
	fclose(f);
	return sum_kib * KiB;
}

/* So much address space that a huge page fits in, aligned, wherever it begins. */
static uint8_t *matrix_map(struct pmk_case *c, enum matrix_memory memory, bool shared)
{
	int flags = MAP_ANONYMOUS | (shared ? MAP_SHARED : MAP_PRIVATE);
	size_t room = memory == MATRIX_HUGETLB ? MATRIX_BYTES : 2 * MATRIX_BYTES;
	uint8_t *p = mmap(NULL, room, PROT_READ | PROT_WRITE,
			  flags | (memory == MATRIX_HUGETLB ? MAP_HUGETLB : 0), -1, 0);

	if (p == MAP_FAILED && memory == MATRIX_HUGETLB)
		pmk_skip(c, "no huge page of the pool can be mapped",
			 "as root: echo 2 > /proc/sys/vm/nr_hugepages");
	pmk_need(c, p != MAP_FAILED, "memory for the matrix");
	if (memory == MATRIX_HUGETLB)
		return p;
	p += -(uintptr_t)p % MATRIX_BYTES;
	/* EINVAL: a kernel without transparent huge pages, which is as good for base pages. */
	pmk_must(c, madvise(p, MATRIX_BYTES,
			    memory == MATRIX_BASE ? MADV_NOHUGEPAGE : MADV_HUGEPAGE) == 0 ||
			    errno == EINVAL);
	return p;
}

/* Present and writable, and of the kind that the point says. */
static uint8_t *matrix_memory(struct pmk_case *c)
{
	enum matrix_memory memory = (enum matrix_memory)pmk_arg(c, "memory");
	char why[128];
	uint8_t *p;

	if (memory != MATRIX_BASE &&
	    huge_page_other(memory == MATRIX_HUGETLB, MATRIX_BYTES, why, sizeof(why)))
		pmk_skip(c, why, HUGE_PAGE_REMEDY);
	p = matrix_map(c, memory, pmk_arg(c, "share"));
	memset(p, 0x5a, MATRIX_BYTES);
	/* What did not become huge at its first touch is made so: for kernels from 6.1 on. */
	if (memory == MATRIX_THP && matrix_huge_bytes(c, p) != MATRIX_BYTES &&
	    madvise(p, MATRIX_BYTES, MADV_COLLAPSE))
		pmk_skip(c, "the kernel does not make a huge page of this memory",
			 "a kernel of 6.1 or newer with CONFIG_TRANSPARENT_HUGEPAGE, and memory "
			 "that is not fragmented");
	memset(p, 0x5a, MATRIX_BYTES);
	pmk_must(c, matrix_huge_bytes(c, p) == (memory == MATRIX_BASE ? 0 : MATRIX_BYTES));
	return p;
}

static void setup(struct pmk_case *c)
{
	struct matrix *x = pmk_priv(c);

	user_pages_setup_at(c, matrix_memory(c), pmk_arg(c, "pages"));
	if (pmk_arg(c, "access"))
		x->op.req.flags = 0;
	pmk_need(c, pins_counted(&x->acquired, &x->released), "refreshed counters in /proc/vmstat");
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct matrix *x = pmk_priv(c);

	pmk_module_run(c, n);
	x->done += n;
	x->checked += x->op.req.check;
}

static void verify(struct pmk_case *c)
{
	struct matrix *x = pmk_priv(c);
	const struct pmk_run *req = &x->op.req;
	bool pins = user_pages_pins(req->op);
	uint64_t acquired, released;

	pmk_need(c, pins_counted(&acquired, &released), "refreshed counters in /proc/vmstat");
	acquired -= x->acquired;
	released -= x->released;
	pmk_promise(c, x->checked == x->done * req->pages);
	pmk_promise(c, !(req->facts & PMK_FACT_PINNED) == !pins);
	pmk_promise(c, acquired == released);
	pmk_promise(c, acquired >= (pins ? x->checked : 0));
	/* Still the memory that it was. */
	pmk_promise(c, matrix_huge_bytes(c, (void *)(uintptr_t)req->addr) ==
			       (pmk_arg(c, "memory") == MATRIX_BASE ? 0 : MATRIX_BYTES));
}

/*
 * gup_test takes 512 pages because they are one huge page, and 123 because they are part of one.
 * The state has two huge pages: one, and what a private mapping keeps back for a copy.
 */
#define MATRIX(name, gup_op, text, ...)                                                          \
	PMK_CONTENDER(name) = { .what = text,                                                    \
				.axes = { PMK_WORDS("memory", "base", "thp", "hugetlb"),         \
					  PMK_WORDS("access", "write", "read"),                  \
					  PMK_WORDS("share", "private", "shared"),               \
					  PMK_LIST("pages", 1, 123, 512) },                      \
				.datum = gup_op,                                                 \
				.needs = PMK_NEED_MODULE | PMK_NEED_ROOT | PMK_ONLY_NAMED,       \
				.state = { { PMK_STATE_HUGEPAGES, "2", "memory", "hugetlb" },    \
					   { PMK_STATE_SHMEM_THP, "advise", "memory", "thp" } }, \
				.setup = setup,                                                  \
				.run = run,                                                      \
				.verify = verify,                                                \
				__VA_ARGS__ }

/* gup_test -u, -U, -a, -b and -L, in this order. */
MATRIX(gup_fast, PMK_OP_GUP_FAST, "get_user_pages_fast() of present pages, put_page() of each",
       .baseline = true);
MATRIX(gup_basic, PMK_OP_GUP,
       "get_user_pages() of present pages under the mmap lock, put_page() of each");
MATRIX(pin_fast, PMK_OP_PIN_FAST, "pin_user_pages_fast() of present pages, unpin_user_pages()");
MATRIX(pin_basic, PMK_OP_PIN,
       "pin_user_pages() of present pages under the mmap lock, unpin_user_pages()");
MATRIX(pin_longterm, PMK_OP_PIN_SLOW_LONGTERM,
       "pin_user_pages() with FOLL_LONGTERM of present pages under the mmap lock, "
       "unpin_user_pages()");
