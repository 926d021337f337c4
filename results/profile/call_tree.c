// SPDX-License-Identifier: GPL-2.0-only
/* Merges call trees: a function that a caller calls from several places hangs on it once. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "call_tree.h"

/* Its siblings are looked through from the first, which takes long only where there are many. */
struct growing {
	struct pmk_profiled_tree *tree;
	size_t *next, *first; /* sibling and first child of each branch; first[0] is the ground's */
};

static struct pmk_profiled_branch *find_or_add(struct growing *g, size_t parent,
					       const struct pmk_profiled_function *function)
{
	struct pmk_profiled_tree *tree = g->tree;
	size_t above = parent == PMK_PROFILED_ROOT ? 0 : parent + 1;
	struct pmk_profiled_branch *branch;

	for (size_t i = g->first[above]; i != PMK_PROFILED_ROOT; i = g->next[i]) {
		branch = &tree->branches[i];
		if (!strcmp(branch->name, function->name) && !strcmp(branch->in, function->in))
			return branch;
	}
	branch = &tree->branches[tree->n];
	*branch = (struct pmk_profiled_branch){
		.name = function->name,
		.in = function->in,
		.parent = parent,
		.depth = parent == PMK_PROFILED_ROOT ? 0 : tree->branches[parent].depth + 1,
	};
	g->next[tree->n] = g->first[above];
	g->first[above] = tree->n;
	g->first[++tree->n] = PMK_PROFILED_ROOT;
	return branch;
}

static int add_profile(struct growing *g, const struct pmk_profiled *profile,
		       enum pmk_profiled_side side)
{
	size_t *at = calloc(profile->n_nodes + 1, sizeof(*at));

	if (!at)
		return -ENOMEM;
	for (size_t i = 0; i < profile->n_nodes; i++) {
		const struct pmk_profiled_node *node = &profile->nodes[i];
		struct pmk_profiled_branch *branch =
			find_or_add(g, node->parent < 0 ? PMK_PROFILED_ROOT : at[node->parent],
				    &profile->functions[node->function]);

		at[i] = (size_t)(branch - g->tree->branches);
		branch->self[side] += pmk_profiled_per_op(profile, node->insn);
	}
	free(at);
	return 0;
}

/* From the leaves down to the ground. */
static void sum_up(struct pmk_profiled_tree *tree)
{
	for (size_t i = tree->n; i-- > 0;) {
		struct pmk_profiled_branch *branch = &tree->branches[i],
					   *parent = branch->parent == PMK_PROFILED_ROOT
							     ? NULL
							     : &tree->branches[branch->parent];

		branch->width +=
			fmax(branch->self[PMK_PROFILED_BASE], branch->self[PMK_PROFILED_NEW]);
		*(parent ? &parent->width : &tree->width) += branch->width;
		for (size_t side = 0; side < PMK_PROFILED_SIDES; side++) {
			branch->total[side] += branch->self[side];
			if (parent)
				parent->total[side] += branch->total[side];
		}
	}
}

int pmk_profiled_tree_make(struct pmk_profiled_tree *tree, const struct pmk_profiled *base,
			   const struct pmk_profiled *new)
{
	size_t room = new->n_nodes + (base ? base->n_nodes : 0) + 1;
	struct growing g = { .tree = tree };
	int err = 0;

	*tree = (struct pmk_profiled_tree){ .branches = calloc(room, sizeof(*tree->branches)) };
	g.next = calloc(room, sizeof(*g.next));
	g.first = calloc(room + 1, sizeof(*g.first));
	if (!tree->branches || !g.next || !g.first)
		err = -ENOMEM;
	else
		g.first[0] = PMK_PROFILED_ROOT;
	if (!err && base)
		err = add_profile(&g, base, PMK_PROFILED_BASE);
	if (!err)
		err = add_profile(&g, new, PMK_PROFILED_NEW);
	free(g.next);
	free(g.first);
	if (err)
		pmk_profiled_tree_free(tree);
	else
		sum_up(tree);
	return err;
}

void pmk_profiled_tree_free(struct pmk_profiled_tree *tree)
{
	free(tree->branches);
	*tree = (struct pmk_profiled_tree){ 0 };
}
