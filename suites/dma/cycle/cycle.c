// SPDX-License-Identifier: GPL-2.0-only
/* A whole DMA cycle: the CPU fills a buffer, hands it over, takes it back and reads it. */
#include "../dma.h"

#define SEED 0x0123456789abcdefull /* the first word; word i is this plus i */

static void setup(struct pmk_case *c)
{
	dma_setup_run(c, (struct pmk_run){ .op = (uint32_t)pmk_datum(c),
					   .bytes = pmk_arg(c, "size"),
					   .seed = SEED });
}

/* Each operation reads all words, and their sum is known. */
static void verify(struct pmk_case *c)
{
	struct pmk_module_op *x = pmk_priv(c);

	dma_record(c);
	pmk_promise(c, x->req.check == x->n * dma_words_sum(x, SEED));
	pmk_promise(c, x->req.facts & PMK_FACT_INTACT);
}

#define CYCLE(name, dma_op, text, ...)                              \
	PMK_CONTENDER(name) = { .what = text,                       \
				.datum = dma_op,                    \
				.axes = { PMK_SIZES(64, 1 * MiB) }, \
				.needs = PMK_NEED_MODULE,           \
				.setup = setup,                     \
				.run = pmk_module_run,              \
				.verify = verify,                   \
				__VA_ARGS__ }

/* Fill, hand over, take back and read one coherent buffer that is kept. */
CYCLE(coherent, PMK_OP_DMA_CYCLE_COHERENT,
      "one coherent buffer reused: fill, dma_wmb(), dma_rmb(), read", .baseline = true);
/* Fill a buffer, map it for the device, unmap it and read it, each time. */
CYCLE(map_each, PMK_OP_DMA_CYCLE_MAP,
      "a streaming mapping each time: fill, dma_map_single(), dma_unmap_single(), read");
/* Fill, sync for the device, sync for the CPU and read a buffer that stays mapped. */
CYCLE(map_once_sync, PMK_OP_DMA_CYCLE_SYNC,
      "one streaming mapping with syncs: fill, dma_sync_single_for_device(), _for_cpu(), "
      "read");
