// SPDX-License-Identifier: GPL-2.0-only
/* The pin family: taking hold of user pages and letting them go, with and without FOLL_PIN. */
#include "internal.h"

#ifdef PMK_HAVE_GUP_VMAS
#define PAGES(w) (w)->page, NULL
#else
#define PAGES(w) (w)->page
#endif

struct work {
	unsigned long addr;
	unsigned int flags;
	unsigned int n_pages;
	struct page *page[PMK_PIN_PAGES_MAX];
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
#define OP(op) PMK_ONCE(run_##op, once(job, w, op))
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

static int prepare(struct pmk_job *job, struct work *w)
{
	const struct pmk_run *req = job->req;
	u64 op = req->op == PMK_ASK_PIN_HOLD ? req->args[0] : req->op;

	w->addr = req->addr;
	w->n_pages = req->pages;
	w->flags = req->flags & PMK_RUN_WRITE ? FOLL_WRITE : 0;
	if (op == PMK_OP_PIN_LONGTERM || op == PMK_OP_PIN_SLOW_LONGTERM)
		w->flags |= FOLL_LONGTERM;
	return op < PMK_OP_GUP_FAST || op > PMK_OP_PIN_REMOTE ? -EINVAL : 0;
}

/* One operation more, not before the timed ones: it would fault their pages in. */
static void finish(struct pmk_job *job, struct work *w)
{
	int got = job->req->op == PMK_ASK_PIN_HOLD ? 0 : take(w, job->req->op);

	if (all_pinned(w, got))
		job->facts |= PMK_FACT_PINNED;
	give(w, job->req->op, got);
}

/* What the first page is, before user space was waited for and after. */
PMK_EACH(ask_hold)
{
	enum pmk_op op = job->req->args[0];
	u64 *answer = job->answers;
	int got = answer[0] = take(w, op);

	if (got <= 0)
		return 0;
	get_page(w->page[0]);
	answer[1] = page_to_pfn(w->page[0]);
	answer[2] = pmk_page_word(w->page[0], 0);
	answer[4] = all_pinned(w, got);
	pmk_await(job, u64_to_user_ptr(job->req->args[1]));
	answer[3] = pmk_page_word(w->page[0], job->req->flags ? ~answer[2] : 0);
	answer[5] = page_count(w->page[0]);
	give(w, op, got);
	answer[5] -= page_count(w->page[0]);
	put_page(w->page[0]);
	return 0;
}

#define USES (PMK_USES_PAGES | PMK_USES_EACH | PMK_USES_ADDR)
static const struct pmk_operation ops[] = {
	{ PMK_OP_GUP_FAST, USES, run_PMK_OP_GUP_FAST },
	{ PMK_OP_PIN_FAST, USES, run_PMK_OP_PIN_FAST },
	{ PMK_OP_PIN_LONGTERM, USES, run_PMK_OP_PIN_FAST },
	{ PMK_OP_PIN_DIRTY, USES, run_PMK_OP_PIN_DIRTY },
	{ PMK_OP_GUP, USES, run_PMK_OP_GUP },
	{ PMK_OP_PIN, USES, run_PMK_OP_PIN },
	{ PMK_OP_PIN_SLOW_LONGTERM, USES, run_PMK_OP_PIN },
	{ PMK_OP_PIN_REMOTE, USES, run_PMK_OP_PIN_REMOTE },
	{ PMK_ASK_PIN_HOLD, USES | PMK_QUESTION, ask_hold },
};

PMK_FAMILY(pin, PMK_RUN_WRITE, .pages_max = PMK_PIN_PAGES_MAX);
