// SPDX-License-Identifier: GPL-2.0-only
/* gup_test -u: references without a lock. */
#include "gup_matrix.h"

static void setup(struct pmk_case *c)
{
	matrix_setup(c, PMK_OP_GUP_FAST);
}

PMK_BENCH = {
	.what = "get_user_pages_fast() of present pages, put_page() of each",
	.axes = { MATRIX_AXES },
	.ctx_size = sizeof(struct matrix),
	.baseline = true,
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT | PMK_ONLY_NAMED,
	.state = MATRIX_STATE,
	.setup = setup,
	.run = matrix_run,
	.verify = matrix_verify,
};
