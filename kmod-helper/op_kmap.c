// SPDX-License-Identifier: GPL-2.0-only
/* The kmap family: one load through each kind of kernel mapping of a page, over a working set. */
#include <linux/highmem.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "internal.h"

struct work {
	unsigned int at; /* the next page's number, kept from chunk to chunk */
	struct pmk_pages *pages;
};

static __always_inline struct page *next(struct work *w)
{
	unsigned int at = w->at;

	w->at = at + 1 == w->pages->n ? 0 : at + 1;
	return w->pages->page[at];
}

PMK_EACH(run_address)
{
	job->check += READ_ONCE(*(u64 *)page_address(next(w)));
	return 0;
}

PMK_EACH(run_kmap)
{
	struct page *page = next(w);

	job->check += READ_ONCE(*(u64 *)kmap(page));
	kunmap(page);
	return 0;
}

#ifdef PMK_HAVE_KMAP_ATOMIC
PMK_EACH(run_atomic)
{
	u64 *word = kmap_atomic(next(w));

	job->check += READ_ONCE(*word);
	kunmap_atomic(word);
	return 0;
}
#endif

PMK_EACH(run_local)
{
	u64 *word = kmap_local_page(next(w));

	job->check += READ_ONCE(*word);
	kunmap_local(word);
	return 0;
}

/* Whether this op's mapping of the page lies at its page_address(). */
static bool at_address(enum pmk_op op, struct page *page)
{
	void *addr = page_address(page), *mapped = addr;

	if (pmk_broken("kmap_elsewhere")) {
		mapped = vmap(&page, 1, VM_MAP, PAGE_KERNEL);
		vunmap(mapped);
	} else if (op == PMK_OP_KMAP) {
		mapped = kmap(page);
		kunmap(page);
#ifdef PMK_HAVE_KMAP_ATOMIC
	} else if (op == PMK_OP_KMAP_ATOMIC) {
		mapped = kmap_atomic(page);
		kunmap_atomic(mapped);
#endif
	} else if (op == PMK_OP_KMAP_LOCAL) {
		mapped = kmap_local_page(page);
		kunmap_local(mapped);
	}
	return addr && mapped == addr;
}

static int prepare(struct pmk_job *job)
{
	const struct pmk_run *req = job->req;
	bool high = req->flags & PMK_RUN_HIGHMEM;
	struct work *w;
	unsigned int i;

	if (high && req->op == PMK_OP_KMAP_ADDRESS)
		return -EINVAL;
	if (high && !totalhigh_pages())
		return -ENODEV;
	w = kzalloc(sizeof(*w), GFP_KERNEL);
	if (!w)
		return -ENOMEM;
	w->pages = pmk_pages_new(req->pages, GFP_KERNEL | (high ? __GFP_HIGHMEM : 0), req->seed);
	if (!w->pages) {
		kfree(w);
		return -ENOMEM;
	}
	job->priv = w;
	job->facts = PMK_FACT_ADDRESS | (high ? PMK_FACT_HIGHMEM : PMK_FACT_LOWMEM);
	for (i = 0; i < w->pages->n; i++)
		if (!at_address(req->op, w->pages->page[i]))
			job->facts &= ~PMK_FACT_ADDRESS;
	return 0;
}

static void finish(struct pmk_job *job)
{
	struct work *w = job->priv;

	pmk_pages_free(w->pages);
	kfree(w);
}

#define USES (PMK_USES_PAGES | PMK_USES_SEED)
static const struct pmk_operation ops[] = {
	{ PMK_OP_KMAP_ADDRESS, run_address, USES },
	{ PMK_OP_KMAP, run_kmap, USES },
#ifdef PMK_HAVE_KMAP_ATOMIC
	{ PMK_OP_KMAP_ATOMIC, run_atomic, USES },
#endif
	{ PMK_OP_KMAP_LOCAL, run_local, USES },
};

const struct pmk_family pmk_family_kmap = {
	.ops = ops,
	.n_ops = ARRAY_SIZE(ops),
	.flags = PMK_RUN_HIGHMEM,
	.n_max = PMK_RUN_N_MAX,
	.pages_max = PMK_KMAP_PAGES_MAX,
	.prepare = prepare,
	.finish = finish,
};
