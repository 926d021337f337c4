// SPDX-License-Identifier: GPL-2.0-only
/* The ioctls of /dev/pagemark. PMK_IOC_RUN: find the op, check every field, do it n times. */
#include <linux/ktime.h>

#include "internal.h"
#include "pagemark_mark.h"

#define IN_TABLE(name) &pmk_family_##name,
static const struct pmk_family *const families[] = { PMK_FAMILIES(IN_TABLE) };

/*
 * Work between two looks at the clock and the scheduler: an operation counts 1, and 1 more for each
 * page visited and each 64 bytes moved, which is some instructions each. So a chunk is 0.1 ms to
 * 10 ms, long against reading the clock (some 100 instructions) and short against any limit of the
 * scheduler. Where an operation moves none of its bytes, chunks turn out short, and grow.
 */
#define CHUNK_UNITS    (1u << 16)
#define CHUNK_SHORT_NS (100 * NSEC_PER_USEC)

/* What the batch loop around all others costs. */
PMK_DO(run_empty, barrier())

static const struct pmk_operation ops[] = { { PMK_OP_EMPTY, PMK_COUNTED, run_empty } };

const struct pmk_family pmk_family_empty = { ops, ARRAY_SIZE(ops) };

static const struct pmk_operation *find(u32 op, const struct pmk_family **family)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(families); i++) {
		*family = families[i];
		for (unsigned int k = 0; k < families[i]->n_ops; k++)
			if (families[i]->ops[k].op == op)
				return &families[i]->ops[k];
	}
	return NULL;
}

/* 1 .. max where the op uses it, else 0. */
static bool within(u64 value, u32 max, bool used)
{
	return used ? value && value <= max : !value;
}

static bool valid(const struct pmk_run *req, const struct pmk_family *f, u32 uses)
{
	bool bytes = (uses & PMK_USES_BYTES) || (req->bytes && (uses & PMK_MAY_BYTES));
	u32 n_max = req->times ? PMK_RUN_TIMES_MAX : PMK_RUN_N_MAX;
	u32 flags = f->flags | (uses & PMK_QUESTION ? 0 : PMK_RUN_EMPTY);
	u64 end = req->addr + (req->pages << PAGE_SHIFT);

	return !(req->flags & ~flags) && (!req->kind || req->kind < f->kinds) &&
	       within(req->n, uses & PMK_QUESTION ? 1 : n_max, true) &&
	       !(req->times & (uses & PMK_QUESTION ? U64_MAX : 7)) &&
	       within(req->pages, f->pages_max, uses & PMK_USES_PAGES) &&
	       within(req->bytes, f->bytes_max, bytes) && !(req->bytes & 7) &&
	       req->n * req->bytes <= PMK_RUN_BYTES_MAX &&
	       (!(uses & PMK_USES_EACH) || req->n * req->pages <= PMK_RUN_PAGES_MAX) &&
	       (!req->seed || (uses & PMK_USES_SEED)) &&
	       (!req->device || (uses & PMK_USES_DEVICE)) &&
	       (!(req->args[0] | req->args[1]) || (uses & PMK_QUESTION)) &&
	       (!req->addr || (uses & PMK_USES_ADDR)) && PAGE_ALIGNED(req->addr) &&
	       end >= req->addr && end <= ULONG_MAX;
}

static int timed(struct pmk_run *req, struct pmk_job *job, u32 uses, u64 *times)
{
	u32 units = 1 + (u32)req->bytes / 64 + ((uses & PMK_USES_EACH) ? (u32)req->pages : 0);
	u32 chunk = req->times ? 1 : max(1u, CHUNK_UNITS / units);
	u64 left = req->n, all_ns = 0;
	int err = 0;

	while (left && !err) {
		unsigned int n = min_t(u64, left, chunk);
		u64 ns = ktime_get_raw_ns();

		PMK_MARK(PMK_MARK_PART_BEGIN);
		err = (req->flags & PMK_RUN_EMPTY ? job->empty : job->run)(job, n);
		PMK_MARK(PMK_MARK_PART_END);
		ns = ktime_get_raw_ns() - ns;
		all_ns += ns;
		if (req->times)
			times[req->n - left] = ns;
		else if (ns < CHUNK_SHORT_NS)
			chunk = min_t(u32, 8 * chunk, PMK_RUN_N_MAX);
		left -= n;
		if (left && !err)
			err = pmk_job_ends(job);
		cond_resched();
	}
	if (!err)
		req->elapsed_ns = all_ns;
	return err;
}

static int prepared(struct pmk_run *req, struct pmk_job *job, const struct pmk_family *f,
		    const struct pmk_operation *op)
{
	u64 n_times = req->times ? req->n : 0;
	u64 *times = kvmalloc_array(n_times, sizeof(*times), GFP_KERNEL);
	int err = -ENOMEM;

	job->work = kvzalloc(f->work_bytes, GFP_KERNEL);
	if (!times || !job->work)
		goto out;
	err = f->prepare ? f->prepare(job, job->work) : 0;
	if (!err)
		err = timed(req, job, op->uses, times);
	if (f->finish)
		f->finish(job, job->work);
	pmk_share_end(&job->shared);
	if (!err && copy_to_user(u64_to_user_ptr(req->times), times, n_times * sizeof(*times)))
		err = -EFAULT;
out:
	kvfree(job->work);
	kvfree(times);
	return err;
}

static int run(struct pmk_run *req)
{
	const struct pmk_family *f;
	const struct pmk_operation *op = req->op < PMK_OP_LIMIT ? find(req->op, &f) : NULL;
	struct pmk_job job = { .req = req, .empty = run_empty, .answers = req->answers };
	int err = 0;

	if (!op)
		return req->op >= PMK_OP_LIMIT ? -EINVAL : -EOPNOTSUPP;
	if (!valid(req, f, op->uses))
		return -EINVAL;
	if (op->uses & (PMK_USES_DEVICE | PMK_USES_OWN))
		err = pmk_dev_get(req->device, op->uses & PMK_USES_ALONE, &job.dev);
	if (err)
		return err;
	job.run = op->run;
	memset(req->answers, 0, sizeof(req->answers));
	err = prepared(req, &job, f, op);
	if (job.dev)
		pmk_dev_put(job.dev);
	req->check = op->uses & PMK_COUNTED ? req->n : job.check;
	req->facts = job.facts;
	req->device |= job.channel;
	return err;
}

long pmk_ioctl(struct file *file, unsigned int cmd, unsigned long user)
{
	void __user *arg = (void __user *)user;
	union {
		struct pmk_run run;
		struct pmk_buffer buffer;
		struct pmk_device device;
	} req; /* goes in and comes back whole */
	u32 version;
	long err;

	/* The version comes first, whatever the size: another one may have other structs. */
	if (_IOC_TYPE(cmd) != _IOC_TYPE(PMK_IOC_RUN))
		return -ENOTTY;
	if (get_user(version, (u32 __user *)arg))
		return -EFAULT;
	if (version != PMK_ABI_VERSION && !pmk_broken("any_version"))
		return -EPROTO;
	if (_IOC_SIZE(cmd) > sizeof(req))
		return -ENOTTY;
	if (copy_from_user(&req, arg, _IOC_SIZE(cmd)))
		return -EFAULT;
	err = cmd == PMK_IOC_RUN      ? run(&req.run)
	      : cmd == PMK_IOC_BUFFER ? pmk_buffer_set(file, &req.buffer)
	      : cmd == PMK_IOC_DEVICE ? pmk_device_describe(&req.device)
				      : -ENOTTY;
	if (!err && (_IOC_DIR(cmd) & _IOC_READ) && copy_to_user(arg, &req, _IOC_SIZE(cmd)))
		err = -EFAULT;
	return err;
}

/* By the clock, not by counting sleeps: a sleep of one tick lasts up to two. */
void pmk_await(struct pmk_job *job, u32 __user *step)
{
	unsigned long end = jiffies + 10 * HZ;
	u32 now = step && !put_user(1, step);

	while (now == 1 && time_before(jiffies, end) && !pmk_job_ends(job)) {
		schedule_timeout_killable(1);
		now = get_user(now, step) ? 0 : now;
	}
}

int pmk_job_ends(const struct pmk_job *job)
{
	if (fatal_signal_pending(current))
		return -EINTR;
	return job->dev && READ_ONCE(job->dev->gone) ? -ENODEV : 0;
}

static atomic_long_t taken[PMK_SHARES];

int pmk_share(struct pmk_shared *s, enum pmk_share of, long bytes)
{
	/* In bytes; 0: more than enough. CMA: what the kernel was built for. */
	static const long there_is[PMK_SHARES] = {
#ifdef CONFIG_HIGHMEM
		[PMK_SHARE_PKMAP] = LAST_PKMAP * PAGE_SIZE,
#endif
		/* Of x86; other 32-bit architectures have more. */
		[PMK_SHARE_VMALLOC] = IS_ENABLED(CONFIG_64BIT) ? 0 : SZ_128M,
#ifdef CONFIG_CMA_SIZE_MBYTES
		[PMK_SHARE_CMA] = (long)CONFIG_CMA_SIZE_MBYTES << 20,
#endif
		[PMK_SHARE_ZONE] = SZ_16M,
		[PMK_SHARE_BOUNCE] = SZ_64M,
	};

	*s = (struct pmk_shared){ of, bytes };
	if (atomic_long_add_return(bytes, &taken[of]) <= there_is[of] / 2 || !there_is[of])
		return 0;
	pmk_share_end(s);
	return -EBUSY;
}

void pmk_share_end(struct pmk_shared *s)
{
	atomic_long_sub(s->bytes, &taken[s->of]);
	s->bytes = 0;
}
