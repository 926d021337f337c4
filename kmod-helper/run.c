// SPDX-License-Identifier: GPL-2.0-only
/* PMK_IOC_RUN and PMK_IOC_ASK: find the op, check every field against its limits, do it. */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "internal.h"

static const struct pmk_family *const families[] = {
	&pmk_family_empty,   &pmk_family_kmap,	  &pmk_family_pin,    &pmk_family_dma,
	&pmk_family_dma_ask, &pmk_family_edu,	  &pmk_family_dmabuf, &pmk_family_mmio,
	&pmk_family_alloc,   &pmk_family_address, &pmk_family_buffer, &pmk_family_isa,
	&pmk_family_engine,
};

/*
 * Work between two looks at the clock and the scheduler: an operation counts 1, and 1 more for each
 * page visited and each 64 bytes moved, which is some instructions each. So a chunk is 0.1 ms to
 * 10 ms, long against reading the clock (some 100 instructions) and short against any limit of the
 * scheduler.
 */
#define CHUNK_UNITS (1u << 16)

static int empty_each(struct pmk_job *job, unsigned int n)
{
	job->check += n;
	while (n--)
		barrier();
	return 0;
}

static const struct pmk_operation empty_ops[] = { { PMK_OP_EMPTY, empty_each } };

/* What the batch loop around all others costs. */
const struct pmk_family pmk_family_empty = {
	.ops = empty_ops,
	.n_ops = ARRAY_SIZE(empty_ops),
	.n_max = PMK_RUN_N_MAX,
};

void pmk_info(struct pmk_info *info)
{
	unsigned int i, k;

	memset(info->ops, 0, sizeof(info->ops));
	info->questions = 0;
	info->devices = pmk_devices_count();
	for (i = 0; i < ARRAY_SIZE(families); i++) {
		const struct pmk_family *f = families[i];

		for (k = 0; k < f->n_ops; k++)
			info->ops[f->ops[k].op / 64] |= BIT_ULL(f->ops[k].op % 64);
		for (k = 0; k < f->n_questions; k++)
			info->questions |= BIT_ULL(f->questions[k].question);
	}
}

static const struct pmk_operation *find_op(u32 op, const struct pmk_family **family)
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

static const struct pmk_question_entry *find_question(u32 question)
{
	unsigned int i, k;

	for (i = 0; i < ARRAY_SIZE(families); i++)
		for (k = 0; k < families[i]->n_questions; k++)
			if (families[i]->questions[k].question == question)
				return &families[i]->questions[k];
	return NULL;
}

/* 1 .. max where the op uses it, else 0. */
static bool within(u64 value, u32 max, bool used)
{
	return used ? value && value <= max : !value;
}

static bool addr_valid(const struct pmk_run *req, u32 uses)
{
	u64 end = req->addr + (req->pages << PAGE_SHIFT);

	if (!(uses & PMK_USES_ADDR))
		return !req->addr;
	return PAGE_ALIGNED(req->addr) && end >= req->addr && end <= ULONG_MAX;
}

static int check(const struct pmk_run *req, const struct pmk_family *f, u32 uses)
{
	if (memchr_inv(req->reserved, 0, sizeof(req->reserved)) || (req->flags & ~f->flags))
		return -EINVAL;
	if (!within(req->n, req->times ? min(f->n_max, PMK_RUN_TIMES_MAX) : f->n_max, true) ||
	    !within(req->pages, f->pages_max, uses & PMK_USES_PAGES) ||
	    !within(req->bytes, f->bytes_max,
		    (uses & PMK_USES_BYTES) || (req->bytes && (uses & PMK_MAY_BYTES))) ||
	    (req->bytes & 7))
		return -EINVAL;
	if (req->n * req->bytes > PMK_RUN_BYTES_MAX ||
	    ((uses & PMK_USES_EACH) && req->n * req->pages > PMK_RUN_PAGES_MAX))
		return -EINVAL;
	if ((req->seed && !(uses & PMK_USES_SEED)) || (req->kind && req->kind >= f->kinds) ||
	    (req->device && !(uses & PMK_USES_DEVICE)) || (req->times & 7))
		return -EINVAL;
	return addr_valid(req, uses) ? 0 : -EINVAL;
}

/* Operations until the next look at the clock and the scheduler. */
static unsigned int chunk_of(const struct pmk_run *req, u32 uses)
{
	u32 units = 1 + (u32)req->bytes / 64 + ((uses & PMK_USES_EACH) ? (u32)req->pages : 0);

	return req->times ? 1 : max(1u, CHUNK_UNITS / units);
}

static int timed(struct pmk_run *req, struct pmk_job *job, const struct pmk_operation *op,
		 u64 *times)
{
	unsigned int chunk = chunk_of(req, op->uses);
	u64 left = req->n, all_ns = 0;
	int err = 0;

	while (left && !err) {
		unsigned int n = min_t(u64, left, chunk);
		u64 ns = ktime_get_raw_ns();

		err = op->run(job, n);
		ns = ktime_get_raw_ns() - ns;
		all_ns += ns;
		if (times)
			times[req->n - left] = ns;
		left -= n;
		if (left && fatal_signal_pending(current))
			err = -EINTR;
		cond_resched();
	}
	if (!err)
		req->elapsed_ns = all_ns;
	return err;
}

static int prepared(struct pmk_run *req, struct pmk_job *job, const struct pmk_family *f,
		    const struct pmk_operation *op)
{
	u64 *times = NULL;
	int err = -ENOMEM;

	if (req->times) {
		times = kvmalloc_array(req->n, sizeof(*times), GFP_KERNEL);
		if (!times)
			return -ENOMEM;
	}
	err = f->prepare ? f->prepare(job) : 0;
	if (err)
		goto out;
	err = timed(req, job, op, times);
	if (f->finish)
		f->finish(job);
	if (!err && times &&
	    copy_to_user(u64_to_user_ptr(req->times), times, req->n * sizeof(*times)))
		err = -EFAULT;
out:
	kvfree(times);
	return err;
}

static int dev_get(struct pmk_dev **dev, u32 uses, u32 index)
{
	if (!(uses & (PMK_USES_DEVICE | PMK_USES_EDU)))
		return 0;
	*dev = uses & PMK_USES_EDU ? pmk_edu_get() : pmk_dev_get(index, uses & PMK_USES_ALONE);
	return *dev ? 0 : -ENODEV;
}

int pmk_run(struct pmk_run *req)
{
	const struct pmk_family *f;
	const struct pmk_operation *op = find_op(req->op, &f);
	struct pmk_job job = { .req = req };
	int err;

	if (req->op >= PMK_OP_LIMIT || (req->flags & ~PMK_RUN_FLAGS))
		return -EINVAL;
	if (!op)
		return -EOPNOTSUPP;
	err = check(req, f, op->uses);
	if (!err)
		err = dev_get(&job.dev, op->uses, req->device);
	if (err)
		return err;
	err = prepared(req, &job, f, op);
	if (job.dev)
		pmk_dev_put(op->uses & PMK_USES_ALONE);
	if (err)
		return err;
	req->check = job.check;
	req->facts = job.facts;
	return 0;
}

int pmk_ask(struct pmk_ask *req)
{
	const struct pmk_question_entry *q = find_question(req->question);
	struct pmk_dev *dev = NULL;
	int err;

	if (req->question >= PMK_ASK_LIMIT || req->reserved)
		return -EINVAL;
	if (!q)
		return -EOPNOTSUPP;
	if (req->device && !(q->uses & PMK_USES_DEVICE))
		return -EINVAL;
	err = dev_get(&dev, q->uses, req->device);
	if (err)
		return err;
	memset(req->answers, 0, sizeof(req->answers));
	err = q->answer(req, dev);
	if (dev)
		pmk_dev_put(q->uses & PMK_USES_ALONE);
	return err;
}
