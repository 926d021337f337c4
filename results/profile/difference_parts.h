/* SPDX-License-Identifier: GPL-2.0-only */
/* The steps of a difference: functions meet, are recognised, and are folded into their callers. */
#ifndef PAGEMARK_PROFILED_DIFFERENCE_PARTS_H
#define PAGEMARK_PROFILED_DIFFERENCE_PARTS_H

#include "profiled.h"

#define PMK_PROFILED_NOBODY SIZE_MAX

/**
 * struct pmk_profiled_entry - a function of one side
 * @name: of the symbol
 * @in: "kernel", "user" or a module
 * @insn: instructions an operation
 * @calls: calls an operation
 * @match: index of its counterpart on the other side, or PMK_PROFILED_NOBODY
 * @given: of @insn, what callers on this side have been given, because they have it on the other
 * @taken: what functions on this side gave it
 * @folded: the largest of these
 * @folded_insn: how large that is
 * @n_folded: how many
 */
struct pmk_profiled_entry {
	const char *name, *in;
	double insn, calls;
	size_t match;
	double given, taken, folded_insn;
	const char *folded;
	size_t n_folded;
};

/* A call that the tree has, once: caller and callee as entries. */
struct pmk_profiled_edge {
	size_t from, to;
};

/**
 * struct pmk_profiled_part - one side of a difference
 * @profile: the side
 * @n: how many functions
 * @entries: by name, then by place, each once
 * @of: for each function of the profile its entry
 * @n_edges: how many calls
 * @edges: each once
 */
struct pmk_profiled_part {
	const struct pmk_profiled *profile;
	size_t n, n_edges;
	struct pmk_profiled_entry *entries;
	size_t *of;
	struct pmk_profiled_edge *edges;
};

/* Finds functions under another name or in another place. */
void pmk_profiled_recognise(struct pmk_profiled_part part[PMK_PROFILED_SIDES]);

/*
 * Gives what @side has as functions of its own to their callers, where these have it inside
 * themselves on the other side. 0 or -ENOMEM.
 */
int pmk_profiled_fold(struct pmk_profiled_part part[PMK_PROFILED_SIDES],
		      enum pmk_profiled_side side);

#endif
