/* SPDX-License-Identifier: GPL-2.0-only */
/* A call tree that grows: places found by parent and function, and put into order in the end. */
#ifndef PAGEMARK_ATTRIBUTION_PLACES_H
#define PAGEMARK_ATTRIBUTION_PLACES_H

#include <stddef.h>
#include <stdint.h>

/**
 * struct pmk_profile_place - a function in the call tree
 * @parent: index of who called it, -1 for a root
 * @function: index into the functions
 * @calls: from there
 * @insn: of its own
 * @total: and of all below it
 * @depth: calls above it
 */
struct pmk_profile_place {
	long parent;
	size_t function;
	uint64_t calls, insn, total;
	unsigned int depth;
};

/* What readers take: calls inside calls. */
#define PMK_PLACES_DEPTH_MAX 1000

/**
 * struct pmk_places - places, with what finds a child
 * @all: each with its parent before it
 * @first_child: of each, -1: none
 * @next: of the same parent
 * @first_root: of those without a parent
 * @n: how many
 * @room: of the three arrays
 */
struct pmk_places {
	struct pmk_profile_place *all;
	long *first_child, *next, first_root;
	size_t n, room;
};

/*
 * The place of @function below @parent (-1: none), made if there is none; or -ENOMEM. One that
 * would be too deep is put beside its parent.
 */
long pmk_places_get(struct pmk_places *places, long parent, size_t function);

/**
 * pmk_places_order() - each parent before its children, the greatest total first
 * @places: all of them; their totals are filled in
 * @out: room for as many: they are copied there in order, parents as indices of the copy
 *
 * Of equal totals the lower function comes first. Places without an instruction in or below them
 * are left out.
 *
 * Return: how many there are in @out; -ENOMEM.
 */
long pmk_places_order(struct pmk_places *places, struct pmk_profile_place *out);

void pmk_places_free(struct pmk_places *places);

#endif
