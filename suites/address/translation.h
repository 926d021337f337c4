/* SPDX-License-Identifier: GPL-2.0-only */
/* What contenders on address translation share: the working set, and the check. */
#ifndef PAGEMARK_ADDRESS_TRANSLATION_H
#define PAGEMARK_ADDRESS_TRANSLATION_H

#include "pagemark_module.h"

#define TRANSLATION_PAGES 512 /* the working set: their page structs fill a first-level cache */

static inline void translation_setup(struct pmk_case *c)
{
	pmk_module_setup(c, (struct pmk_run){ .op = (uint32_t)pmk_datum(c),
					      .pages = TRANSLATION_PAGES });
}

/* The module compares each result with what the page itself says. */
static inline void translation_verify(struct pmk_case *c)
{
	struct pmk_module_op *x = pmk_priv(c);

	pmk_promise(c, x->req.check == x->n);
}

/* A line of a comparison: the contender's name, its op, what it is; then .baseline. */
#define TRANSLATION(name, op, text, ...)                      \
	PMK_CONTENDER(name) = { .what = text,                 \
				.datum = op,                  \
				.needs = PMK_NEED_MODULE,     \
				.setup = translation_setup,   \
				.run = pmk_module_run,        \
				.verify = translation_verify, \
				__VA_ARGS__ }

#endif
