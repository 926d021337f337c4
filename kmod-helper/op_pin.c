// SPDX-License-Identifier: GPL-2.0-only
/* The pin family: taking hold of user pages and letting them go, with and without FOLL_PIN. */
#include <linux/mm.h>
#include <linux/slab.h>

#include "internal.h"

struct work {
	unsigned long addr;
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
	int kept = pmk_broken(PMK_BREAK_PIN_LEAK) && n > 0;

	unpin_user_pages(w->page + kept, n - kept);
}

/* What getting @got pages, or an error, means: all or nothing. */
static int verdict(const struct work *w, int got)
{
	if (got == w->n_pages)
		return 0;
	if (pmk_broken(PMK_BREAK_PIN_SHORT))
		return 0;
	return got < 0 ? got : -EFAULT;
}

static int run_gup(struct pmk_job *job, unsigned int n)
{
	struct work *w = job->priv;

	while (n--) {
		int got = get_user_pages_fast(w->addr, w->n_pages, FOLL_WRITE, w->page);
		int err = verdict(w, got);

		put_all(w, got);
		if (err)
			return err;
		job->check += got;
	}
	return 0;
}

static int run_with(struct pmk_job *job, unsigned int n, unsigned int flags)
{
	struct work *w = job->priv;

	while (n--) {
		int got = pin_user_pages_fast(w->addr, w->n_pages, flags, w->page);
		int err = verdict(w, got);

		if (got > 0)
			unpin_all(w, got);
		if (err)
			return err;
		job->check += got;
	}
	return 0;
}

static int run_pin(struct pmk_job *job, unsigned int n)
{
	return run_with(job, n, FOLL_WRITE);
}

static int run_longterm(struct pmk_job *job, unsigned int n)
{
	return run_with(job, n, FOLL_WRITE | FOLL_LONGTERM);
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
	unsigned int flags = FOLL_WRITE;
	bool pin = job->req->op != PMK_OP_GUP_FAST;
	int got;

	if (job->req->op == PMK_OP_PIN_LONGTERM)
		flags |= FOLL_LONGTERM;
	if (pin)
		got = pin_user_pages_fast(w->addr, w->n_pages, flags, w->page);
	else
		got = get_user_pages_fast(w->addr, w->n_pages, flags, w->page);
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
	struct work *w;
	int err;

	w = kvzalloc(struct_size(w, page, req->pages), GFP_KERNEL);
	if (!w)
		return -ENOMEM;
	w->addr = req->addr;
	w->n_pages = req->pages;
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

static const struct pmk_operation ops[] = {
	{ PMK_OP_GUP_FAST, run_gup },
	{ PMK_OP_PIN_FAST, run_pin },
	{ PMK_OP_PIN_LONGTERM, run_longterm },
};

const struct pmk_family pmk_family_pin = {
	.ops = ops,
	.n_ops = ARRAY_SIZE(ops),
	.n_max = PMK_RUN_N_MAX,
	.pages_max = PMK_PIN_PAGES_MAX,
	.takes_addr = true,
	.prepare = prepare,
	.finish = finish,
};
