// SPDX-License-Identifier: GPL-2.0-only
/* The empty op: what the batch loop around all others costs. */
#include <linux/compiler.h>
#include <linux/kernel.h>

#include "internal.h"

static int run_empty(struct pmk_job *job, unsigned int n)
{
	job->check += n;
	while (n--)
		barrier();
	return 0;
}

static const struct pmk_operation ops[] = {
	{ PMK_OP_EMPTY, run_empty },
};

const struct pmk_family pmk_family_empty = {
	.ops = ops,
	.n_ops = ARRAY_SIZE(ops),
	.n_max = PMK_RUN_N_MAX,
};
