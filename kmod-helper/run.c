// SPDX-License-Identifier: GPL-2.0-only
/* PMK_IOC_RUN: finds the op, checks every field against its family's limits, times n operations. */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/timex.h>

#include "internal.h"

static const struct pmk_family *const families[] = {
	&pmk_family_empty, &pmk_family_kmap, &pmk_family_pin, &pmk_family_dma, &pmk_family_edu,
};

/*
 * Work between two looks at the clock and the scheduler: an operation counts 1, and 1 more for each
 * page pinned and each 64 bytes moved, which is some instructions each. So a chunk is 0.1 ms to
 * 10 ms, long against reading the clocks (some 100 instructions) and short against any limit of the
 * scheduler.
 */
#define CHUNK_UNITS (1u << 16)

int pmk_families_init(void)
{
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(families); i++) {
		err = families[i]->init ? families[i]->init() : 0;
		if (err)
			goto undo;
	}
	return 0;
undo:
	while (i--)
		if (families[i]->exit)
			families[i]->exit();
	return err;
}

void pmk_families_exit(void)
{
	unsigned int i = ARRAY_SIZE(families);

	while (i--)
		if (families[i]->exit)
			families[i]->exit();
}

static u64 ops_of(const struct pmk_family *f)
{
	u64 ops = 0;
	unsigned int i;

	if (f->present && !f->present())
		return 0;
	for (i = 0; i < f->n_ops; i++)
		ops |= BIT_ULL(f->ops[i].op);
	return ops;
}

u64 pmk_families_ops(void)
{
	u64 ops = 0;
	unsigned int i;

	BUILD_BUG_ON(PMK_OP_LIMIT > 64);
	for (i = 0; i < ARRAY_SIZE(families); i++)
		ops |= ops_of(families[i]);
	return ops;
}

static const struct pmk_operation *find(u32 op, const struct pmk_family **family)
{
	unsigned int i, k;

	for (i = 0; i < ARRAY_SIZE(families); i++) {
		*family = families[i];
		for (k = 0; k < families[i]->n_ops; k++)
			if (families[i]->ops[k].op == op)
				return &families[i]->ops[k];
	}
	return NULL;
}

/* 1 .. max, or exactly 0 where max is 0. */
static bool within(u64 value, u32 max)
{
	return value <= max && !value == !max;
}

static bool addr_valid(const struct pmk_run *req, const struct pmk_family *f)
{
	u64 end = req->addr + (req->pages << PAGE_SHIFT);

	if (!f->takes_addr)
		return !req->addr;
	return PAGE_ALIGNED(req->addr) && req->n * req->pages <= PMK_RUN_PAGES_MAX &&
	       end >= req->addr && end <= ULONG_MAX;
}

static int check(const struct pmk_run *req, const struct pmk_family *f)
{
	if (memchr_inv(req->reserved, 0, sizeof(req->reserved)) || (req->flags & ~f->flags))
		return -EINVAL;
	if (!within(req->n, f->n_max) || !within(req->pages, f->pages_max) ||
	    !within(req->bytes, f->bytes_max) || (req->bytes & 7))
		return -EINVAL;
	if (req->n * req->bytes > PMK_RUN_BYTES_MAX || (req->seed && !f->takes_seed))
		return -EINVAL;
	return addr_valid(req, f) ? 0 : -EINVAL;
}

static unsigned int chunk_of(const struct pmk_run *req, const struct pmk_family *f)
{
	u32 units = 1 + (u32)req->bytes / 64 + (f->takes_addr ? (u32)req->pages : 0);

	return max(1u, CHUNK_UNITS / units);
}

static int timed(struct pmk_run *req, struct pmk_job *job, const struct pmk_operation *op,
		 unsigned int chunk)
{
	u64 left = req->n, ns = 0, cycles = 0;
	int err = 0;

	while (left && !err) {
		unsigned int n = min_t(u64, left, chunk);
		u64 ns_before = ktime_get_raw_ns();
		cycles_t cycles_before = get_cycles();

		err = op->run(job, n);
		cycles += get_cycles() - cycles_before;
		ns += ktime_get_raw_ns() - ns_before;
		left -= n;
		if (left && fatal_signal_pending(current))
			err = -EINTR;
		cond_resched();
	}
	if (err)
		return err;
	req->elapsed_ns = ns;
	req->elapsed_cycles = cycles;
	return 0;
}

int pmk_run(struct pmk_run *req)
{
	const struct pmk_family *f;
	const struct pmk_operation *op = find(req->op, &f);
	struct pmk_job job = { .req = req };
	int err;

	if (req->op >= PMK_OP_LIMIT || (req->flags & ~PMK_RUN_FLAGS))
		return -EINVAL;
	if (!op)
		return -EOPNOTSUPP;
	err = check(req, f);
	if (err)
		return err;
	if (f->present && !f->present())
		return -ENODEV;
	err = f->prepare ? f->prepare(&job) : 0;
	if (err)
		return err;
	err = timed(req, &job, op, chunk_of(req, f));
	if (f->finish)
		f->finish(&job);
	if (err)
		return err;
	req->check = job.check;
	req->facts = job.facts;
	return 0;
}
