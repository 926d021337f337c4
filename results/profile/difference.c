// SPDX-License-Identifier: GPL-2.0-only
/* Two profiles: their functions meet by name, and what each costs more is told apart. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "difference.h"
#include "difference_parts.h"
#include "text/array.h"

static int by_name(const void *a, const void *b)
{
	const struct pmk_profiled_entry *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : strcmp(x->in, y->in);
}

static int by_ends(const void *a, const void *b)
{
	const struct pmk_profiled_edge *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->to == y->to ? 0 : x->to < y->to ? -1 : 1;
}

/* Functions of one name and place are one; two static ones of a kernel may share both. */
static int list_entries(struct pmk_profiled_part *part)
{
	const struct pmk_profiled *profile = part->profile;
	size_t kept = 0;

	part->entries = calloc(profile->n_functions + 1, sizeof(*part->entries));
	part->of = calloc(profile->n_functions + 1, sizeof(*part->of));
	if (!part->entries || !part->of)
		return -ENOMEM;
	for (size_t i = 0; i < profile->n_functions; i++)
		part->entries[i] = (struct pmk_profiled_entry){
			.name = profile->functions[i].name,
			.in = profile->functions[i].in,
			.insn = pmk_profiled_per_op(profile, profile->functions[i].insn),
			.calls = pmk_profiled_per_op(profile, profile->functions[i].calls),
			.match = PMK_PROFILED_NOBODY,
		};
	qsort(part->entries, profile->n_functions, sizeof(*part->entries), by_name);
	for (size_t i = 0; i < profile->n_functions; i++) {
		struct pmk_profiled_entry *last = kept ? &part->entries[kept - 1] : NULL;

		if (last && !by_name(last, &part->entries[i])) {
			last->insn += part->entries[i].insn;
			last->calls += part->entries[i].calls;
		} else {
			part->entries[kept++] = part->entries[i];
		}
	}
	part->n = kept;
	for (size_t i = 0; i < profile->n_functions; i++) {
		const struct pmk_profiled_entry key = { .name = profile->functions[i].name,
							.in = profile->functions[i].in },
						*found = bsearch(&key, part->entries, kept,
								 sizeof(key), by_name);

		part->of[i] = (size_t)(found - part->entries);
	}
	return 0;
}

static int list_edges(struct pmk_profiled_part *part)
{
	const struct pmk_profiled *profile = part->profile;
	size_t n = 0, kept = 0;

	part->edges = calloc(profile->n_nodes + 1, sizeof(*part->edges));
	if (!part->edges)
		return -ENOMEM;
	for (size_t i = 0; i < profile->n_nodes; i++) {
		const struct pmk_profiled_node *node = &profile->nodes[i];

		if (node->parent >= 0)
			part->edges[n++] = (struct pmk_profiled_edge){
				part->of[profile->nodes[node->parent].function],
				part->of[node->function]
			};
	}
	qsort(part->edges, n, sizeof(*part->edges), by_ends);
	for (size_t i = 0; i < n; i++)
		if (!kept || by_ends(&part->edges[kept - 1], &part->edges[i]))
			part->edges[kept++] = part->edges[i];
	part->n_edges = kept;
	return 0;
}

/* By name and place. */
static void meet(struct pmk_profiled_part part[PMK_PROFILED_SIDES])
{
	for (size_t i = 0; i < part[PMK_PROFILED_BASE].n; i++) {
		struct pmk_profiled_entry *base = &part[PMK_PROFILED_BASE].entries[i],
					  *new = bsearch(base, part[PMK_PROFILED_NEW].entries,
							 part[PMK_PROFILED_NEW].n, sizeof(*base),
							 by_name);

		if (!new)
			continue;
		base->match = (size_t)(new - part[PMK_PROFILED_NEW].entries);
		new->match = i;
	}
}

/*
 * A call that costs more and one that comes more often: the latter at what a call cost before. A
 * function that nothing calls, such as the loop itself, only costs more.
 */
static void split(struct pmk_profiled_change *change)
{
	const double *insn = change->insn, *calls = change->calls;

	change->difference = insn[PMK_PROFILED_NEW] - insn[PMK_PROFILED_BASE];
	if (calls[PMK_PROFILED_BASE] > 0)
		change->by_calls = (calls[PMK_PROFILED_NEW] - calls[PMK_PROFILED_BASE]) *
				   insn[PMK_PROFILED_BASE] / calls[PMK_PROFILED_BASE];
	else if (calls[PMK_PROFILED_NEW] > 0)
		change->by_calls = change->difference;
	change->by_cost = change->difference - change->by_calls;
}

static void take_side(struct pmk_profiled_change *change, const struct pmk_profiled_entry *entry,
		      enum pmk_profiled_side side)
{
	change->insn[side] = entry->insn - entry->given + entry->taken;
	change->calls[side] = entry->calls;
	if (entry->n_folded > change->n_folded) {
		change->folded = entry->folded;
		change->n_folded = entry->n_folded;
		change->folded_side = side;
	}
}

/* One line for a function of either side; one that is all with its callers has none. */
static int add_change(struct pmk_profiled_difference *d, const struct pmk_profiled_entry *base,
		      const struct pmk_profiled_entry *new)
{
	const struct pmk_profiled_entry *named = new ? new : base;
	struct pmk_profiled_change *change;

	if (!(base && new) && named->n_folded == 0 && named->given > 0 &&
	    fabs(named->insn - named->given) < 1e-9)
		return 0;
	change = pmk_array_grow(&d->changes, d->n, sizeof(*change));
	if (!change)
		return -ENOMEM;
	d->n++;
	change->name = named->name;
	change->in = named->in;
	change->fate = !base  ? PMK_PROFILED_APPEARED
		       : !new ? PMK_PROFILED_VANISHED
			      : PMK_PROFILED_STAYED;
	if (base && new &&by_name(base, new)) {
		change->was = base->name;
		change->was_in = base->in;
		change->fate = PMK_PROFILED_RENAMED;
	}
	if (base)
		take_side(change, base, PMK_PROFILED_BASE);
	if (new)
		take_side(change, new, PMK_PROFILED_NEW);
	split(change);
	return 0;
}

static int by_difference(const void *a, const void *b)
{
	const struct pmk_profiled_change *x = a, *y = b;
	double more = fabs(y->difference) - fabs(x->difference);

	if (more > 0 || more < 0)
		return more > 0 ? 1 : -1;
	more = y->insn[PMK_PROFILED_NEW] - x->insn[PMK_PROFILED_NEW];
	return more > 0 ? 1 : more < 0 ? -1 : strcmp(x->name, y->name);
}

static int list_changes(struct pmk_profiled_difference *d,
			const struct pmk_profiled_part part[PMK_PROFILED_SIDES])
{
	const struct pmk_profiled_part *base = &part[PMK_PROFILED_BASE],
				       *new = &part[PMK_PROFILED_NEW];
	int err = 0;

	for (size_t i = 0; i < base->n && !err; i++) {
		size_t match = base->entries[i].match;

		err = add_change(d, &base->entries[i],
				 match == PMK_PROFILED_NOBODY ? NULL : &new->entries[match]);
	}
	for (size_t i = 0; i < new->n && !err; i++)
		if (new->entries[i].match == PMK_PROFILED_NOBODY)
			err = add_change(d, NULL, &new->entries[i]);
	if (!err && d->n)
		qsort(d->changes, d->n, sizeof(*d->changes), by_difference);
	return err;
}

int pmk_profiled_differ(struct pmk_profiled_difference *difference, const struct pmk_profiled *base,
			const struct pmk_profiled *new, bool same_code)
{
	struct pmk_profiled_part part[PMK_PROFILED_SIDES] = { { .profile = base },
							      { .profile = new } };
	int err = 0;

	*difference = (struct pmk_profiled_difference){
		.profile = { base, new },
		.cost = { pmk_profiled_cost(base), pmk_profiled_cost(new) },
		.difference = pmk_profiled_cost(new) - pmk_profiled_cost(base),
	};
	for (size_t side = 0; side < PMK_PROFILED_SIDES && !err; side++) {
		err = list_entries(&part[side]);
		err = err ? err : list_edges(&part[side]);
	}
	if (!err)
		meet(part);
	if (!err && !same_code) {
		pmk_profiled_recognise(part);
		err = pmk_profiled_fold(part, PMK_PROFILED_BASE);
		err = err ? err : pmk_profiled_fold(part, PMK_PROFILED_NEW);
	}
	err = err ? err : list_changes(difference, part);
	for (size_t side = 0; side < PMK_PROFILED_SIDES; side++) {
		free(part[side].entries);
		free(part[side].of);
		free(part[side].edges);
	}
	if (err)
		pmk_profiled_difference_free(difference);
	return err;
}

void pmk_profiled_difference_free(struct pmk_profiled_difference *difference)
{
	free(difference->changes);
	*difference = (struct pmk_profiled_difference){ 0 };
}
