// SPDX-License-Identifier: GPL-2.0-only
/* Learn the frames of user pages for a device: pinned each time, or followed and not held. */
#include "../user_pages.h"

static void setup(struct pmk_case *c)
{
	struct pmk_module_op *x = pmk_priv(c);

	user_pages_setup(c);
	if (pmk_arg(c, "access"))
		x->req.flags = 0;
}

#define FOLLOW(name, op, text, ...)                                             \
	PMK_CONTENDER(name) = { .what = text,                                   \
				.axes = { PMK_WORDS("access", "write", "read"), \
					  PMK_LIST("pages", 1, 8, 64, 512) },   \
				.datum = op,                                    \
				.needs = PMK_NEED_MODULE,                       \
				.config = { "CONFIG_ADVISE_SYSCALLS" },         \
				.setup = setup,                                 \
				.run = pmk_module_run,                          \
				.verify = user_pages_verify,                    \
				__VA_ARGS__ }

FOLLOW(pin_fast, PMK_OP_PIN_FAST, "pin_user_pages_fast() of present base pages, unpin_user_pages()",
       .baseline = true);
FOLLOW(pin_longterm, PMK_OP_PIN_LONGTERM,
       "pin_user_pages_fast() with FOLL_LONGTERM of present base pages, unpin_user_pages()");
/* The notifier is registered once, before. */
FOLLOW(follow, PMK_OP_FOLLOW,
       "hmm_range_fault() of present base pages under an interval notifier, which holds none");
