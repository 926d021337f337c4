// SPDX-License-Identifier: GPL-2.0-only
/* Pages from wherever the kernel likes, without waiting, or from one zone. */
#include "../alloc.h"

#define ZONE(name, gfp, text, ...)                                        \
	PMK_CONTENDER(name) = { .what = text,                             \
				.datum = PMK_ALLOC(PMK_PAGES, gfp),       \
				.axes = { PMK_LIST("pages", 1) },         \
				.needs = PMK_NEED_MODULE | PMK_NEED_ROOT, \
				.setup = alloc_setup_pages,               \
				.run = alloc_run,                         \
				.verify = alloc_verify,                   \
				__VA_ARGS__ }

/* Pages from wherever the kernel likes, and it may wait for them. */
ZONE(kernel, PMK_GFP_KERNEL, "__get_free_pages(GFP_KERNEL), free_pages()", .baseline = true);
/* Pages without waiting. */
ZONE(atomic, PMK_GFP_ATOMIC, "__get_free_pages(GFP_ATOMIC), free_pages()");
/* Pages that an ISA device reaches. */
ZONE(dma, PMK_GFP_DMA, "__get_free_pages(GFP_KERNEL | GFP_DMA), free_pages()");
/* Pages that a device with addresses of 32 bits reaches. */
ZONE(dma32, PMK_GFP_DMA32, "__get_free_pages(GFP_KERNEL | GFP_DMA32), free_pages()");
