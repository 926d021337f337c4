// SPDX-License-Identifier: GPL-2.0-only
/* The linear address of a frame, by arithmetic. */
#include "../translation.h"

static void setup(struct pmk_case *c)
{
	translation_setup(c, PMK_OP_VA);
}

PMK_BENCH = {
	.what = "__va() of a frame; 512 pages in turn",
	.ctx_size = sizeof(struct translation),
	.baseline = true,
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = translation_run,
	.verify = translation_verify,
};
