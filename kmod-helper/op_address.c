// SPDX-License-Identifier: GPL-2.0-only
/* The address family: the ways between an address of a page and the number of its frame. */
#include <linux/memory_hotplug.h>

#include "internal.h"

struct work {
	unsigned int at; /* the next page's number, kept from chunk to chunk */
	struct pmk_pages *pages;
	void *map;
	unsigned long from[PMK_PIN_PAGES_MAX], to[PMK_PIN_PAGES_MAX]; /* by page */
};

#define TRANSLATION(name, translated)                                      \
	PMK_EACH(name)                                                     \
	{                                                                  \
		unsigned long from = w->from[w->at];                       \
		job->check += w->to[w->at] == (unsigned long)(translated); \
		w->at = w->at + 1 == w->pages->n ? 0 : w->at + 1;          \
		return 0;                                                  \
	}
TRANSLATION(run_empty, from)
TRANSLATION(run_pa, PHYS_PFN(__pa(from)))
TRANSLATION(run_virt_to_page, page_to_pfn(virt_to_page((void *)from)))
TRANSLATION(run_vmalloc, vmalloc_to_pfn((void *)from))
TRANSLATION(run_va, __va(PFN_PHYS(from)))
TRANSLATION(run_page_address, page_address(pfn_to_page(from)))

static int prepare(struct pmk_job *job, struct work *w)
{
	const struct pmk_run *req = job->req;

	if (req->op == PMK_ASK_ADDRESS)
		return 0;
	if (pmk_share(&job->shared, PMK_SHARE_VMALLOC, req->pages << PAGE_SHIFT))
		return -EBUSY;
	job->empty = run_empty;
	w->pages = pmk_pages_new(req->pages, GFP_KERNEL, 0);
	w->map = w->pages ? vmap(w->pages->page, req->pages, VM_MAP, PAGE_KERNEL) : NULL;
	for (unsigned int i = 0; w->map && i < req->pages; i++) {
		w->from[i] = (unsigned long)page_address(w->pages->page[i]);
		w->to[i] = page_to_pfn(w->pages->page[i]);
		if (req->op == PMK_OP_VMALLOC_TO_PFN)
			w->from[i] = (unsigned long)w->map + i * PAGE_SIZE;
		if (req->op >= PMK_OP_VA)
			swap(w->from[i], w->to[i]);
	}
	return w->map ? 0 : -ENOMEM;
}

static void finish(struct pmk_job *job, struct work *w)
{
	vunmap(w->map);
	pmk_pages_free(w->pages);
}

/* A frame, there and back, and what the kernel thinks of two addresses. */
PMK_EACH(ask)
{
	u64 pfn = job->req->args[0] + pmk_broken("address_next"), user_addr = job->req->addr;
	u64 at = pmk_broken("address_other") ? user_addr : job->req->args[1];
	struct page *page = pfn <= ULONG_MAX ? pfn_to_online_page(pfn) : NULL, *user;
	u64 *answer = job->answers;

	if (!page || at > ULONG_MAX)
		return -EINVAL;
	answer[0] = page_to_pfn(page);
	answer[1] = page_zonenum(page);
	answer[2] = (unsigned long)page_address(page);
	/* kmap() gives pages of high memory an address that virt_to_phys() does not know. */
	answer[3] = answer[2] && !PageHighMem(page) ? virt_to_phys(page_address(page)) : 0;
	answer[4] = PAGE_OFFSET;
	answer[5] = virt_addr_valid((void *)(unsigned long)at);
	answer[6] = is_vmalloc_addr((void *)(unsigned long)at);
	if (get_user_pages_fast(user_addr, 1, 0, &user) == 1) {
		answer[7] = page_to_pfn(user);
		put_page(user);
	}
	return 0;
}

static const struct pmk_operation ops[] = {
	{ PMK_OP_PA, PMK_USES_PAGES, run_pa },
	{ PMK_OP_VIRT_TO_PAGE, PMK_USES_PAGES, run_virt_to_page },
	{ PMK_OP_VMALLOC_TO_PFN, PMK_USES_PAGES, run_vmalloc },
	{ PMK_OP_VA, PMK_USES_PAGES, run_va },
	{ PMK_OP_PAGE_ADDRESS, PMK_USES_PAGES, run_page_address },
	{ PMK_ASK_ADDRESS, PMK_USES_ADDR | PMK_QUESTION, ask },
};

PMK_FAMILY(address, .pages_max = PMK_PIN_PAGES_MAX);
