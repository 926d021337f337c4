// SPDX-License-Identifier: GPL-2.0-only
/* The pin family: taking hold of user pages and letting them go, with and without FOLL_PIN. */
#include <linux/uio.h>

#include "internal.h"

#ifdef PMK_HAVE_GUP_VMAS
#define PAGES(w) (w)->page, NULL
#else
#define PAGES(w) (w)->page
#endif

struct work {
	unsigned long addr;
	unsigned int flags, n_pages;
	struct page *page[PMK_PIN_PAGES_MAX];
	int kept;    /* of these, from prepare() to finish() */
	u64 *buffer; /* that is copied from or to */
};

/* Of one buffer of user space, all pages in one call. */
static __always_inline int extract(struct work *w)
{
#ifdef PMK_HAVE_EXTRACT
	struct page **page = w->page;
	size_t bytes = w->n_pages * PAGE_SIZE, offset;
	struct iov_iter iter;
	ssize_t got;

	iov_iter_ubuf(&iter, w->flags & FOLL_WRITE ? ITER_DEST : ITER_SOURCE,
		      (void __user *)w->addr, bytes);
	got = iov_iter_extract_pages(&iter, &page, bytes, w->n_pages, 0, &offset);
	return got < 0 ? got : got >> PAGE_SHIFT;
#else
	return -EOPNOTSUPP;
#endif
}

static __always_inline int take(struct work *w, enum pmk_op op)
{
	int got;

	if (op == PMK_OP_COPY_EXTRACT)
		return extract(w);
	if (op == PMK_OP_GUP_FAST)
		return get_user_pages_fast(w->addr, w->n_pages, w->flags, w->page);
	if (op < PMK_OP_GUP || op > PMK_OP_PIN_REMOTE)
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
	bool stored = op > PMK_OP_PIN_REMOTE && (w->flags & FOLL_WRITE);

	if (op == PMK_OP_GUP_FAST || op == PMK_OP_GUP)
		while (n-- > 0)
			put_page(w->page[n]);
	else if (n > 0 && (op == PMK_OP_PIN_DIRTY || stored) && !pmk_broken("unpin_clean"))
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

PMK_EACH(run_copy_user)
{
	void __user *user = (void __user *)w->addr;
	size_t bytes = job->req->bytes;

	if (w->flags & FOLL_WRITE)
		return copy_to_user(user, w->buffer, bytes) ? -EFAULT : 0;
	return copy_from_user(w->buffer, user, bytes) ? -EFAULT : 0;
}

/* The same, through the pages that are taken for it or are kept. */
static __always_inline int copy(struct pmk_job *job, struct work *w, enum pmk_op op)
{
	int got = op == PMK_OP_COPY_KEPT ? w->kept : take(w, op);
	int err = got == w->n_pages ? 0 : -EFAULT;
	size_t bytes = job->req->bytes;

	for (size_t at = 0; !err && at < bytes; at += PAGE_SIZE) {
		void *own = (void *)w->buffer + at,
		     *page = kmap_local_page(w->page[at / PAGE_SIZE]);
		bool write = w->flags & FOLL_WRITE;

		memcpy(write ? page : own, write ? own : page,
		       min_t(size_t, bytes - at, PAGE_SIZE));
		kunmap_local(page);
	}
	if (op != PMK_OP_COPY_KEPT)
		give(w, op, got);
	return err;
}

PMK_ONCE(run_copy_pinned, copy(job, w, PMK_OP_COPY_PINNED))
PMK_ONCE(run_copy_extract, copy(job, w, PMK_OP_COPY_EXTRACT))
PMK_ONCE(run_copy_kept, copy(job, w, PMK_OP_COPY_KEPT))

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
	if (!req->bytes)
		return op < PMK_OP_GUP_FAST || op > PMK_OP_PIN_REMOTE ? -EINVAL : 0;
	w->n_pages = DIV_ROUND_UP(req->bytes, PAGE_SIZE);
	w->buffer = kvzalloc(req->bytes, GFP_KERNEL);
	if (!w->buffer)
		return -ENOMEM;
	if (req->flags & PMK_RUN_WRITE)
		pmk_words_fill(w->buffer, req->bytes, req->seed);
	if (op == PMK_OP_COPY_KEPT)
		w->kept = take(w, op);
	return op == PMK_OP_COPY_KEPT && w->kept != w->n_pages ? -EFAULT : 0;
}

/* One operation more, not before the timed ones: it would fault their pages in. */
static void finish(struct pmk_job *job, struct work *w)
{
	u64 bytes = job->req->bytes;
	int got = bytes || job->req->op == PMK_ASK_PIN_HOLD ? w->kept : take(w, job->req->op);

	if (all_pinned(w, got))
		job->facts |= PMK_FACT_PINNED;
	give(w, job->req->op, got);
	if (w->buffer && pmk_words_match(w->buffer, bytes, job->req->seed))
		job->facts |= PMK_FACT_INTACT;
	kvfree(w->buffer);
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

#define USES   (PMK_USES_PAGES | PMK_USES_EACH | PMK_USES_ADDR)
#define COPIES (PMK_USES_BYTES | PMK_USES_SEED | PMK_USES_ADDR | PMK_COUNTED)
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
	{ PMK_OP_COPY_USER, COPIES, run_copy_user },
	{ PMK_OP_COPY_PINNED, COPIES, run_copy_pinned },
	{ PMK_OP_COPY_KEPT, COPIES, run_copy_kept },
	{ PMK_WHERE(PMK_HAVE_EXTRACT, PMK_OP_COPY_EXTRACT), COPIES, run_copy_extract },
};

PMK_FAMILY(pin, PMK_RUN_WRITE, .bytes_max = PMK_COPY_BYTES_MAX, .pages_max = PMK_PIN_PAGES_MAX);
