// SPDX-License-Identifier: GPL-2.0-only
/* Interrupts by which a device says that it is done: where their handlers run, and how often. */
#include "pagemark_abi.h"
#include "pagemark_claim.h"

#define TIMES 100
#define WORDS 64

static struct pmk_run completed(uint32_t op)
{
	struct pmk_run run = { .op = op, .n = TIMES, .pages = WORDS, .seed = 1 };

	pmk_claim_must(pmk_claim_ask(&run) == 0);
	return run;
}

static void contexts(void)
{
	ck_assert_uint_eq(completed(PMK_OP_COMPLETE_IRQ).facts & PMK_FACT_TASK, 0);
	ck_assert_uint_ne(completed(PMK_OP_COMPLETE_THREAD).facts & PMK_FACT_TASK, 0);
}

PMK_CLAIM(interrupt_handler_contexts) = {
	.claim = "a threaded interrupt's handler runs in a task, one with IRQF_NO_THREAD does not",
	.source = "kernel/irq/manage.c, kernel-doc of request_threaded_irq(); "
		  "include/linux/interrupt.h, IRQF_NO_THREAD",
	.needs = PMK_NEED_MODULE,
	.test = contexts,
	.broken_module = "interrupt_other_context",
};

/* Each handler adds up the words, so the sum tells how often they ran. */
static void once_each(void)
{
	static const uint32_t ops[] = { PMK_OP_COMPLETE_IRQ, PMK_OP_COMPLETE_THREAD,
					PMK_OP_COMPLETE_ASKED, PMK_OP_COMPLETE_UNASKED };

	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]); i++)
		ck_assert_uint_eq(completed(ops[i]).check, TIMES * (WORDS * (WORDS + 1) / 2));
}

PMK_CLAIM(interrupt_handled_once) = {
	.claim = "each interrupt is handled once: no completion is lost, and none is told twice",
	.source = "Documentation/core-api/genericirq.rst, Default simple IRQ flow handler; "
		  "Documentation/scheduler/completion.rst, complete()",
	.needs = PMK_NEED_MODULE,
	.test = once_each,
	.broken_module = "interrupt_twice",
};
