// SPDX-License-Identifier: GPL-2.0-only
/* How a driver learns that the transfers in flight are done: what that costs without the wait. */
#include "../dma.h"

/* All transfers of an operation are done, and each one's word is read once. */
static void polled_setup(struct pmk_case *c)
{
	dma_setup_run(c, (struct pmk_run){ .op = (uint32_t)pmk_datum(c),
					   .kind = PMK_DMA_COHERENT,
					   .bytes = 8 * pmk_arg(c, "in_flight"),
					   .seed = DMA_SEED });
	pmk_set_items_per_op(c, pmk_arg(c, "in_flight"));
}

static void setup(struct pmk_case *c)
{
	pmk_module_setup(c, (struct pmk_run){ .op = (uint32_t)pmk_datum(c),
					      .pages = pmk_arg(c, "in_flight"),
					      .seed = DMA_SEED });
	pmk_module_try(c, "an interrupt of its own");
	pmk_set_bytes_per_op(c, 8 * pmk_arg(c, "in_flight"));
	pmk_set_items_per_op(c, pmk_arg(c, "in_flight"));
}

static void verify(struct pmk_case *c)
{
	const struct pmk_module_op *x = pmk_priv(c);
	uint64_t words = pmk_arg(c, "in_flight");

	pmk_promise(c, x->req.check == x->n * (words * DMA_SEED + words * (words - 1) / 2));
}

#define COMPLETION(name, op, prepares, text, ...)                                 \
	PMK_CONTENDER(name) = { .what = text,                                     \
				.datum = op,                                      \
				.axes = { PMK_LIST("in_flight", 1, 8, 64, 512) }, \
				.needs = PMK_NEED_MODULE,                         \
				.setup = prepares,                                \
				.run = pmk_module_run,                            \
				.verify = verify,                                 \
				__VA_ARGS__ }

/* One look at the word of each transfer in coherent memory, which finds it done. */
COMPLETION(polled, PMK_OP_DMA_READ, polled_setup,
	   "polling: one look at each transfer's word in coherent memory", .baseline = true);
/* The transfers are done with one interrupt, whose handler looks at them. */
COMPLETION(interrupt, PMK_OP_COMPLETE_IRQ, setup,
	   "one interrupt for all in flight: its handler reads their words, complete(); the device "
	   "is a provider of ours (irq_work)");
/* The same, but the handler is a thread, for which the caller sleeps. */
COMPLETION(threaded, PMK_OP_COMPLETE_THREAD, setup,
	   "one threaded interrupt for all in flight: its thread reads their words and wakes the "
	   "caller, who sleeps; the device is a provider of ours (irq_work)");
