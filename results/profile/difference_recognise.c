// SPDX-License-Identifier: GPL-2.0-only
/* Functions under another name, in another module, or inside their callers since. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "difference_parts.h"
#include "text/array.h"

/*
 * A function that moved into its caller costs less there: no call, no return, no saved registers,
 * and the compiler sees both. So the caller grows by most of it, and hardly by more than all of it.
 * What is executed now and then is too little to tell.
 */
#define FOLD_LEAST 0.6
#define FOLD_MOST  1.25
#define FOLD_SLACK 1.0 /* instructions */

#define BESIDE 0.05 /* of a function's cost, below which its neighbour is not taken for it */

static bool same_stem(const struct pmk_profiled_entry *a, const struct pmk_profiled_entry *b)
{
	size_t length = pmk_profiled_stem_bytes(a->name);

	return length && length == pmk_profiled_stem_bytes(b->name) &&
	       !memcmp(a->name, b->name, length);
}

static void marry(struct pmk_profiled_part part[PMK_PROFILED_SIDES], size_t base, size_t new)
{
	part[PMK_PROFILED_BASE].entries[base].match = new;
	part[PMK_PROFILED_NEW].entries[new].match = base;
}

/*
 * How many functions call the entry, or are called by it: those that have a counterpart, or those
 * that have none yet. A call of itself is none.
 */
static size_t count_neighbours(const struct pmk_profiled_part *part, size_t entry, bool callers,
			       bool known)
{
	size_t n = 0;

	for (size_t i = 0; i < part->n_edges; i++) {
		const struct pmk_profiled_edge *edge = &part->edges[i];
		size_t other = callers ? edge->from : edge->to;

		n += edge->from != edge->to && (callers ? edge->to : edge->from) == entry &&
		     (part->entries[other].match != PMK_PROFILED_NOBODY) == known;
	}
	return n;
}

static bool has_edge(const struct pmk_profiled_part *part, size_t from, size_t to)
{
	for (size_t i = 0; i < part->n_edges; i++)
		if (part->edges[i].from == from && part->edges[i].to == to)
			return true;
	return false;
}

/*
 * Whether callers, or callees, are the same: each that has a counterpart, and as many that have
 * none, which may have another name too.
 */
static bool neighbours_agree(const struct pmk_profiled_part part[PMK_PROFILED_SIDES], size_t base,
			     size_t new, bool callers)
{
	const struct pmk_profiled_part *b = &part[PMK_PROFILED_BASE], *n = &part[PMK_PROFILED_NEW];

	if (count_neighbours(b, base, callers, true) != count_neighbours(n, new, callers, true) ||
	    count_neighbours(b, base, callers, false) != count_neighbours(n, new, callers, false))
		return false;
	for (size_t i = 0; i < b->n_edges; i++) {
		const struct pmk_profiled_edge *edge = &b->edges[i];
		size_t match = b->entries[callers ? edge->from : edge->to].match;

		if (edge->from == edge->to || (callers ? edge->to : edge->from) != base ||
		    match == PMK_PROFILED_NOBODY)
			continue;
		if (!has_edge(n, callers ? match : new, callers ? new : match))
			return false;
	}
	return true;
}

/* Called as often, and neither half nor twice as dear. */
static bool alike(const struct pmk_profiled_entry *a, const struct pmk_profiled_entry *b)
{
	return !strcmp(a->in, b->in) && fabs(a->calls - b->calls) <= 0.01 * a->calls &&
	       a->insn <= 2 * b->insn && b->insn <= 2 * a->insn;
}

/*
 * Whether of all that its callers call no other function is without a counterpart, on either side:
 * otherwise it may as well be one that was inlined, and the other one new. What costs next to
 * nothing beside the two, as a check that has become a function, is no such doubt.
 */
static bool only_one_left(const struct pmk_profiled_part part[PMK_PROFILED_SIDES], size_t base,
			  size_t new)
{
	const size_t it[PMK_PROFILED_SIDES] = { base, new };

	for (int side = 0; side < PMK_PROFILED_SIDES; side++)
		for (size_t i = 0; i < part[side].n_edges; i++) {
			const struct pmk_profiled_edge *edge = &part[side].edges[i];

			if (edge->to != it[side] && edge->from != it[side] &&
			    part[side].entries[edge->to].match == PMK_PROFILED_NOBODY &&
			    part[side].entries[edge->to].insn >
				    BESIDE * part[side].entries[it[side]].insn &&
			    has_edge(&part[side], edge->from, it[side]))
				return false;
		}
	return true;
}

static bool same_neighbours(const struct pmk_profiled_part part[PMK_PROFILED_SIDES], size_t base,
			    size_t new)
{
	return alike(&part[PMK_PROFILED_BASE].entries[base],
		     &part[PMK_PROFILED_NEW].entries[new]) &&
	       count_neighbours(&part[PMK_PROFILED_BASE], base, true, true) &&
	       neighbours_agree(part, base, new, true) && neighbours_agree(part, base, new, false);
}

/* All callers are known and the same: what it calls may have been rewritten with its name. */
static bool same_callers(const struct pmk_profiled_part part[PMK_PROFILED_SIDES], size_t base,
			 size_t new)
{
	return alike(&part[PMK_PROFILED_BASE].entries[base],
		     &part[PMK_PROFILED_NEW].entries[new]) &&
	       count_neighbours(&part[PMK_PROFILED_BASE], base, true, true) &&
	       !count_neighbours(&part[PMK_PROFILED_BASE], base, true, false) &&
	       neighbours_agree(part, base, new, true) && only_one_left(part, base, new);
}

static bool named_alike(const struct pmk_profiled_part part[PMK_PROFILED_SIDES], size_t base,
			size_t new)
{
	return same_stem(&part[PMK_PROFILED_BASE].entries[base],
			 &part[PMK_PROFILED_NEW].entries[new]);
}

/* Pairs each function without a counterpart with the one that fits; two that fit are none. */
static bool pair_up(struct pmk_profiled_part part[PMK_PROFILED_SIDES],
		    bool (*fits)(const struct pmk_profiled_part part[PMK_PROFILED_SIDES],
				 size_t base, size_t new))
{
	bool any = false;

	for (size_t base = 0; base < part[PMK_PROFILED_BASE].n; base++) {
		size_t found = PMK_PROFILED_NOBODY, n = 0;

		if (part[PMK_PROFILED_BASE].entries[base].match != PMK_PROFILED_NOBODY)
			continue;
		for (size_t new = 0; new < part[PMK_PROFILED_NEW].n; new ++)
			if (part[PMK_PROFILED_NEW].entries[new].match == PMK_PROFILED_NOBODY &&
			    fits(part, base, new)) {
				found = new;
				n++;
			}
		if (n != 1)
			continue;
		marry(part, base, found);
		any = true;
	}
	return any;
}

void pmk_profiled_recognise(struct pmk_profiled_part part[PMK_PROFILED_SIDES])
{
	pair_up(part, named_alike);
	/* One that is found helps to find its neighbours. */
	while (pair_up(part, same_neighbours) || pair_up(part, same_callers))
		;
}

/* What a function has below one caller that both sides have. */
struct share {
	size_t function, caller;
	double insn;
	bool direct, folded; /* @direct: nothing lies between the two */
};

struct shares {
	size_t n;
	struct share *all;
};

/* The nearest function above a node that the other side has too. */
static size_t caller_of(const struct pmk_profiled_part *part, size_t node)
{
	const struct pmk_profiled_node *nodes = part->profile->nodes;

	for (long at = nodes[node].parent; at >= 0; at = nodes[at].parent) {
		size_t entry = part->of[nodes[at].function];

		if (part->entries[entry].match != PMK_PROFILED_NOBODY)
			return entry;
	}
	return PMK_PROFILED_NOBODY;
}

static bool is_parent(const struct pmk_profiled_part *part, size_t node, size_t entry)
{
	const struct pmk_profiled_node *nodes = part->profile->nodes;

	return part->of[nodes[nodes[node].parent].function] == entry;
}

static int add_share(struct shares *shares, const struct share *more)
{
	struct share *share = NULL;

	for (size_t i = 0; i < shares->n && !share; i++)
		if (shares->all[i].function == more->function &&
		    shares->all[i].caller == more->caller)
			share = &shares->all[i];
	if (!share) {
		share = pmk_array_grow(&shares->all, shares->n, sizeof(*share));
		if (!share)
			return -ENOMEM;
		shares->n++;
		*share = *more;
		share->insn = 0;
	}
	share->insn += more->insn;
	share->direct &= more->direct;
	return 0;
}

static int list_shares(const struct pmk_profiled_part *part, struct shares *shares)
{
	const struct pmk_profiled *profile = part->profile;
	int err = 0;

	for (size_t i = 0; i < profile->n_nodes && !err; i++) {
		size_t function = part->of[profile->nodes[i].function], caller = caller_of(part, i);

		if (part->entries[function].match == PMK_PROFILED_NOBODY &&
		    caller != PMK_PROFILED_NOBODY && profile->nodes[i].insn)
			err = add_share(shares, &(struct share){
							.function = function,
							.caller = caller,
							.direct = is_parent(part, i, caller),
							.insn = pmk_profiled_per_op(
								profile, profile->nodes[i].insn),
						});
	}
	return err;
}

static bool about(double grown, double insn)
{
	return insn >= 2 * FOLD_SLACK && grown > 0 && grown >= FOLD_LEAST * insn - FOLD_SLACK &&
	       grown <= FOLD_MOST * insn + FOLD_SLACK;
}

/* All that a caller has below it, or the one share that fits best, if it grew by about as much. */
static void choose_shares(struct shares *shares, size_t caller, double grown)
{
	struct share *best = NULL;
	double sum = 0;

	for (size_t i = 0; i < shares->n; i++)
		sum += shares->all[i].caller == caller ? shares->all[i].insn : 0;
	for (size_t i = 0; i < shares->n; i++) {
		struct share *share = &shares->all[i];

		if (share->caller != caller)
			continue;
		share->folded = about(grown, sum);
		if (share->direct && about(grown, share->insn) &&
		    (!best || fabs(grown - share->insn) < fabs(grown - best->insn)))
			best = share;
	}
	if (best)
		best->folded = true;
}

static void give(struct pmk_profiled_part *part, const struct share *share)
{
	struct pmk_profiled_entry *from = &part->entries[share->function],
				  *to = &part->entries[share->caller];

	from->given += share->insn;
	to->taken += share->insn;
	to->n_folded++;
	if (share->insn > to->folded_insn) {
		to->folded_insn = share->insn;
		to->folded = from->name;
	}
}

int pmk_profiled_fold(struct pmk_profiled_part part[PMK_PROFILED_SIDES],
		      enum pmk_profiled_side side)
{
	struct pmk_profiled_part *own = &part[side], *other = &part[!side];
	struct shares shares = { 0 };
	int err = list_shares(own, &shares);

	for (size_t i = 0; i < own->n && !err; i++)
		if (own->entries[i].match != PMK_PROFILED_NOBODY)
			choose_shares(&shares, i,
				      other->entries[own->entries[i].match].insn -
					      own->entries[i].insn);
	for (size_t i = 0; i < shares.n && !err; i++)
		if (shares.all[i].folded)
			give(own, &shares.all[i]);
	free(shares.all);
	return err;
}
