/* SPDX-License-Identifier: GPL-2.0-only */
/* Random numbers that repeat with their seed. */
#ifndef PAGEMARK_RANDOM_H
#define PAGEMARK_RANDOM_H

#include <stdint.h>

/**
 * pmk_random() - the next of a sequence
 * @state: the seed at first; advanced
 *
 * splitmix64: neighbouring seeds give unrelated sequences.
 *
 * Source: Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014.
 */
uint64_t pmk_random(uint64_t *state);

/**
 * pmk_random_normal() - the next of a standard normal distribution
 * @state: as pmk_random(); advanced twice
 *
 * Source: Box and Muller, A note on the generation of random normal deviates, Ann. Math. Statist.
 * 29 (1958), 610-611.
 */
double pmk_random_normal(uint64_t *state);

#endif
