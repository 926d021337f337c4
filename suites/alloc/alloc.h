/* SPDX-License-Identifier: GPL-2.0-only */
/* What contenders on the kernel's allocators share: the request, the batch and its events. */
#ifndef PAGEMARK_ALLOC_H
#define PAGEMARK_ALLOC_H

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "pagemark_module.h"

/**
 * struct alloc - the context of every contender; its datum is PMK_ALLOC()
 * @op: one operation, and its last batch
 * @slabs: watch /proc/slabinfo, whose reading costs as much as a batch in a guest
 */
struct alloc {
	struct pmk_module_op op;
	bool slabs;
};

#define ALLOC_KERNEL(by) PMK_ALLOC(by, PMK_GFP_KERNEL)

/* What the page allocator and the slab allocator have done so far. */
struct alloc_events {
	uint64_t pages_taken, free_blocks, slab_objects;
};

/* Pages that the buddy allocator gave to anyone, of all zones. */
static inline uint64_t alloc_pages_taken(struct pmk_case *c)
{
	FILE *f = fopen("/proc/vmstat", "re");
	unsigned long long value, sum = 0;
	char name[64];

	pmk_need(c, f, "a file of /proc that tells of memory");
	while (fscanf(f, "%63s %llu", name, &value) == 2)
		sum += strncmp(name, "pgalloc_", 8) == 0 ? value : 0;
	fclose(f);
	return sum;
}

/* Free blocks of all orders: more of them for the same memory are smaller ones. */
static inline uint64_t alloc_free_blocks(struct pmk_case *c)
{
	FILE *f = fopen("/proc/buddyinfo", "re");
	unsigned long long value, sum = 0;

	pmk_need(c, f, "a file of /proc that tells of memory");
	while (fscanf(f, "Node %*d, zone %*s") == 0)
		while (fscanf(f, "%llu\n", &value) == 1)
			sum += value;
	fclose(f);
	return sum;
}

/* Objects that all slabs have room for. */
static inline uint64_t alloc_slab_objects(struct pmk_case *c)
{
	FILE *f = fopen("/proc/slabinfo", "re");
	unsigned long long value, sum = 0;
	char line[512];

	pmk_need(c, f, "a file of /proc that tells of memory");
	while (fgets(line, sizeof(line), f))
		sum += sscanf(line, "%*s %*u %llu", &value) == 1 ? value : 0;
	fclose(f);
	return sum;
}

static inline struct alloc_events alloc_events_now(struct pmk_case *c)
{
	struct alloc *x = pmk_priv(c);

	return (struct alloc_events){ alloc_pages_taken(c), alloc_free_blocks(c),
				      x->slabs ? alloc_slab_objects(c) : 0 };
}

static inline void alloc_setup_bytes(struct pmk_case *c, uint64_t bytes)
{
	struct pmk_run folio = { .abi_version = PMK_ABI_VERSION,
				 .op = PMK_OP_ALLOC,
				 .kind = ALLOC_KERNEL(PMK_FOLIO),
				 .n = 1,
				 .bytes = bytes };
	struct alloc *x = pmk_priv(c);

	pmk_module_setup(c, (struct pmk_run){ .op = PMK_OP_ALLOC,
					      .kind = (uint32_t)pmk_datum(c),
					      .bytes = bytes });
	if (x->op.req.kind == folio.kind && ioctl(x->op.fd, PMK_IOC_RUN, &folio) &&
	    errno == EOPNOTSUPP)
		pmk_skip(c, "this kernel has no folios",
			 "Linux 5.16 or newer: --target x86_64-6.1");
	pmk_module_try(c, "memory of the kernel");
	pmk_set_bytes_per_op(c, bytes);
}

static inline void alloc_setup(struct pmk_case *c)
{
	alloc_setup_bytes(c, pmk_arg(c, "size"));
}

/* Memory of so many pages, whatever size these have. */
static inline void alloc_setup_pages(struct pmk_case *c)
{
	alloc_setup_bytes(c, pmk_arg(c, "pages") * (uint64_t)sysconf(_SC_PAGESIZE));
}

static inline void alloc_run(struct pmk_case *c, uint64_t n)
{
	struct alloc *x = pmk_priv(c);
	struct alloc_events before = alloc_events_now(c), after;

	pmk_module_run(c, n);
	after = alloc_events_now(c);
	/* Of each call's allocations two are the module's trials, which are not counted in n. */
	pmk_counter_add(c, "pages_taken", "1",
			(double)(after.pages_taken - before.pages_taken) * (double)n /
				(double)(n + 2));
	/* By the content of a trial: kzalloc() zeroes, and init_on_alloc has all of them zero. */
	pmk_counter_add(c, "zeroed", "1", x->op.req.facts & PMK_FACT_ZEROED ? (double)n : 0);
	pmk_counter_add(c, "free_blocks_more", "1",
			(double)after.free_blocks - (double)before.free_blocks);
	if (x->slabs)
		pmk_counter_add(c, "slab_objects_more", "1",
				(double)after.slab_objects - (double)before.slab_objects);
}

/* PMK_FACT_* that memory of an allocator must have. kvmalloc() may give either kind. */
static inline uint32_t alloc_facts(unsigned int kind)
{
	const unsigned int by = kind % 8 + kind / 32 * 8; /* as PMK_ALLOC() packs it */

	if (by == PMK_PERCPU)
		return PMK_FACT_INTACT | PMK_FACT_ZEROED;
	if (by == PMK_KVMALLOC)
		return PMK_FACT_INTACT;
	if (by == PMK_VMALLOC)
		return PMK_FACT_INTACT | PMK_FACT_VMALLOC;
	return PMK_FACT_INTACT | PMK_FACT_CONTIGUOUS | (by == PMK_KZALLOC ? PMK_FACT_ZEROED : 0);
}

static inline void alloc_verify(struct pmk_case *c)
{
	struct alloc *x = pmk_priv(c);
	uint32_t facts = alloc_facts(x->op.req.kind), seen = x->op.req.facts;

	/* A word of each was loaded as it had been stored; of one more, all bytes were. */
	pmk_promise(c, x->op.req.check == x->op.n);
	pmk_promise(c, (seen & facts) == facts);
	pmk_promise(c, !(facts & PMK_FACT_CONTIGUOUS && seen & PMK_FACT_VMALLOC));
}

#endif
