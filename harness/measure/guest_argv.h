/* SPDX-License-Identifier: GPL-2.0-only */
/* From a run to the command line of the pagemark in the guest. */
#ifndef PAGEMARK_GUEST_ARGV_H
#define PAGEMARK_GUEST_ARGV_H

#include "guest/guest.h"
#include "run.h"

/* Options that take a number, as words. */
struct pmk_guest_words {
	char rounds[24], seed[24], limit[24], min_time[24], precision[24], max_rounds[24],
		budget[24];
};

/**
 * pmk_guest_argv() - the guest's own command line: the same run, told who it is
 * @run: the run
 * @t: what is measured and checked there
 * @g: the guest
 * @numbers: holds words of the array, for as long as that lives
 *
 * Return: ended by NULL, only the array is the caller's to free; NULL without memory.
 */
char **pmk_guest_argv(const struct pmk_live_run *run, const struct pmk_target *t,
		      const struct pmk_guest *g, struct pmk_guest_words *numbers);

#endif
