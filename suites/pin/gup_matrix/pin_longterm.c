// SPDX-License-Identifier: GPL-2.0-only
/* gup_test -L: pins for long, under the mmap lock. */
#include "gup_matrix.h"

static void setup(struct pmk_case *c)
{
	matrix_setup(c, PMK_OP_PIN_SLOW_LONGTERM);
}

PMK_BENCH = {
	.what = "pin_user_pages() with FOLL_LONGTERM of present pages under the mmap lock, "
		"unpin_user_pages()",
	.axes = { MATRIX_AXES },
	.ctx_size = sizeof(struct matrix),
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT | PMK_ONLY_NAMED,
	.state = MATRIX_STATE,
	.setup = setup,
	.run = matrix_run,
	.verify = matrix_verify,
};
