// SPDX-License-Identifier: GPL-2.0-only
/* The marks for a profiler of guests: which point, and what a case times itself. */
#include "mark.h"
#include "pagemark.h"

#define KEY_BITS   48
#define ROUND_BITS 24

uint64_t pmk_mark_key(const char *name)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * 0x100000001b3u;
	hash = (hash >> KEY_BITS ^ hash) & ((UINT64_C(1) << KEY_BITS) - 1);
	return hash ? hash : 1;
}

/* Bits of @number, the most significant first. */
static void values(uint64_t number, unsigned int bits)
{
	/* Who looks sees the address of a store, not what is stored. */
	static uint8_t base[PMK_MARK_BASE_BYTES]
		__attribute__((aligned(PMK_MARK_BASE_BYTES), used));

	while (bits) {
		bits -= PMK_MARK_VALUE_BITS;
		PMK_MARK_STORE(base + (number >> bits & (PMK_MARK_BASE_BYTES - 1)));
	}
}

void pmk_mark_point(uint64_t key, unsigned int round, double clock_cost)
{
	const unsigned int most = PMK_MARK_BASE_BYTES - 1;

	values(key, KEY_BITS);
	values(round, ROUND_BITS);
	values(clock_cost < most ? (unsigned int)(clock_cost + 0.5) : most, PMK_MARK_VALUE_BITS);
	PMK_MARK(PMK_MARK_POINT);
}

uint64_t pmk_part_begin(const struct pmk_case *c)
{
	uint64_t now = pmk_now(c);

	PMK_MARK(PMK_MARK_PART_BEGIN);
	return now;
}

uint64_t pmk_part_end(const struct pmk_case *c)
{
	PMK_MARK(PMK_MARK_PART_END);
	return pmk_now(c);
}
