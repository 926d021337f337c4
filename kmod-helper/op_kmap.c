// SPDX-License-Identifier: GPL-2.0-only
/* The kmap family: one load through each kind of kernel mapping of a page, over a working set. */
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "internal.h"

struct work {
	unsigned int n_pages;
	unsigned int at; /* the next page's number, kept from chunk to chunk */
	struct page *page[];
};

static unsigned int next(const struct work *w, unsigned int at)
{
	return at + 1 == w->n_pages ? 0 : at + 1;
}

static int run_address(struct pmk_job *job, unsigned int n)
{
	struct work *w = job->priv;
	unsigned int at = w->at;
	u64 sum = 0;

	for (; n--; at = next(w, at))
		sum += READ_ONCE(*(u64 *)page_address(w->page[at]));
	w->at = at;
	job->check += sum;
	return 0;
}

static int run_kmap(struct pmk_job *job, unsigned int n)
{
	struct work *w = job->priv;
	unsigned int at = w->at;
	u64 sum = 0;

	for (; n--; at = next(w, at)) {
		sum += READ_ONCE(*(u64 *)kmap(w->page[at]));
		kunmap(w->page[at]);
	}
	w->at = at;
	job->check += sum;
	return 0;
}

#ifdef PMK_HAVE_KMAP_ATOMIC
static int run_atomic(struct pmk_job *job, unsigned int n)
{
	struct work *w = job->priv;
	unsigned int at = w->at;
	u64 sum = 0;

	for (; n--; at = next(w, at)) {
		u64 *word = kmap_atomic(w->page[at]);

		sum += READ_ONCE(*word);
		kunmap_atomic(word);
	}
	w->at = at;
	job->check += sum;
	return 0;
}
#endif

static int run_local(struct pmk_job *job, unsigned int n)
{
	struct work *w = job->priv;
	unsigned int at = w->at;
	u64 sum = 0;

	for (; n--; at = next(w, at)) {
		u64 *word = kmap_local_page(w->page[at]);

		sum += READ_ONCE(*word);
		kunmap_local(word);
	}
	w->at = at;
	job->check += sum;
	return 0;
}

/* Whether this op's mapping of the page lies at its page_address(). */
static bool at_address(enum pmk_op op, struct page *page)
{
	void *addr = page_address(page), *mapped = addr;

	if (pmk_broken(PMK_BREAK_KMAP_ELSEWHERE)) {
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

static void free_work(struct work *w)
{
	unsigned int i;

	for (i = 0; i < w->n_pages; i++)
		if (w->page[i])
			__free_page(w->page[i]);
	kvfree(w);
}

static int fill_page(struct work *w, unsigned int i, gfp_t gfp, u64 word)
{
	void *addr;

	w->page[i] = alloc_page(gfp);
	/* Memory of the other kind would be another measurement. */
	if (!w->page[i] || PageHighMem(w->page[i]) != !!(gfp & __GFP_HIGHMEM))
		return -ENOMEM;
	addr = kmap_local_page(w->page[i]);
	*(u64 *)addr = word;
	kunmap_local(addr);
	return 0;
}

static int prepare(struct pmk_job *job)
{
	const struct pmk_run *req = job->req;
	bool high = req->flags & PMK_RUN_HIGHMEM;
	gfp_t gfp = high ? GFP_KERNEL | __GFP_HIGHMEM : GFP_KERNEL;
	u32 at_own = PMK_FACT_ADDRESS;
	struct work *w;
	unsigned int i;

	if (high && req->op == PMK_OP_KMAP_ADDRESS)
		return -EINVAL;
	if (high && !totalhigh_pages())
		return -ENODEV;
	w = kvzalloc(struct_size(w, page, req->pages), GFP_KERNEL);
	if (!w)
		return -ENOMEM;
	w->n_pages = req->pages;
	for (i = 0; i < w->n_pages; i++) {
		if (fill_page(w, i, gfp, req->seed + i)) {
			free_work(w);
			return -ENOMEM;
		}
		if (!at_address(req->op, w->page[i]))
			at_own = 0;
	}
	job->priv = w;
	job->facts = at_own | (high ? PMK_FACT_HIGHMEM : PMK_FACT_LOWMEM);
	return 0;
}

static void finish(struct pmk_job *job)
{
	free_work(job->priv);
}

static const struct pmk_operation ops[] = {
	{ PMK_OP_KMAP_ADDRESS, run_address },
	{ PMK_OP_KMAP, run_kmap },
#ifdef PMK_HAVE_KMAP_ATOMIC
	{ PMK_OP_KMAP_ATOMIC, run_atomic },
#endif
	{ PMK_OP_KMAP_LOCAL, run_local },
};

const struct pmk_family pmk_family_kmap = {
	.ops = ops,
	.n_ops = ARRAY_SIZE(ops),
	.flags = PMK_RUN_HIGHMEM,
	.n_max = PMK_RUN_N_MAX,
	.pages_max = PMK_KMAP_PAGES_MAX,
	.takes_seed = true,
	.prepare = prepare,
	.finish = finish,
};
