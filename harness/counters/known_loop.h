/* SPDX-License-Identifier: GPL-2.0-only */
/* A loop whose instructions are known by construction, to hold counters against. */
#ifndef PAGEMARK_KNOWN_LOOP_H
#define PAGEMARK_KNOWN_LOOP_H

#include <stdint.h>

/**
 * pmk_known_loop() - turn round @turns times
 * @turns: 1 or more
 *
 * Return: how many instructions a turn has; 0 where this architecture's loop is the compiler's, and
 * nobody knows.
 */
unsigned int pmk_known_loop(uint64_t turns);

#endif
