// SPDX-License-Identifier: GPL-2.0-only
/* Buffers of less than some cache lines, for a device that does not see the caches. */
#include "../cycle.h"

/*
 * A device that stores into part of a line loses what the CPU has stored beside it, or the CPU what
 * the device has. So kmalloc() gives each object lines of its own; or since Linux 6.5 what is small
 * is bounced where the device may store (both), by its size, whoever gave the memory.
 */
static void setup(struct pmk_case *c)
{
	enum pmk_op op = (enum pmk_op)(pmk_datum(c) & 0xffff);
	bool maps = op == PMK_OP_DMA_CYCLE_MAP;

	dma_setup_noncoherent(c, (struct pmk_run){ .op = op,
						   .kind = maps ? (uint32_t)pmk_arg(c, "direction")
								: PMK_DMA_COHERENT,
						   .flags = (uint32_t)(pmk_datum(c) >> 16),
						   .bytes = pmk_arg(c, "size"),
						   .seed = DMA_SEED });
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct pmk_module_op *x = pmk_priv(c);

	cycle_run(c, n);
	pmk_counter_add(c, "bounced", "1", pmk_module_bounced(x) == 1 ? (double)n : 0);
}

#define SMALL(name, way, text, ...)                                                     \
	PMK_CONTENDER(name) = { .what = text,                                           \
				.datum = way,                                           \
				.axes = { PMK_WORDS("direction", "both", "to_device"),  \
					  PMK_LIST("size", 8, 32, 64, 96, 192, 1024) }, \
				.needs = PMK_NEED_MODULE | PMK_TALLIED,                 \
				.setup = setup,                                         \
				.run = run,                                             \
				.verify = dma_verify_words,                             \
				__VA_ARGS__ }

/* Memory of kmalloc(), whose neighbours other code has. */
SMALL(slab, PMK_OP_DMA_CYCLE_MAP | (uint64_t)PMK_RUN_SLAB << 16,
      "kmalloc() memory: fill, dma_map_single(), dma_unmap_single(), read", .baseline = true);
/* A page of its own, of which so many bytes are used. */
SMALL(page, PMK_OP_DMA_CYCLE_MAP,
      "a page of its own: fill, dma_map_single(), dma_unmap_single(), read");
/* Coherent memory, which has no direction. */
SMALL(coherent, PMK_OP_DMA_CYCLE_COHERENT,
      "coherent memory that is kept: fill, dma_wmb(), dma_rmb(), read");
