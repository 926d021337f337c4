/* SPDX-License-Identifier: GPL-2.0-only */
/* What the claims on followed pages share: memory that an interval notifier watches meanwhile. */
#ifndef PAGEMARK_PIN_CLAIMS_FOLLOW_H
#define PAGEMARK_PIN_CLAIMS_FOLLOW_H

#include "../../../claim_memory.h"
#include "../hold.h"

#define PAGES  4 /* of these the second changes */
#define FOLLOW (HOLD_FOLLOW | HOLD_WRITE)

/* The second of followed pages. */
static inline void *second(uint64_t *p)
{
	return (uint8_t *)p + page_bytes();
}

/* Ends it. Return: how often the notifier told of a change. */
static inline uint64_t told(struct hold *h)
{
	hold_end(h);
	ck_assert_int_eq(hold_got(h), PAGES);
	return h->q.answers[1];
}

/* Whether the frames that were found may be used no more. */
static inline bool expired(const struct hold *h)
{
	return h->q.answers[2];
}

#endif
