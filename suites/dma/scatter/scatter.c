// SPDX-License-Identifier: GPL-2.0-only
/* Many pages for one transfer: as one list, one range, one by one, and as contiguous memory. */
#include <unistd.h>

#include "../dma.h"

static void setup(struct pmk_case *c)
{
	bool adjacent = pmk_arg(c, "layout");
	uint64_t pages = pmk_arg(c, "entries"), bytes = pages * (uint64_t)sysconf(_SC_PAGESIZE);
	struct pmk_run req = { .op = (uint32_t)pmk_datum(c) };

	if (req.op != PMK_OP_DMA_MAP) {
		req.pages = pages;
		req.flags = adjacent ? 0 : PMK_RUN_APART;
	} else if (!adjacent) {
		pmk_skip(c, "pages that lie apart are no contiguous buffer",
			 "the points with layout:adjacent");
	} else if (bytes > PMK_DMA_BYTES_MAX) {
		pmk_skip(c, "so many of this kernel's pages are more than 4 MiB in one piece",
			 "the points with fewer entries, or a kernel with smaller pages");
	} else {
		req.bytes = bytes;
	}
	dma_setup_run(c, req);
	pmk_set_bytes_per_op(c, bytes);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct pmk_module_op *x = pmk_priv(c);

	pmk_module_run(c, n);
	/* The DMA addresses that the device has to be told. */
	pmk_counter_add(c, "segments", "1", (double)x->req.check);
}

static void verify_list(struct pmk_case *c)
{
	struct pmk_module_op *x = pmk_priv(c);

	dma_record(c);
	pmk_promise(c, x->req.check >= x->n && x->req.check <= x->n * x->req.pages);
	/* Of a trial: all of the list is there, and what was in the pages still is. */
	pmk_promise(c, x->req.facts & PMK_FACT_COVERED);
	pmk_promise(c, x->req.facts & PMK_FACT_INTACT);
}

static void verify_pages(struct pmk_case *c)
{
	struct pmk_module_op *x = pmk_priv(c);

	dma_record(c);
	pmk_promise(c, x->req.check == x->n * x->req.pages);
	pmk_promise(c, x->req.facts & PMK_FACT_COVERED);
	pmk_promise(c, x->req.facts & PMK_FACT_INTACT);
}

/* What may be merged costs less: so where the pages lie is no accident here. */
#define SCATTER(name, dma_op, text, ...)                                              \
	PMK_CONTENDER(name) = { .what = text,                                         \
				.datum = dma_op,                                      \
				.axes = { PMK_LIST("entries", 1, 16, 256),            \
					  PMK_WORDS("layout", "apart", "adjacent") }, \
				.needs = PMK_NEED_MODULE | PMK_TALLIED,               \
				.setup = setup,                                       \
				.run = run,                                           \
				__VA_ARGS__ }

/* All pages by one scatterlist, which the DMA API may merge. */
SCATTER(map_sg, PMK_OP_DMA_MAP_SG, "dma_map_sg() and dma_unmap_sg() of a list of single pages",
	.verify = verify_list, .baseline = true);
/* All pages side by side in one range of DMA addresses, which is what an IOMMU can make of them. */
SCATTER(iova_link, PMK_OP_DMA_IOVA,
	"dma_iova_link() of each page into one range, and dma_iova_destroy()",
	.verify = dma_verify);
/* Each page by itself: as many mappings as pages. */
SCATTER(map_pages, PMK_OP_DMA_MAP_PAGES,
	"dma_map_page() of each page, then dma_unmap_page() of each", .verify = verify_pages);
/* As many bytes in one piece: what contiguous memory would have saved. */
SCATTER(map_single, PMK_OP_DMA_MAP,
	"dma_map_single() and dma_unmap_single() of one contiguous buffer", .verify = dma_verify);
