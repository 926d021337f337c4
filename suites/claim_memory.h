/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory for claims on system calls: pages with room around them, and calls that are refused. */
#ifndef PAGEMARK_CLAIM_MEMORY_H
#define PAGEMARK_CLAIM_MEMORY_H

#include <string.h>

#include "base_pages.h"
#include "claim_call.h"
#include "pagemark_claim.h"
#include "uapi.h"

/* That a call returned -1 with that errno; @call is what it returned, a pointer too. */
#define claim_refused(call, expected_errno)                                                 \
	do {                                                                                \
		int err_ = (intptr_t)(call) == -1 ? errno : 0;                              \
                                                                                            \
		ck_assert_msg(err_ == (expected_errno), "%s: expected %s, found %s", #call, \
			      strerrorname_np(expected_errno),                              \
			      err_ ? strerrorname_np(err_) : "success");                    \
	} while (0)

/* So many pages of address space; what lies before and behind them stays inaccessible. */
static inline uint8_t *claim_room(size_t pages)
{
	uint8_t *p = mmap(NULL, (pages + 2) * page_bytes(), PROT_NONE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	pmk_claim_need(p != MAP_FAILED, "address space");
	return p + page_bytes();
}

/* mmap(2) into such a room, which must not fail. */
static inline uint8_t *claim_map(size_t pages, int prot, int flags, int fd)
{
	void *p = mmap(claim_room(pages), pages * page_bytes(), prot, flags | MAP_FIXED, fd, 0);

	pmk_claim_need(p != MAP_FAILED, "a mapping");
	return p;
}

/* Anonymous memory in such a room; @sharing: MAP_PRIVATE or MAP_SHARED. */
static inline uint8_t *claim_anonymous(size_t pages, int sharing)
{
	return claim_map(pages, PROT_READ | PROT_WRITE, sharing | MAP_ANONYMOUS, -1);
}

/* The same, private, in base pages, each of which begins with another byte: 1, 2, … */
static inline uint8_t *claim_pages(size_t pages)
{
	uint8_t *p = claim_anonymous(pages, MAP_PRIVATE);

	/* EINVAL: a kernel without huge pages, or without advice. */
	pmk_claim_must(!madvise(p, pages * page_bytes(), MADV_NOHUGEPAGE) || errno == EINVAL ||
		       errno == ENOSYS);
	for (size_t i = 0; i < pages; i++)
		p[i * page_bytes()] = (uint8_t)(i + 1);
	return p;
}

/* Whether all bytes have that value; an assertion for each of many would take long. */
static inline bool claim_filled(const uint8_t *p, size_t size_bytes, uint8_t value)
{
	return p[0] == value && !memcmp(p, p + 1, size_bytes - 1);
}

/* Whether the kernel knows an advice: SKIP if not; @since: the first that does. */
static inline void claim_need_advice(int advice, const char *name, const char *since)
{
	/* Of no bytes: only the advice is looked at. */
	if (madvise(claim_room(1), 0, advice) && errno == EINVAL)
		claim_since(name, since);
}

#endif
