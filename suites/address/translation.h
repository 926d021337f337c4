/* SPDX-License-Identifier: GPL-2.0-only */
/* What contenders on address translation share: the request, the batch, the check. */
#ifndef PAGEMARK_ADDRESS_TRANSLATION_H
#define PAGEMARK_ADDRESS_TRANSLATION_H

#include <sys/ioctl.h>

#include "pagemark_module.h"

#define TRANSLATION_PAGES 512 /* the working set: their page structs fill a first-level cache */

/**
 * struct translation - the context of every contender
 * @fd: the device, or /proc/self/pagemap
 * @req: one operation
 * @n: operations of the last batch
 * @mem: pages of our own, where those are translated
 * @sum: what the last batch found
 */
struct translation {
	int fd;
	struct pmk_run req;
	uint64_t n;
	uint8_t *mem;
	uint64_t sum;
};

static inline void translation_setup(struct pmk_case *c, unsigned int op)
{
	struct translation *x = pmk_priv(c);

	x->fd = pmk_module_open(c, op);
	x->req = (struct pmk_run){ .abi_version = PMK_ABI_VERSION, .op = op };
	x->req.pages = TRANSLATION_PAGES;
}

static inline void translation_run(struct pmk_case *c, uint64_t n)
{
	struct translation *x = pmk_priv(c);

	x->n = n;
	pmk_module_run(c, n);
}

/* The module compares each result with what the page itself says. */
static inline void translation_verify(struct pmk_case *c)
{
	struct translation *x = pmk_priv(c);

	pmk_promise(c, x->req.check == x->n);
}

#endif
