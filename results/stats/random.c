// SPDX-License-Identifier: GPL-2.0-only
/* Random numbers: splitmix64, and normal ones made of them. */
#include <math.h>

#include "random.h"

uint64_t pmk_random(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15ull);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
	return z ^ (z >> 31);
}

/* 0 < u <= 1, so that its logarithm is one. */
static double uniform(uint64_t *state)
{
	return (double)((pmk_random(state) >> 11) + 1) * 0x1p-53;
}

double pmk_random_normal(uint64_t *state)
{
	double radius = sqrt(-2 * log(uniform(state)));

	return radius * cos(2 * M_PI * uniform(state));
}
