/* SPDX-License-Identifier: GPL-2.0-only */
/* The run's clock, and what it and the timed loop cost by themselves. */
#ifndef PAGEMARK_CLOCK_H
#define PAGEMARK_CLOCK_H

#include <stdint.h>

#include "text/clock.h"

struct pmk_case;

/* In a guest's kernel command line: the clock that its accelerator makes. */
#define PMK_CLOCK_OPTION "pagemark.clock="
/* What to say where it names none. */
#define PMK_CLOCK_UNKNOWN \
	"the kernel command line names no clock that exists: " PMK_CLOCK_OPTION "wall or insn\n"

/*
 * The clock of this kernel: what PMK_CLOCK_OPTION says, else "wall". NULL where it names no clock.
 */
const struct pmk_clock *pmk_clock_here(void);

/*
 * Now, in the clock's unit. Both clocks read CLOCK_MONOTONIC_RAW: in a guest under `-icount
 * shift=0` one nanosecond of guest time is one instruction retired.
 */
uint64_t pmk_clock_now(void);

/* The median cost of one pmk_clock_now(), in the clock's unit. */
double pmk_clock_cost_measure(void);

/* A contender's loop round nothing. */
void pmk_empty_run(struct pmk_case *c, uint64_t n);

/* What one turn of a contender's loop costs when the operation is empty, in the clock's unit. */
double pmk_empty_op_measure(const struct pmk_clock *clock);

#endif
