/* SPDX-License-Identifier: GPL-2.0-only */
/* Loops to measure the harness itself with. */
#ifndef PAGEMARK_LOOP_H
#define PAGEMARK_LOOP_H

#include <stdint.h>

struct pmk_case;

/* A contender's loop round nothing. */
void pmk_empty_run(struct pmk_case *c, uint64_t n);

/**
 * pmk_known_loop() - turn round @turns times: instructions known by construction
 * @turns: 1 or more
 *
 * Return: how many instructions a turn has; 0 where this architecture's loop is the compiler's, and
 * nobody knows.
 */
unsigned int pmk_known_loop(uint64_t turns);

#endif
