/* SPDX-License-Identifier: GPL-2.0-only */
/* Two profiles held against each other: what became dearer, by function. */
#ifndef PAGEMARK_PROFILED_DIFFERENCE_H
#define PAGEMARK_PROFILED_DIFFERENCE_H

#include "profiled.h"

/* What became of a function. */
enum pmk_profiled_fate {
	PMK_PROFILED_STAYED,
	PMK_PROFILED_APPEARED, /* only the new profile has it */
	PMK_PROFILED_VANISHED, /* only the base has it */
	PMK_PROFILED_RENAMED,  /* another name or another place, the same callers and callees */
};

/**
 * struct pmk_profiled_change - one function in both
 * @name: in the new profile; in the base if it vanished
 * @in: "kernel", "user" or a module, so too
 * @was: its name in the base, where that is another; else NULL
 * @was_in: where it was in the base, so too
 * @fate: what became of it
 * @insn: instructions an operation of itself, with those of functions that were inlined into it on
 *	the other side
 * @calls: how often an operation calls it
 * @difference: instructions an operation that it costs more
 * @by_calls: of these, because it is called more often, at the cost that a call had
 * @by_cost: of these, because a call costs more
 * @folded: a function whose instructions it has taken in, or has given away; NULL for none
 * @n_folded: how many such functions there are
 * @folded_side: the side on which these are functions of their own: on the base they were inlined
 *	since, on the new they were part of this one
 */
struct pmk_profiled_change {
	const char *name, *in, *was, *was_in;
	enum pmk_profiled_fate fate;
	double insn[PMK_PROFILED_SIDES], calls[PMK_PROFILED_SIDES];
	double difference, by_calls, by_cost;
	const char *folded;
	size_t n_folded;
	enum pmk_profiled_side folded_side;
};

/**
 * struct pmk_profiled_difference - two profiles
 * @profile: the two
 * @cost: instructions an operation, without interrupts
 * @difference: how much more the new one costs
 * @n: how many functions
 * @changes: the largest difference first; they add up to @difference
 */
struct pmk_profiled_difference {
	const struct pmk_profiled *profile[PMK_PROFILED_SIDES];
	double cost[PMK_PROFILED_SIDES], difference;
	size_t n;
	struct pmk_profiled_change *changes;
};

/**
 * pmk_profiled_differ() - hold two profiles against each other
 * @difference: filled in; to be released with pmk_profiled_difference_free() only after success
 * @base: the one, with counts; must stay as long as @difference does
 * @new: the other, so too
 * @same_code: both executed one kernel and one program, in which no function has another name or
 *	was inlined
 *
 * Where code differs, a function that is in one of the two only is looked for in the other: by its
 * name without what compilers append (".isra.0"), or Linux 6.10 ("_noprof"), and in other modules;
 * by its callers and callees, of which some may have another name too, if it is called as often and
 * costs between half and twice as much; and as a part of its callers, if these grew by about as
 * much as it had below them. What is found is one line, so that the sums
 * stay exact.
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_profiled_differ(struct pmk_profiled_difference *difference, const struct pmk_profiled *base,
			const struct pmk_profiled *new, bool same_code);

void pmk_profiled_difference_free(struct pmk_profiled_difference *difference);

#endif
