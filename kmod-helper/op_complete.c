// SPDX-License-Identifier: GPL-2.0-only
/* The complete family: a driver learns by an interrupt that transfers are done. */
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irq_work.h>

#include "internal.h"

struct work {
	struct pmk_job *job;
	struct irq_work device; /* ours: by it the processor interrupts itself */
	struct completion done;
	int irq, err; /* err: of its request */
	bool unasked; /* the first interrupt only announces the words */
	size_t bytes;
	u64 *buffer; /* that the device stores them into, or NULL: where they are */
	u64 words[PMK_COMPLETE_MAX];
};

/* The driver's, in the interrupt or in its thread. */
static irqreturn_t handle(int irq, void *work)
{
	struct work *w = work;

	if (w->unasked && !w->buffer) {
		w->buffer = kmalloc(w->bytes, GFP_ATOMIC);
		if (w->buffer) {
			irq_work_queue(&w->device);
			return IRQ_HANDLED;
		}
	}
	w->job->check += pmk_words_sum(w->buffer ?: w->words, w->bytes);
	w->job->facts = in_task() ? PMK_FACT_TASK : 0;
	complete(&w->done);
	return IRQ_HANDLED;
}

static void raise(struct irq_work *device)
{
	struct work *w = container_of(device, struct work, device);

	if (w->buffer)
		memcpy(w->buffer, w->words, w->bytes);
	for (unsigned int i = 0; i <= pmk_broken("interrupt_twice"); i++)
		generic_handle_irq(w->irq);
}

PMK_DO(run, irq_work_queue(&w->device); wait_for_completion(&w->done))

PMK_EACH(run_buffer)
{
	bool moved;

	w->buffer = w->unasked ? NULL : kmalloc(w->bytes, GFP_KERNEL);
	if (!w->unasked && !w->buffer)
		return -ENOMEM;
	run_once(job, w);
	moved = w->buffer;
	kfree(w->buffer);
	w->buffer = NULL;
	return moved ? 0 : -ENOMEM;
}

static int prepare(struct pmk_job *job, struct work *w)
{
	bool swapped = pmk_broken("interrupt_other_context");
	bool threaded = (job->req->op == PMK_OP_COMPLETE_THREAD) != swapped, hard;

	w->job = job;
	w->bytes = job->req->pages * sizeof(u64);
	w->unasked = job->req->op == PMK_OP_COMPLETE_UNASKED;
	/* Where interrupts of real time are not threads, no handler may allocate memory. */
	hard = !threaded && !(w->unasked && IS_ENABLED(CONFIG_PREEMPT_RT));
	w->device = IRQ_WORK_INIT_HARD(raise);
	init_completion(&w->done);
	pmk_words_fill(w->words, sizeof(w->words), job->req->seed);
	w->irq = irq_alloc_desc(NUMA_NO_NODE);
	if (w->irq <= 0)
		return -ENOMEM;
	irq_set_chip_and_handler(w->irq, &dummy_irq_chip, handle_simple_irq);
	irq_clear_status_flags(w->irq, IRQ_NOREQUEST);
	w->err = request_threaded_irq(w->irq, threaded ? NULL : handle, threaded ? handle : NULL,
				      threaded ? IRQF_ONESHOT
				      : hard   ? IRQF_NO_THREAD
					       : 0,
				      KBUILD_MODNAME, w);
	return w->err;
}

static void finish(struct pmk_job *job, struct work *w)
{
	irq_work_sync(&w->device);
	if (w->irq > 0 && !w->err)
		free_irq(w->irq, w);
	if (w->irq > 0)
		irq_free_desc(w->irq);
}

#define USES (PMK_USES_PAGES | PMK_USES_EACH | PMK_USES_SEED)
static const struct pmk_operation ops[] = {
	{ PMK_OP_COMPLETE_IRQ, USES, run },
	{ PMK_OP_COMPLETE_THREAD, USES, run },
	{ PMK_OP_COMPLETE_ASKED, USES, run_buffer },
	{ PMK_OP_COMPLETE_UNASKED, USES, run_buffer },
};

PMK_FAMILY(complete, .pages_max = PMK_COMPLETE_MAX);
