// SPDX-License-Identifier: GPL-2.0-only
/* Random numbers: splitmix64. */
#include "random.h"

uint64_t pmk_random(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15ull);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
	return z ^ (z >> 31);
}
