// SPDX-License-Identifier: GPL-2.0-only
/* A copy within a buffer: by the CPU, and by a channel of a DMA engine. */
#include "../dma.h"

#define SEED 0x656e67696e65ull /* no word is 0, which the module stores before a copy */

static void setup(struct pmk_case *c)
{
	uint64_t bytes = pmk_arg(c, "size");

	pmk_module_setup(
		c, (struct pmk_run){ .op = (uint32_t)pmk_datum(c), .bytes = bytes, .seed = SEED });
	pmk_module_try(c, "a DMA mapping for the engine");
	pmk_set_bytes_per_op(c, bytes);
}

/* Of each copy the last word arrived, and of them together all words did. */
static void verify(struct pmk_case *c)
{
	struct pmk_module_op *x = pmk_priv(c);

	/* Whether it bounced is not known. */
	if (pmk_datum(c) == PMK_OP_ENGINE_COPY)
		pmk_module_channel_record(c, x->req.device, x->req.facts & PMK_FACT_COHERENT);
	pmk_promise(c, x->req.check == x->n);
	pmk_promise(c, x->req.facts & PMK_FACT_INTACT);
}

#define COPY(name, copy_op, text, ...)                                                    \
	PMK_CONTENDER(name) = { .what = text,                                             \
				.datum = copy_op,                                         \
				.axes = { PMK_LIST("size", 4 * KiB, 64 * KiB, 1 * MiB) }, \
				.needs = PMK_NEED_MODULE,                                 \
				.setup = setup,                                           \
				.run = pmk_module_run,                                    \
				.verify = verify,                                         \
				__VA_ARGS__ }

/* The CPU copies. */
COPY(memcpy, PMK_OP_ENGINE_CPU, "memcpy() in the kernel", .baseline = true);
/* A channel of a DMA engine copies; the record's device says which. */
COPY(engine, PMK_OP_ENGINE_COPY, "a channel for DMA_MEMCPY: sync, prepare, submit, wait, sync");
