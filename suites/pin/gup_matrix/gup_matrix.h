/* SPDX-License-Identifier: GPL-2.0-only */
/* The matrix of the kernel's gup_test: every way to take hold of every kind of memory. */
#ifndef PAGEMARK_PIN_GUP_MATRIX_H
#define PAGEMARK_PIN_GUP_MATRIX_H

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../huge_page.h"
#include "pagemark_module.h"

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

/* gup_test takes 512 pages because they are one huge page, and 123 because they are part of one. */
#define MATRIX_AXES                                                                          \
	PMK_WORDS("memory", "base", "thp", "hugetlb"), PMK_WORDS("access", "write", "read"), \
		PMK_WORDS("share", "private", "shared"), PMK_LIST("pages", 1, 123, 512)

/* Two huge pages: one, and what a private mapping keeps back for a copy. */
#define MATRIX_STATE                                                                      \
	{                                                                                 \
		{ .name = PMK_STATE_HUGEPAGES,                                            \
		  .value = "2",                                                           \
		  .axis = "memory",                                                       \
		  .where = "hugetlb" },                                                   \
		{                                                                         \
			.name = PMK_STATE_SHMEM_THP, .value = "advise", .axis = "memory", \
			.where = "thp"                                                    \
		}                                                                         \
	}

#define MATRIX_BYTES (2 * MiB)

enum matrix_memory { MATRIX_BASE, MATRIX_THP, MATRIX_HUGETLB };

/**
 * struct matrix - the context of every contender
 * @fd: the device
 * @req: one operation
 * @n: operations of the last batch
 * @done: operations of all batches
 * @checked: pages that they acquired
 * @acquired: pins of the whole kernel before
 * @released: unpins of the whole kernel before
 */
struct matrix {
	int fd;
	struct pmk_run req;
	uint64_t n, done, checked, acquired, released;
};

/* A counter of the whole kernel, after every CPU has added what it kept back. */
static inline uint64_t matrix_counted(struct pmk_case *c, const char *name)
{
	int fd = open("/proc/sys/vm/stat_refresh", O_WRONLY | O_CLOEXEC);
	unsigned long long value = 0, found = 0;
	FILE *f = fopen("/proc/vmstat", "re");
	char key[64];

	pmk_need(c, f && fd >= 0 && write(fd, "1", 1) == 1, "refreshed counters in /proc/vmstat");
	close(fd);
	rewind(f);
	while (!found && fscanf(f, "%63s %llu", key, &value) == 2)
		found = !strcmp(key, name);
	fclose(f);
	pmk_must(c, found);
	return value;
}

/* How many bytes of the mapping at @at the processor maps as huge pages, by /proc/self/smaps. */
static inline size_t matrix_huge_bytes(struct pmk_case *c, const void *at)
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
static inline uint8_t *matrix_map(struct pmk_case *c, enum matrix_memory memory, bool shared)
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
static inline uint8_t *matrix_memory(struct pmk_case *c)
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

static inline void matrix_setup(struct pmk_case *c, unsigned int op)
{
	struct matrix *x = pmk_priv(c);

	x->fd = pmk_module_open(c, op);
	x->req.op = op;
	x->req.flags = pmk_arg(c, "access") ? 0 : PMK_RUN_WRITE;
	x->req.pages = pmk_arg(c, "pages");
	x->req.addr = (uintptr_t)matrix_memory(c);
	x->acquired = matrix_counted(c, "nr_foll_pin_acquired");
	x->released = matrix_counted(c, "nr_foll_pin_released");
	pmk_set_items_per_op(c, x->req.pages);
}

static inline void matrix_run(struct pmk_case *c, uint64_t n)
{
	struct matrix *x = pmk_priv(c);

	pmk_module_run(c, n);
	x->done += n;
	x->checked += x->req.check;
}

static inline void matrix_verify(struct pmk_case *c)
{
	struct matrix *x = pmk_priv(c);
	bool pins = x->req.op != PMK_OP_GUP_FAST && x->req.op != PMK_OP_GUP;
	uint64_t acquired = matrix_counted(c, "nr_foll_pin_acquired") - x->acquired;
	uint64_t released = matrix_counted(c, "nr_foll_pin_released") - x->released;

	pmk_promise(c, x->checked == x->done * x->req.pages);
	pmk_promise(c, !(x->req.facts & PMK_FACT_PINNED) == !pins);
	pmk_promise(c, acquired == released);
	pmk_promise(c, acquired >= (pins ? x->checked : 0));
	/* Still the memory that it was. */
	pmk_promise(c, matrix_huge_bytes(c, (void *)(uintptr_t)x->req.addr) ==
			       (pmk_arg(c, "memory") == MATRIX_BASE ? 0 : MATRIX_BYTES));
}

#endif
