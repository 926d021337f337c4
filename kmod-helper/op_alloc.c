// SPDX-License-Identifier: GPL-2.0-only
/* The alloc family: each of the kernel's allocators gives memory, and takes it back. */
#include <linux/mempool.h>

#include "internal.h"

#define CACHE_ALIGN 64

/* 0: the kernel has no such zone, and would give any memory. */
static const gfp_t gfps[] = { GFP_KERNEL, GFP_ATOMIC,
			      IS_ENABLED(CONFIG_ZONE_DMA) ? GFP_KERNEL | GFP_DMA : 0,
			      IS_ENABLED(CONFIG_ZONE_DMA32) ? GFP_KERNEL | GFP_DMA32 : 0 };

struct work {
	u32 halves; /* of an operation: PMK_RUN_ALLOC, PMK_RUN_FREE or both */
	gfp_t gfp;
	struct kmem_cache *cache;
	mempool_t *pool;
	u64 taken, given, mask; /* mask: ~0: what is taken is held; 0: one at a time */
	u64 **held;
	u64 word; /* what PMK_RUN_EMPTY takes and gives back */
};

/* The first word of what was taken says which it is, and is read when it is given back. */
#define ALLOCATOR(name, take, give)                                \
	PMK_EACH(name)                                             \
	{                                                          \
		u64 *p = w->held[w->given & w->mask];              \
		if (w->halves & PMK_RUN_ALLOC) {                   \
			p = take;                                  \
			if (!p)                                    \
				return -ENOMEM;                    \
			WRITE_ONCE(*p, w->taken);                  \
			w->held[w->taken++ & w->mask] = p;         \
		}                                                  \
		if (w->halves & PMK_RUN_FREE) {                    \
			job->check += READ_ONCE(*p) == w->given++; \
			give;                                      \
		}                                                  \
		return 0;                                          \
	}
ALLOCATOR(by_nothing, &w->word, (void)p)
ALLOCATOR(by_kmalloc, kmalloc(job->req->bytes, w->gfp), kfree(p))
ALLOCATOR(by_kzalloc, kzalloc(job->req->bytes, w->gfp), kfree(p))
ALLOCATOR(by_cache, kmem_cache_alloc(w->cache, w->gfp), kmem_cache_free(w->cache, p))
ALLOCATOR(by_mempool, mempool_alloc(w->pool, w->gfp), mempool_free(p, w->pool))
ALLOCATOR(by_pages, (void *)__get_free_pages(w->gfp, get_order(job->req->bytes)),
	  free_pages((unsigned long)p, get_order(job->req->bytes)))
ALLOCATOR(by_vmalloc, __vmalloc(job->req->bytes, w->gfp), vfree(p))
ALLOCATOR(by_kvmalloc, kvmalloc(job->req->bytes, w->gfp), kvfree(p))
#ifdef PMK_HAVE_FOLIO
static __always_inline void *folio_new(struct pmk_job *job, struct work *w)
{
	struct folio *folio = folio_alloc(w->gfp, get_order(job->req->bytes));

	return folio ? folio_address(folio) : NULL;
}

ALLOCATOR(by_folio, folio_new(job, w), folio_put(virt_to_folio(p)))
#else
#define by_folio NULL
#endif

/* The part of CPU 0, which is as far from what the allocator gave as that of any other. */
static __always_inline u64 *percpu_new(struct pmk_job *job, struct work *w)
{
	u64 __percpu *p = __alloc_percpu_gfp(job->req->bytes, CACHE_ALIGN, w->gfp);

	return p ? per_cpu_ptr(p, 0) : NULL;
}

static __always_inline void percpu_free(u64 *p)
{
	free_percpu((void __percpu *)((void *)p - (void *)per_cpu_ptr((u64 __percpu *)NULL, 0)));
}

ALLOCATOR(by_percpu, percpu_new(job, w), percpu_free(p))

/* By PMK_KMALLOC and so on. */
static int (*const runs[])(struct pmk_job *job, unsigned int n) = {
	by_kmalloc, by_kzalloc,	 by_cache, by_mempool, by_pages,
	by_vmalloc, by_kvmalloc, by_folio, by_percpu,
};

static int halves(struct pmk_job *job, u32 which, unsigned int n)
{
	job->work->halves = which;
	return job->run(job, n);
}

/* An untimed look at one, all of whose words are used, and none left zero. */
static void look(struct pmk_job *job, struct work *w, void *p)
{
	bool virtual = is_vmalloc_addr(p), contiguous = true;
	unsigned long pfn = 0, last, top = 0;
	size_t align = w->cache ? CACHE_ALIGN : roundup_pow_of_two(job->req->bytes);

	for (size_t at = 0; at < job->req->bytes; at += PAGE_SIZE) {
		last = pfn;
		pfn = virtual ? vmalloc_to_pfn(p + at) : PHYS_PFN(virt_to_phys(p + at));
		contiguous &= !at || pfn == last + 1;
		top = max(top, pfn);
	}
	if (pmk_broken("alloc_dirty"))
		memset(p, 0xa5, job->req->bytes);
	job->facts = (virtual ? PMK_FACT_VMALLOC : 0) | (contiguous ? PMK_FACT_CONTIGUOUS : 0) |
		     (memchr_inv(p, 0, job->req->bytes) ? 0 : PMK_FACT_ZEROED) |
		     (IS_ALIGNED((unsigned long)p, align) ? PMK_FACT_ALIGNED : 0) |
		     (top < PHYS_PFN(SZ_16M) ? PMK_FACT_BELOW_16M : 0);
	pmk_words_fill(p, job->req->bytes, 1);
	job->facts |= pmk_words_match(p, job->req->bytes, 1) ? PMK_FACT_INTACT : 0;
}

static void finish(struct pmk_job *job, struct work *w)
{
	if (w->held)
		halves(job, PMK_RUN_FREE, w->taken - w->given);
	mempool_destroy(w->pool);
	kmem_cache_destroy(w->cache);
	kvfree(w->held);
}

static int prepare(struct pmk_job *job, struct work *w)
{
	const struct pmk_run *req = job->req;
	unsigned int by = req->kind / 32 * 8 + req->kind % 8, gfp = req->kind / 8 % 4;
	unsigned int align = pmk_broken("alloc_unaligned") ? 8 : CACHE_ALIGN;
	u32 half = req->flags & (PMK_RUN_ALLOC | PMK_RUN_FREE);
	u64 n = half ? req->n : 1;
	bool percpu = by == PMK_PERCPU, slab;
	bool maps = by == PMK_VMALLOC || by == PMK_KVMALLOC;
	char name[32];
	int err;

	/* No slabs of DMA32; what each CPU has lies in no zone, and many take much memory. */
	if (by >= ARRAY_SIZE(runs) ||
	    (gfp == PMK_GFP_DMA32 && by != PMK_PAGES && by != PMK_VMALLOC && by != PMK_FOLIO) ||
	    (percpu && (half || gfp >= PMK_GFP_DMA || req->bytes > PMK_PERCPU_BYTES_MAX)) ||
	    n > PMK_ALLOC_HELD_MAX || n * req->bytes > PMK_ALLOC_BYTES_MAX)
		return -EINVAL;
	if (!gfps[gfp] || !runs[by])
		return -EOPNOTSUPP;
	/* A page and its guard at least. */
	if (maps ? pmk_share(&job->shared, PMK_SHARE_VMALLOC, n * (req->bytes + 2 * PAGE_SIZE))
		 : gfp == PMK_GFP_DMA && pmk_share(&job->shared, PMK_SHARE_ZONE, n * req->bytes))
		return -EBUSY;
	if (pmk_broken("alloc_other"))
		by = by == PMK_VMALLOC ? PMK_PAGES : PMK_VMALLOC;
	if (pmk_broken("alloc_sleeps"))
		schedule_timeout_uninterruptible(1);
	job->run = runs[by];
	/* By halves, what is held would be given back as what it is not. */
	job->empty = half ? job->empty : by_nothing;
	w->gfp = __GFP_NOWARN | (pmk_broken("alloc_anywhere") ? GFP_KERNEL : gfps[gfp]);
	w->mask = n > 1 ? ~0ull : 0;
	w->held = kvmalloc_array(n, sizeof(*w->held), GFP_KERNEL);
	slab = by == PMK_KMEM_CACHE || by == PMK_MEMPOOL;
	/* Of larger objects, to which a debug kernel adds, the kernel complains. */
	if (slab && req->bytes <= KMALLOC_MAX_SIZE / 2) {
		/* A cache of its own name that user space may copy is merged with no other. */
		snprintf(name, sizeof(name), "pagemark-%d", task_pid_nr(current));
		w->cache = kmem_cache_create_usercopy(name, job->req->bytes, align,
						      gfp == PMK_GFP_DMA ? SLAB_CACHE_DMA : 0, 0,
						      job->req->bytes, NULL);
		w->pool = w->cache ? mempool_create_slab_pool(1, w->cache) : NULL;
	}
	/* Twice: what comes the second time was used before, and is zero only if it was zeroed. */
	for (unsigned int i = 0; i < 2; i++) {
		err = w->held && slab == !!w->pool ? halves(job, PMK_RUN_ALLOC, 1) : -ENOMEM;
		if (err)
			return err;
		look(job, w, w->held[0]);
		halves(job, PMK_RUN_FREE, 1);
		w->taken = w->given = job->check = 0;
	}
	if (half == PMK_RUN_FREE)
		err = halves(job, PMK_RUN_ALLOC, n);
	w->halves = half ?: PMK_RUN_ALLOC | PMK_RUN_FREE;
	return err;
}

static const struct pmk_operation ops[] = { { PMK_OP_ALLOC, PMK_USES_BYTES } };

PMK_FAMILY(alloc, PMK_RUN_ALLOC | PMK_RUN_FREE, 64, PMK_ALLOC_BYTES_MAX);
