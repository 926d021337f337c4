/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of `pagemark doctor`. */
#ifndef PAGEMARK_DOCTOR_H
#define PAGEMARK_DOCTOR_H

#include <jansson.h>

/*
 * The default events, counted over a loop whose number of instructions is known: {by, loop_turns,
 * events}, where an event is {unit, state}, with value (per turn) and ratio, or reason and remedy.
 * NULL without memory.
 */
json_t *pmk_doctor_counters(void);

/* For people, on standard output. */
void pmk_doctor_print_counters(const json_t *counters);

#endif
