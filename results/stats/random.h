/* SPDX-License-Identifier: GPL-2.0-only */
/* Random numbers that repeat with their seed. */
#ifndef PAGEMARK_RANDOM_H
#define PAGEMARK_RANDOM_H

#include <math.h>
#include <stdint.h>

/**
 * pmk_random() - the next of a sequence
 * @state: the seed at first; advanced
 *
 * splitmix64: neighbouring seeds give unrelated sequences.
 *
 * Source: Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014.
 */
static inline uint64_t pmk_random(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15ull);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
	return z ^ (z >> 31);
}

/* 0 < u <= 1, so that its logarithm is one. */
static inline double pmk_random_uniform(uint64_t *state)
{
	return (double)((pmk_random(state) >> 11) + 1) * 0x1p-53;
}

/**
 * pmk_random_normal() - the next of a standard normal distribution
 * @state: as pmk_random(); advanced twice
 *
 * Source: Box and Muller, A note on the generation of random normal deviates, Ann. Math. Statist.
 * 29 (1958), 610-611.
 */
static inline double pmk_random_normal(uint64_t *state)
{
	double radius = sqrt(-2 * log(pmk_random_uniform(state)));

	return radius * cos(2 * M_PI * pmk_random_uniform(state));
}

#endif
