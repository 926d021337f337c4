// SPDX-License-Identifier: GPL-2.0-only
/* The follow family: a device's page table follows a process's, with no hold of its pages. */
#include "internal.h"

#ifdef CONFIG_HMM_MIRROR
#include <linux/hmm.h>
#include <linux/mmu_notifier.h>

struct work {
	struct mmu_interval_notifier notifier;
	int refused;		/* why it is not there */
	spinlock_t lock;	/* of what follows, as a driver's, held where it changes */
	unsigned long changes;	/* that the notifier told of */
	struct hmm_range range; /* with the sequence number at which the frames were right */
	unsigned long pfns[PMK_PIN_PAGES_MAX];
};

static bool invalidate(struct mmu_interval_notifier *notifier,
		       const struct mmu_notifier_range *range, unsigned long seq)
{
	struct work *w = container_of(notifier, struct work, notifier);

	spin_lock(&w->lock);
	mmu_interval_set_seq(notifier, seq);
	w->changes += !pmk_broken("notifier_deaf");
	spin_unlock(&w->lock);
	return true;
}

static const struct mmu_interval_notifier_ops notifier_ops = { .invalidate = invalidate };

static bool changed(struct work *w)
{
	bool is;

	spin_lock(&w->lock);
	is = mmu_interval_read_retry(&w->notifier, w->range.notifier_seq);
	spin_unlock(&w->lock);
	return is;
}

/* Again where they changed meanwhile. */
PMK_EACH(run)
{
	int err;

	do {
		w->range.notifier_seq = mmu_interval_read_begin(&w->notifier);
		mmap_read_lock(current->mm);
		err = hmm_range_fault(&w->range);
		mmap_read_unlock(current->mm);
	} while ((err == -EBUSY || (!err && changed(w))) && !fatal_signal_pending(current));
	for (unsigned int i = 0; !err && i < job->req->pages; i++)
		job->check += !!(w->pfns[i] & HMM_PFN_VALID);
	return err;
}

static int prepare(struct pmk_job *job, struct work *w)
{
	const struct pmk_run *req = job->req;
	unsigned long bytes = req->pages << PAGE_SHIFT;

	spin_lock_init(&w->lock);
	w->range = (struct hmm_range){ .notifier = &w->notifier,
				       .start = req->addr,
				       .end = req->addr + bytes,
				       .hmm_pfns = w->pfns,
				       .default_flags = HMM_PFN_REQ_FAULT };
	if (req->flags & PMK_RUN_WRITE)
		w->range.default_flags |= HMM_PFN_REQ_WRITE;
	w->refused = mmu_interval_notifier_insert(&w->notifier, current->mm, req->addr, bytes,
						  &notifier_ops);
	return w->refused;
}

static void finish(struct pmk_job *job, struct work *w)
{
	if (!w->refused)
		mmu_interval_notifier_remove(&w->notifier);
}

PMK_EACH(ask)
{
	int err = run_once(job, w);
	u64 found = job->check;

	job->check = 0;
	job->answers[0] = err ?: found;
	w->changes = 0;
	pmk_await(job, u64_to_user_ptr(job->req->args[1]));
	job->answers[1] = READ_ONCE(w->changes);
	job->answers[2] = changed(w);
	return 0;
}

#define USES (PMK_USES_PAGES | PMK_USES_EACH | PMK_USES_ADDR)
static const struct pmk_operation ops[] = {
	{ PMK_OP_FOLLOW, USES, run },
	{ PMK_ASK_FOLLOWED, USES | PMK_QUESTION, ask },
};

PMK_FAMILY(follow, PMK_RUN_WRITE, .pages_max = PMK_PIN_PAGES_MAX);
#else
const struct pmk_family pmk_family_follow;
#endif
