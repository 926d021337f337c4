// SPDX-License-Identifier: GPL-2.0-only
/* The call tree: a list of children for each place, totals, and the order in which it is told. */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "places.h"

static int grow(struct pmk_places *t)
{
	size_t room = t->room ? 2 * t->room : 64;
	void *all = realloc(t->all, room * sizeof(*t->all)), *child, *next;

	t->all = all ? all : t->all;
	child = realloc(t->first_child, room * sizeof(*t->first_child));
	t->first_child = child ? child : t->first_child;
	next = realloc(t->next, room * sizeof(*t->next));
	t->next = next ? next : t->next;
	if (!all || !child || !next)
		return -ENOMEM;
	t->room = room;
	return 0;
}

long pmk_places_get(struct pmk_places *t, long parent, size_t function)
{
	long i, *first;

	if (!t->n)
		t->first_root = -1;
	if (parent >= 0 && t->all[parent].depth + 1 == PMK_PLACES_DEPTH_MAX)
		parent = t->all[parent].parent;
	for (i = parent < 0 ? t->first_root : t->first_child[parent]; i >= 0; i = t->next[i])
		if (t->all[i].function == function)
			return i;
	if (t->n == t->room && grow(t))
		return -ENOMEM;
	i = (long)t->n++;
	t->all[i] = (struct pmk_profile_place){ .parent = parent, .function = function };
	t->all[i].depth = parent < 0 ? 0 : t->all[parent].depth + 1;
	first = parent < 0 ? &t->first_root : &t->first_child[parent];
	t->next[i] = *first;
	t->first_child[i] = -1;
	*first = i;
	return i;
}

static bool before(const struct pmk_profile_place *a, const struct pmk_profile_place *b)
{
	return a->total != b->total ? a->total > b->total : a->function < b->function;
}

/* Sorts a list of siblings in place: an insertion sort, for lists are short. */
static long sort_list(struct pmk_places *t, long first)
{
	long sorted = -1, next;

	for (long i = first; i >= 0; i = next) {
		long *at = &sorted;

		next = t->next[i];
		while (*at >= 0 && before(&t->all[*at], &t->all[i]))
			at = &t->next[*at];
		t->next[i] = *at;
		*at = i;
	}
	return sorted;
}

/* The next in preorder that is not below @i. */
static long behind(const struct pmk_places *t, long i)
{
	while (i >= 0 && t->next[i] < 0)
		i = t->all[i].parent;
	return i < 0 ? -1 : t->next[i];
}

long pmk_places_order(struct pmk_places *t, struct pmk_profile_place *out)
{
	long *new_index = calloc(t->n + 1, sizeof(*new_index)), n = 0;

	if (!new_index)
		return -ENOMEM;
	for (size_t i = 0; i < t->n; i++)
		t->all[i].total = t->all[i].insn;
	for (size_t i = t->n; i-- > 0;)
		if (t->all[i].parent >= 0)
			t->all[t->all[i].parent].total += t->all[i].total;
	for (size_t i = 0; i < t->n; i++)
		t->first_child[i] = sort_list(t, t->first_child[i]);
	t->first_root = t->n ? sort_list(t, t->first_root) : -1;
	for (long i = t->first_root; i >= 0;) {
		const struct pmk_profile_place *place = &t->all[i];

		if (!place->total) {
			i = behind(t, i);
			continue;
		}
		new_index[i] = n;
		out[n] = *place;
		out[n++].parent = place->parent < 0 ? -1 : new_index[place->parent];
		i = t->first_child[i] >= 0 ? t->first_child[i] : behind(t, i);
	}
	free(new_index);
	return n;
}

void pmk_places_free(struct pmk_places *t)
{
	free(t->all);
	free(t->first_child);
	free(t->next);
	*t = (struct pmk_places){ 0 };
}
