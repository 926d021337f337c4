// SPDX-License-Identifier: GPL-2.0-only
/* A whole DMA cycle of the device that DMA is measured on. */
#include "../cycle.h"

static void setup(struct pmk_case *c)
{
	dma_setup_run(c, (struct pmk_run){ .op = (uint32_t)pmk_datum(c),
					   .bytes = pmk_arg(c, "size"),
					   .seed = DMA_SEED });
}

#define CYCLE(name, dma_op, text, ...)                                  \
	PMK_CONTENDER(name) = { .what = text,                           \
				.datum = dma_op,                        \
				.axes = { PMK_SIZES(64, 1 * MiB) },     \
				.needs = PMK_NEED_MODULE | PMK_TALLIED, \
				.setup = setup,                         \
				.run = cycle_run,                       \
				.verify = dma_verify_words,             \
				__VA_ARGS__ }

CYCLE_WAYS(CYCLE);
