// SPDX-License-Identifier: GPL-2.0-only
/* The pin family: taking hold of user pages and letting them go, with and without FOLL_PIN. */
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "internal.h"

#define HOLD_TICKS (10 * HZ) /* as long as a question keeps its pages */

#ifdef PMK_HAVE_GUP_VMAS
#define PAGES(w) (w)->page, NULL
#else
#define PAGES(w) (w)->page
#endif

struct work {
	unsigned long addr;
	unsigned int flags;
	unsigned int n_pages;
	struct page *page[];
};

static __always_inline int take(struct work *w, enum pmk_op op)
{
	int got;

	if (op == PMK_OP_GUP_FAST)
		return get_user_pages_fast(w->addr, w->n_pages, w->flags, w->page);
	if (op < PMK_OP_GUP)
		return pin_user_pages_fast(w->addr, w->n_pages, w->flags, w->page);
	mmap_read_lock(current->mm);
	if (op == PMK_OP_GUP)
		got = get_user_pages(w->addr, w->n_pages, w->flags, PAGES(w));
	else if (op == PMK_OP_PIN_REMOTE)
		got = pin_user_pages_remote(current->mm, w->addr, w->n_pages, w->flags, PAGES(w),
					    NULL);
	else
		got = pin_user_pages(w->addr, w->n_pages, w->flags, PAGES(w));
	mmap_read_unlock(current->mm);
	return got;
}

static __always_inline void give(struct work *w, enum pmk_op op, int n)
{
	if (op == PMK_OP_GUP_FAST || op == PMK_OP_GUP)
		while (n-- > 0)
			put_page(w->page[n]);
	else if (n > 0 && op == PMK_OP_PIN_DIRTY && !pmk_broken("unpin_clean"))
		unpin_user_pages_dirty_lock(w->page, n, true);
	else if (n > 0)
		unpin_user_pages(w->page, n - pmk_broken("pin_leak"));
}

/* All or nothing: fewer pages than asked are an error. */
static __always_inline int once(struct pmk_job *job, struct work *w, enum pmk_op op)
{
	int got = take(w, op);

	give(w, op, got);
	job->check += got;
	if (got == w->n_pages || pmk_broken("pin_short"))
		return 0;
	return got < 0 ? got : -EFAULT;
}

/* The run() of an op, chosen at compile time. */
/* clang-format off */
#define OP(op) PMK_EACH(run_##op) { return once(job, w, op); }
OP(PMK_OP_GUP_FAST)
OP(PMK_OP_PIN_FAST)
OP(PMK_OP_PIN_DIRTY)
OP(PMK_OP_GUP)
OP(PMK_OP_PIN)
OP(PMK_OP_PIN_REMOTE)
/* clang-format on */

static bool all_pinned(const struct work *w, int n)
{
	bool pinned = n > 0;

	while (n-- > 0)
		pinned &= folio_maybe_dma_pinned(page_folio(w->page[n]));
	return pinned;
}

static int prepare(struct pmk_job *job)
{
	const struct pmk_run *req = job->req;
	struct work *w = kvzalloc(struct_size(w, page, req->pages), GFP_KERNEL);

	job->priv = w;
	if (!w)
		return -ENOMEM;
	w->addr = req->addr;
	w->n_pages = req->pages;
	w->flags = req->flags & PMK_RUN_WRITE ? FOLL_WRITE : 0;
	if (req->op == PMK_OP_PIN_LONGTERM || req->op == PMK_OP_PIN_SLOW_LONGTERM)
		w->flags |= FOLL_LONGTERM;
	return 0;
}

/* One operation more, not before the timed ones: it would fault their pages in. */
static void finish(struct pmk_job *job)
{
	struct work *w = job->priv;
	int got = take(w, job->req->op);

	if (all_pinned(w, got))
		job->facts |= PMK_FACT_PINNED;
	give(w, job->req->op, got);
	kvfree(w);
}

/* Says 1 there and waits until user space has said something else. */
static void await(u32 __user *step)
{
	unsigned int ticks;
	u32 now = step && !put_user(1, step);

	for (ticks = HOLD_TICKS; ticks && now == 1 && !fatal_signal_pending(current); ticks--) {
		schedule_timeout_killable(1);
		now = get_user(now, step) ? 0 : now;
	}
}

static int hold(struct pmk_ask *req, struct pmk_dev *dev)
{
	const struct pmk_run run = { .op = req->args[2] & ~PMK_ASK_WRITE,
				     .flags = req->args[2] & PMK_ASK_WRITE ? PMK_RUN_WRITE : 0,
				     .addr = req->args[0],
				     .pages = req->args[1] };
	struct pmk_job job = { .req = &run };
	u64 *answer = req->answers;
	struct folio *folio;
	struct work *w;
	int got;

	if (run.op < PMK_OP_GUP_FAST || run.op > PMK_OP_PIN_REMOTE || !PAGE_ALIGNED(run.addr) ||
	    run.addr > ULONG_MAX || !run.pages || run.pages > PMK_PIN_PAGES_MAX ||
	    req->args[2] >= 2 * PMK_ASK_WRITE)
		return -EINVAL;
	if (prepare(&job))
		return -ENOMEM;
	w = job.priv;
	got = answer[0] = take(w, run.op);
	if (got > 0) {
		folio = page_folio(w->page[0]);
		folio_get(folio);
		answer[1] = page_to_pfn(w->page[0]);
		answer[2] = pmk_page_word(w->page[0], 0);
		answer[4] = all_pinned(w, got);
		await(u64_to_user_ptr(req->args[3]));
		answer[3] = pmk_page_word(w->page[0], run.flags ? ~answer[2] : 0);
		answer[5] = folio_ref_count(folio);
		give(w, run.op, got);
		answer[5] -= folio_ref_count(folio);
		folio_put(folio);
	}
	kvfree(w);
	return 0;
}

#define USES (PMK_USES_PAGES | PMK_USES_EACH | PMK_USES_ADDR)
static const struct pmk_operation ops[] = {
	{ PMK_OP_GUP_FAST, run_PMK_OP_GUP_FAST, USES },
	{ PMK_OP_PIN_FAST, run_PMK_OP_PIN_FAST, USES },
	{ PMK_OP_PIN_LONGTERM, run_PMK_OP_PIN_FAST, USES },
	{ PMK_OP_PIN_DIRTY, run_PMK_OP_PIN_DIRTY, USES },
	{ PMK_OP_GUP, run_PMK_OP_GUP, USES },
	{ PMK_OP_PIN, run_PMK_OP_PIN, USES },
	{ PMK_OP_PIN_SLOW_LONGTERM, run_PMK_OP_PIN, USES },
	{ PMK_OP_PIN_REMOTE, run_PMK_OP_PIN_REMOTE, USES },
};

static const struct pmk_question_entry questions[] = { { PMK_ASK_PIN_HOLD, 0, hold } };

const struct pmk_family pmk_family_pin = {
	.ops = ops,
	.n_ops = ARRAY_SIZE(ops),
	.questions = questions,
	.n_questions = ARRAY_SIZE(questions),
	.flags = PMK_RUN_WRITE,
	.n_max = PMK_RUN_N_MAX,
	.pages_max = PMK_PIN_PAGES_MAX,
	.prepare = prepare,
	.finish = finish,
};
