// SPDX-License-Identifier: GPL-2.0-only
/* The kmap family: loads and copies through each kind of kernel mapping, over a working set. */
#include "internal.h"

#define NESTED_MAX 8 /* a task surely may */

struct work {
	unsigned int at; /* the next page's number, kept from chunk to chunk */
	struct pmk_pages *pages;
	u64 *addr[PMK_KMAP_HELD_MAX + 1];
	u64 copy[PMK_KMAP_BYTES_MAX / sizeof(u64)];
};

static __always_inline struct page *next(struct work *w)
{
	unsigned int at = w->at;

	w->at = at + 1 == w->pages->n ? 0 : at + 1;
	/* Also an op that does nothing with it looks it up. */
	return READ_ONCE(w->pages->page[pmk_broken("kmap_one_page") ? 0 : at]);
}

static __always_inline void *map(enum pmk_op op, struct page *page)
{
	if (op == PMK_OP_KMAP)
		return kmap(page);
	if (op == PMK_OP_KMAP_ATOMIC)
		return kmap_atomic(page);
	return op == PMK_OP_KMAP_LOCAL ? kmap_local_page(page) : page_address(page);
}

static __always_inline void unmap(enum pmk_op op, struct page *page, void *addr)
{
	if (op == PMK_OP_KMAP)
		kunmap(page);
	if (op == PMK_OP_KMAP_ATOMIC)
		kunmap_atomic(addr);
	if (op == PMK_OP_KMAP_LOCAL)
		kunmap_local(addr);
}

static __always_inline int once(struct pmk_job *job, struct work *w, enum pmk_op op, bool copy)
{
	struct page *page = next(w);
	u64 *word = op == PMK_OP_EMPTY ? w->copy : map(op, page);

	if (copy)
		memcpy(w->copy, word, job->req->bytes);
	job->check += READ_ONCE(*(copy ? w->copy : word));
	unmap(op, page, word);
	return 0;
}

/* All of it but the mapping: the word lies in the job. */
PMK_ONCE(run_empty, once(job, w, PMK_OP_EMPTY, false))

/* The run() of an op, chosen at compile time, to load a word or to copy bytes. */
/* clang-format off */
#define OP(op) PMK_ONCE(load_##op, once(job, w, op, false)) \
	PMK_ONCE(copy_##op, once(job, w, op, true)) \
	static int run_##op(struct pmk_job *job, unsigned int n) \
	{ return job->req->bytes ? copy_##op(job, n) : load_##op(job, n); }
OP(PMK_OP_KMAP_ADDRESS)
OP(PMK_OP_KMAP)
OP(PMK_OP_KMAP_ATOMIC)
OP(PMK_OP_KMAP_LOCAL)
/* clang-format on */

PMK_DO(run_from, memcpy_from_page((void *)w->copy, next(w), 0, job->req->bytes);
       job->check += READ_ONCE(*w->copy))

PMK_EACH(run_nested)
{
	struct page *page = next(w);
	u64 *outer = kmap_local_page(page), *inner = kmap_local_page(next(w));

	job->check += READ_ONCE(*outer) + READ_ONCE(*inner);
	kunmap_local(inner);
	kunmap_local(outer);
	return 0;
}

PMK_EACH(run_vmap)
{
	void *area = vmap(w->pages->page, w->pages->n, VM_MAP, PAGE_KERNEL);

	for (unsigned int i = 0; area && i < w->pages->n; i++)
		job->check += READ_ONCE(*(u64 *)(area + i * PAGE_SIZE));
	vunmap(area);
	return area ? 0 : -ENOMEM;
}

static bool may_hold(const struct pmk_run *req)
{
	u64 op = req->args[0], ms = req->args[1], held = req->pages - 1;
	bool nested = op == PMK_OP_KMAP_ATOMIC ||
		      (op == PMK_OP_KMAP_LOCAL && IS_ENABLED(PMK_HAVE_KMAP_LOCAL));

	return (nested || op == PMK_OP_KMAP || op == PMK_OP_KMAP_VMAP) && ms <= 1000 && held &&
	       held <= (nested ? NESTED_MAX : PMK_KMAP_HELD_MAX);
}

static int prepare(struct pmk_job *job, struct work *w)
{
	const struct pmk_run *req = job->req;
	bool high = req->flags & PMK_RUN_HIGHMEM, held = req->op == PMK_ASK_KMAP_HELD;
	u64 op = held ? req->args[0] : req->op;
	enum pmk_share share = op == PMK_OP_KMAP_VMAP	   ? PMK_SHARE_VMALLOC
			       : held && op == PMK_OP_KMAP ? PMK_SHARE_PKMAP
							   : PMK_SHARE_NONE;

	if ((high && op == PMK_OP_KMAP_ADDRESS) || (held && !may_hold(req)))
		return -EINVAL;
	job->empty = run_empty;
	if (pmk_share(&job->shared, share, (req->pages - held) << PAGE_SHIFT))
		return -EBUSY;
	w->pages = pmk_pages_new(req->pages, GFP_KERNEL | (high ? __GFP_HIGHMEM : 0), req->seed);
	if (!w->pages)
		return high && !totalhigh_pages() ? -ENODEV : -ENOMEM;
	for (unsigned int i = 0; req->bytes && i < w->pages->n; i++) {
		pmk_words_fill(w->copy, sizeof(w->copy), req->seed + i);
		memcpy_to_page(w->pages->page[i], 0, (void *)w->copy, sizeof(w->copy));
	}
	memset(w->copy, 0, sizeof(w->copy));
	job->facts = high ? PMK_FACT_HIGHMEM : PMK_FACT_LOWMEM;
	return 0;
}

static void finish(struct pmk_job *job, struct work *w)
{
	unsigned int last = (w->at ?: job->req->pages) - 1;

	if (job->req->bytes && pmk_words_match(w->copy, job->req->bytes, job->req->seed + last))
		job->facts |= PMK_FACT_INTACT;
	pmk_pages_free(w->pages);
}

#define CONTEXT ((u32)preempt_count() | (u64)pagefault_disabled() << 32)

/* All but the last mapped at once, looked through, and unmapped in turn; page i holds i. */
static int hold(enum pmk_op op, struct work *w, unsigned int ms, u64 *answer)
{
	struct page **page = w->pages->page;
	unsigned int n = w->pages->n - 1, i;
	unsigned long switches = current->nvcsw;
	void *area = op == PMK_OP_KMAP_VMAP ? vmap(page, n, VM_MAP, PAGE_KERNEL) : NULL;

	if (op == PMK_OP_KMAP_VMAP && !area)
		return -ENOMEM;
	answer[0] = CONTEXT;
	for (i = 0; i < n; i++)
		w->addr[i] = area ? area + i * PAGE_SIZE : map(op, page[i]);
	answer[1] = CONTEXT;
	if (ms && op != PMK_OP_KMAP_ATOMIC)
		schedule_timeout_killable(msecs_to_jiffies(ms));
	answer[7] = current->nvcsw != switches;
	for (i = 0; i < n; i++) {
		u64 *word = w->addr[pmk_broken("kmap_one_slot") ? 0 : i];

		answer[3] += READ_ONCE(*word) == i;
		WRITE_ONCE(*word, ~(u64)i);
		answer[6] += (page_address(page[i]) == word) +
			     ((u64)(area && vmalloc_to_page(word) == page[i]) << 32);
	}
	while (i--) {
		answer[4] += READ_ONCE(*w->addr[i]) == ~(u64)i;
		unmap(op, page[i], w->addr[i]);
	}
	answer[2] = CONTEXT;
	vunmap(area);
	for (i = 0; i < n; i++)
		answer[5] += pmk_page_word(page[i], 0) == ~(u64)i;
	return 0;
}

PMK_EACH(ask_held)
{
	enum pmk_op op = job->req->args[0];

	if (pmk_broken("kmap_other"))
		op = op == PMK_OP_KMAP_ATOMIC ? PMK_OP_KMAP_LOCAL : PMK_OP_KMAP_ATOMIC;
	return hold(op, w, job->req->args[1], job->answers);
}

#define USES	  (PMK_USES_PAGES | PMK_USES_SEED)
#define LOCAL(op) PMK_WHERE(PMK_HAVE_KMAP_LOCAL, op)
static const struct pmk_operation ops[] = {
	{ PMK_OP_KMAP_ADDRESS, USES | PMK_MAY_BYTES, run_PMK_OP_KMAP_ADDRESS },
	{ PMK_OP_KMAP, USES | PMK_MAY_BYTES, run_PMK_OP_KMAP },
	{ PMK_OP_KMAP_ATOMIC, USES | PMK_MAY_BYTES, run_PMK_OP_KMAP_ATOMIC },
	{ LOCAL(PMK_OP_KMAP_LOCAL), USES | PMK_MAY_BYTES, run_PMK_OP_KMAP_LOCAL },
	{ LOCAL(PMK_OP_KMAP_NESTED), USES, run_nested },
	{ PMK_OP_KMAP_FROM, USES | PMK_USES_BYTES, run_from },
	{ PMK_OP_KMAP_VMAP, USES | PMK_USES_EACH, run_vmap },
	{ PMK_ASK_KMAP_HELD, PMK_USES_PAGES | PMK_QUESTION, ask_held },
};

PMK_FAMILY(kmap, PMK_RUN_HIGHMEM, 0, PMK_KMAP_BYTES_MAX, PMK_KMAP_PAGES_MAX);
