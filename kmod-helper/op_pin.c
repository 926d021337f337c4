// SPDX-License-Identifier: GPL-2.0-only
/* The pin family: taking hold of user pages and letting them go, with and without FOLL_PIN. */
#include <linux/mm.h>
#include <linux/slab.h>

#include "internal.h"

struct work {
	unsigned long addr;
	unsigned int flags;
	unsigned int n_pages;
	struct page *page[];
};

static void put_all(struct work *w, int n)
{
	int i;

	for (i = 0; i < n; i++)
		put_page(w->page[i]);
}

static void unpin_all(struct work *w, int n)
{
	int kept = n > 0 && pmk_broken("pin_leak");

	if (n > 0)
		unpin_user_pages(w->page + kept, n - kept);
}

/* What getting @got pages, or an error, means: all or nothing. */
static int verdict(const struct work *w, int got)
{
	if (got == w->n_pages || pmk_broken("pin_short"))
		return 0;
	return got < 0 ? got : -EFAULT;
}

PMK_EACH(run_gup_fast)
{
	int got = get_user_pages_fast(w->addr, w->n_pages, w->flags, w->page);

	put_all(w, got);
	job->check += got;
	return verdict(w, got);
}

PMK_EACH(run_pin_fast)
{
	int got = pin_user_pages_fast(w->addr, w->n_pages, w->flags, w->page);

	unpin_all(w, got);
	job->check += got;
	return verdict(w, got);
}

static bool all_pinned(const struct work *w, int n)
{
	int i;

	for (i = 0; i < n; i++)
		if (!folio_maybe_dma_pinned(page_folio(w->page[i])))
			return false;
	return n > 0;
}

/* One untimed operation that looks at its pages while it holds them. */
static int trial(struct pmk_job *job, struct work *w)
{
	bool pin = job->req->op != PMK_OP_GUP_FAST;
	int got = pin ? pin_user_pages_fast(w->addr, w->n_pages, w->flags, w->page)
		      : get_user_pages_fast(w->addr, w->n_pages, w->flags, w->page);

	if (all_pinned(w, got))
		job->facts |= PMK_FACT_PINNED;
	if (got > 0 && pin)
		unpin_user_pages(w->page, got);
	else
		put_all(w, got);
	return verdict(w, got);
}

static int prepare(struct pmk_job *job)
{
	const struct pmk_run *req = job->req;
	struct work *w = kvzalloc(struct_size(w, page, req->pages), GFP_KERNEL);
	int err;

	if (!w)
		return -ENOMEM;
	w->addr = req->addr;
	w->n_pages = req->pages;
	w->flags = req->flags & PMK_RUN_WRITE ? FOLL_WRITE : 0;
	if (req->op == PMK_OP_PIN_LONGTERM)
		w->flags |= FOLL_LONGTERM;
	err = trial(job, w);
	if (err)
		kvfree(w);
	else
		job->priv = w;
	return err;
}

static void finish(struct pmk_job *job)
{
	kvfree(job->priv);
}

#define USES (PMK_USES_PAGES | PMK_USES_EACH | PMK_USES_ADDR)
static const struct pmk_operation ops[] = {
	{ PMK_OP_GUP_FAST, run_gup_fast, USES },
	{ PMK_OP_PIN_FAST, run_pin_fast, USES },
	{ PMK_OP_PIN_LONGTERM, run_pin_fast, USES },
};

const struct pmk_family pmk_family_pin = {
	.ops = ops,
	.n_ops = ARRAY_SIZE(ops),
	.flags = PMK_RUN_WRITE,
	.n_max = PMK_RUN_N_MAX,
	.pages_max = PMK_PIN_PAGES_MAX,
	.prepare = prepare,
	.finish = finish,
};
