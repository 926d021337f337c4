/* SPDX-License-Identifier: GPL-2.0-only */
/* Call trees as they are drawn: each function once below its caller, of one profile or of two. */
#ifndef PAGEMARK_PROFILED_TREE_H
#define PAGEMARK_PROFILED_TREE_H

#include "profiled.h"

/**
 * struct pmk_profiled_branch - a function below its caller
 * @name: of the function
 * @in: "kernel", "user" or a module
 * @parent: index of the branch that it hangs on, below its own; PMK_PROFILED_ROOT for none
 * @self: instructions an operation of itself, on each side
 * @total: so too with everything below it
 * @width: what it takes in a drawing: itself where it is larger, and so everything below it
 * @depth: how many branches lie between it and the ground
 */
struct pmk_profiled_branch {
	const char *name, *in;
	size_t parent;
	double self[PMK_PROFILED_SIDES], total[PMK_PROFILED_SIDES], width;
	size_t depth;
};

#define PMK_PROFILED_ROOT SIZE_MAX

/**
 * struct pmk_profiled_tree - the branches of one profile or two
 * @n: how many
 * @branches: a branch stands before those that hang on it
 * @width: of all that stand on the ground
 */
struct pmk_profiled_tree {
	size_t n;
	struct pmk_profiled_branch *branches;
	double width;
};

/**
 * pmk_profiled_tree_make() - merge call trees
 * @tree: filled in; to be released with pmk_profiled_tree_free() only after success
 * @base: a profile with counts, or NULL for none
 * @new: a profile with counts; both must stay as long as @tree does
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_profiled_tree_make(struct pmk_profiled_tree *tree, const struct pmk_profiled *base,
			   const struct pmk_profiled *new);

void pmk_profiled_tree_free(struct pmk_profiled_tree *tree);

#endif
