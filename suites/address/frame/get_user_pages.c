// SPDX-License-Identifier: GPL-2.0-only
/* The frame behind an address of a program, which is held meanwhile. */
#include "../translation.h"

static void setup(struct pmk_case *c)
{
	struct translation *x = pmk_priv(c);

	translation_setup(c, PMK_OP_GUP_FAST);
	x->req.pages = 1;
	x->mem = pmk_alloc(c, 1);
	x->req.addr = (uintptr_t)x->mem;
}

PMK_BENCH = {
	.what = "get_user_pages_fast(), which finds it, and put_page(); always the same page",
	.ctx_size = sizeof(struct translation),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = translation_run,
	.verify = translation_verify,
};
