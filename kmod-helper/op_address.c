// SPDX-License-Identifier: GPL-2.0-only
/* The address family: the ways between an address of a page and the number of its frame. */
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "internal.h"

struct work {
	unsigned int at; /* the next page's number, kept from chunk to chunk */
	struct pmk_pages *pages;
	void *map;
	struct {
		unsigned long from, to;
	} page[];
};

#define TRANSLATION(name, translated)                                           \
	PMK_EACH(name)                                                          \
	{                                                                       \
		unsigned long from = w->page[w->at].from;                       \
                                                                                \
		job->check += w->page[w->at].to == (unsigned long)(translated); \
		w->at = w->at + 1 == w->pages->n ? 0 : w->at + 1;               \
		return 0;                                                       \
	}
TRANSLATION(run_pa, PHYS_PFN(__pa(from)))
TRANSLATION(run_virt_to_page, page_to_pfn(virt_to_page((void *)from)))
TRANSLATION(run_vmalloc, vmalloc_to_pfn((void *)from))
TRANSLATION(run_va, __va(PFN_PHYS(from)))
TRANSLATION(run_page_address, page_address(pfn_to_page(from)))

static void finish(struct pmk_job *job)
{
	struct work *w = job->priv;

	vunmap(w->map);
	pmk_pages_free(w->pages);
	kvfree(w);
}

static int prepare(struct pmk_job *job)
{
	const struct pmk_run *req = job->req;
	struct work *w = kvzalloc(struct_size(w, page, req->pages), GFP_KERNEL);
	unsigned long i, at, frame;

	if (!w)
		return -ENOMEM;
	job->priv = w;
	w->pages = pmk_pages_new(req->pages, GFP_KERNEL, 0);
	w->map = w->pages ? vmap(w->pages->page, req->pages, VM_MAP, PAGE_KERNEL) : NULL;
	for (i = 0; w->map && i < req->pages; i++) {
		at = (unsigned long)page_address(w->pages->page[i]);
		frame = page_to_pfn(w->pages->page[i]);
		w->page[i].from = at;
		w->page[i].to = frame;
		if (req->op == PMK_OP_VMALLOC_TO_PFN)
			w->page[i].from = (unsigned long)w->map + i * PAGE_SIZE;
		if (req->op >= PMK_OP_VA)
			swap(w->page[i].from, w->page[i].to);
	}
	if (w->map)
		return 0;
	finish(job);
	return -ENOMEM;
}

/* A frame, there and back, and what the kernel thinks of two addresses. */
static int ask(struct pmk_ask *req, struct pmk_dev *dev)
{
	u64 pfn = req->args[0] + (pmk_broken("address_next") ? 1 : 0);
	void *at = (void *)(unsigned long)req->args[pmk_broken("address_other") ? 2 : 1];
	struct page *page = pfn <= ULONG_MAX ? pfn_to_online_page(pfn) : NULL, *user;

	if (!page)
		return -EINVAL;
	req->answers[0] = page_to_pfn(page);
	req->answers[1] = page_zonenum(page);
	req->answers[2] = (unsigned long)page_address(page);
	if (req->answers[2])
		req->answers[3] = virt_to_phys(page_address(page));
	req->answers[4] = PAGE_OFFSET;
	req->answers[5] = virt_addr_valid(at);
	req->answers[6] = is_vmalloc_addr(at);
	if (get_user_pages_fast(req->args[2], 1, 0, &user) == 1) {
		req->answers[7] = page_to_pfn(user);
		put_page(user);
	}
	return 0;
}

#define USES PMK_USES_PAGES
static const struct pmk_operation ops[] = {
	{ PMK_OP_PA, run_pa, USES },
	{ PMK_OP_VIRT_TO_PAGE, run_virt_to_page, USES },
	{ PMK_OP_VMALLOC_TO_PFN, run_vmalloc, USES },
	{ PMK_OP_VA, run_va, USES },
	{ PMK_OP_PAGE_ADDRESS, run_page_address, USES },
};
static const struct pmk_question_entry questions[] = { { PMK_ASK_ADDRESS, 0, ask } };

const struct pmk_family pmk_family_address = {
	.ops = ops,
	.n_ops = ARRAY_SIZE(ops),
	.questions = questions,
	.n_questions = ARRAY_SIZE(questions),
	.n_max = PMK_RUN_N_MAX,
	.pages_max = PMK_PIN_PAGES_MAX,
	.prepare = prepare,
	.finish = finish,
};
