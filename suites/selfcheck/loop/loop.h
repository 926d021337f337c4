/* SPDX-License-Identifier: GPL-2.0-only */
/* What both contenders of the A/A pair are: the same functions, not copies of them. */
#ifndef PAGEMARK_LOOP_H
#define PAGEMARK_LOOP_H

#include "pagemark.h"

struct loop {
	uint8_t *buf;
	uint64_t sum;
};

/*
 * Defined once, in loop.c. Each contender with a copy of its own would be timed where the linker put
 * that copy, and on some processors the one then costs 2 % more than the other.
 */
void loop_setup(struct pmk_case *c);
void loop_run(struct pmk_case *c, uint64_t n);
void loop_verify(struct pmk_case *c);

#endif
