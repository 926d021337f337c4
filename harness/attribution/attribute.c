// SPDX-License-Identifier: GPL-2.0-only
/* Attributes the blocks of a raw point to functions, and its nodes to places of a call tree. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "attribute.h"
#include "entries.h"
#include "places.h"
#include "text/array.h"

/* A function of a node, and its place in the call tree. */
struct held {
	size_t function;
	long place;
};

/**
 * struct attribution - a point at work
 * @p: the point
 * @out: its profile; of functions it has all, in the order in which they were found
 * @names: of code
 * @block_function: of each block
 * @root: of each node: the one above it that has none above
 * @worked: of each root: whether a program or our module executed something below it
 * @interrupt: of each node: whether it is one, below one, or of a task of the kernel's own
 * @held: of all nodes, the function of a node's entry first
 * @held_of: index of each node's first, and one behind the last node's
 * @n_held: how many
 * @places: the tree
 * @failed: there was no memory
 */
struct attribution {
	const struct pmk_raw_point *p;
	struct pmk_profile *out;
	const struct pmk_names *names;
	size_t *block_function, *root;
	bool *worked, *interrupt;
	struct held *held;
	size_t *held_of, n_held;
	struct pmk_places places;
	bool failed;
};

/* Functions of one name are one: static functions of several files, and copies of inline ones. */
static size_t function_of(struct attribution *a, const struct pmk_name *name)
{
	struct pmk_profile *out = a->out;
	struct pmk_profile_function *new;

	for (size_t i = 0; i < out->n_functions; i++)
		if (out->functions[i].name == name->name ||
		    (!strcmp(out->functions[i].name, name->name) &&
		     !strcmp(out->functions[i].in, name->in)))
			return i;
	new = pmk_array_grow(&out->functions, out->n_functions, sizeof(*new));
	if (!new) {
		a->failed = true;
		return 0;
	}
	new->name = name->name;
	new->in = name->in;
	return out->n_functions++;
}

static struct held *find_held(const struct attribution *a, size_t node, size_t function)
{
	for (size_t i = a->held_of[node]; i < a->held_of[node + 1]; i++)
		if (a->held[i].function == function)
			return &a->held[i];
	return NULL;
}

/* A function of the node that is being taken, once; its place is not known yet. */
static void add_held(struct attribution *a, size_t node, size_t function)
{
	struct held *new;

	a->held_of[node + 1] = a->n_held;
	if (a->failed || find_held(a, node, function))
		return;
	new = pmk_array_grow(&a->held, a->n_held, sizeof(*new));
	if (!new) {
		a->failed = true;
		return;
	}
	*new = (struct held){ function, -1 };
	a->held_of[node + 1] = ++a->n_held;
}

/* Jumps of a node, which are together. */
struct span {
	size_t from, to;
};

/* @at: the first of them, or where they would be; moved on. */
static struct span jumps_of(const struct pmk_raw_point *p, size_t node, size_t *at)
{
	struct span s = { *at, *at };

	while (s.to < p->n_jumps && p->jumps[s.to].node == node)
		s.to++;
	*at = s.to;
	return s;
}

static bool begins(const struct attribution *a, size_t block)
{
	uint64_t pc = a->p->blocks[block].pc;

	return pmk_names_find(a->names, pc)->address == pc;
}

/* In a node that nobody called, a jump into the middle of a function is a return to it. */
static uint64_t jumped(const struct attribution *a, struct span jumps, size_t from, size_t to)
{
	uint64_t times = 0;

	for (size_t i = jumps.from; i < jumps.to; i++) {
		const struct pmk_raw_jump *jump = &a->p->jumps[i];

		if (a->block_function[jump->from] == from && a->block_function[jump->to] == to &&
		    (a->p->nodes[jump->node].parent >= 0 || begins(a, jump->to)))
			times += jump->times;
	}
	return times;
}

/* From other functions to the beginning of this one: each is a call. */
static uint64_t tail_calls(const struct attribution *a, struct span jumps, size_t function)
{
	uint64_t times = 0;

	for (size_t i = jumps.from; i < jumps.to; i++) {
		const struct pmk_raw_jump *jump = &a->p->jumps[i];

		if (a->block_function[jump->to] == function &&
		    a->block_function[jump->from] != function && begins(a, jump->to))
			times += jump->times;
	}
	return times;
}

/*
 * Of the functions without a place the one that those with one jumped to most, and from where. One
 * that none jumped to was fallen into, and is below the node's entry; or, in a node that nobody
 * called, it was returned to, and has nothing above it.
 */
static struct held *next_to_place(struct attribution *a, size_t node, struct span jumps, long *from)
{
	struct held *first = &a->held[a->held_of[node]], *end = &a->held[a->held_of[node + 1]];
	struct held *best = NULL;
	uint64_t most = 0;

	for (struct held *to = first; to < end; to++) {
		for (struct held *s = first; s < end && to->place < 0; s++) {
			uint64_t times = jumped(a, jumps, s->function, to->function);

			if (s->place < 0 || (best && times <= most))
				continue;
			best = to;
			most = times;
			*from = s->place;
		}
	}
	if (!most && a->p->nodes[node].parent < 0)
		*from = -1;
	return best;
}

/* The place of the function of the parent from which a node was entered; -1 for a root. */
static long place_above(struct attribution *a, const struct pmk_raw_node *node)
{
	const struct held *held;

	if (node->parent < 0)
		return -1;
	held = find_held(a, (size_t)node->parent,
			 function_of(a, pmk_names_find(a->names, node->site)));
	return held ? held->place : a->held[a->held_of[node->parent]].place;
}

static long give_place(struct attribution *a, struct held *held, long parent, uint64_t calls)
{
	held->place = pmk_places_get(&a->places, parent, held->function);
	if (held->place < 0)
		a->failed = true;
	else
		a->places.all[held->place].calls += calls;
	return held->place;
}

/* Gives each function of a node a place. A region that begins, or goes on, calls nothing. */
static void place_node(struct attribution *a, size_t i, struct span jumps)
{
	const struct pmk_raw_node *node = &a->p->nodes[i];
	bool called = node->kind != PMK_NODE_root && node->kind != PMK_NODE_task;
	long above = place_above(a, node);
	struct held *held;

	if (a->failed ||
	    give_place(a, &a->held[a->held_of[i]], above, called ? node->calls : 0) < 0)
		return;
	while (!a->failed && (held = next_to_place(a, i, jumps, &above)))
		give_place(a, held, above, tail_calls(a, jumps, held->function));
}

/*
 * Finds the roots below which a program or our module was at work. To other tasks, such as RCU's,
 * the kernel switched by chance, as interrupts come.
 */
static void find_work(struct attribution *a)
{
	for (size_t i = 0; i < a->p->n_nodes; i++) {
		long parent = a->p->nodes[i].parent;

		a->root[i] = parent < 0 ? i : a->root[parent];
	}
	for (size_t i = 0; i < a->p->n_counts; i++) {
		const struct pmk_raw_count *count = &a->p->counts[i];
		const char *in = a->out->functions[a->block_function[count->block]].in;

		a->worked[a->root[count->node]] |=
			!strcmp(in, PMK_IN_USER) || !strcmp(in, PMK_IN_OURS);
	}
}

static void take_node(struct attribution *a, size_t i, size_t *count, size_t *jump,
		      const char *arch)
{
	const struct pmk_raw_node *node = &a->p->nodes[i];
	const struct pmk_name *name = pmk_names_find(a->names, node->entry);
	struct span jumps = jumps_of(a->p, i, jump);

	a->held_of[i + 1] = a->held_of[i];
	a->interrupt[i] = (node->parent >= 0 && a->interrupt[node->parent]) ||
			  (node->kind == PMK_NODE_task && !a->worked[i]) ||
			  (node->kind == PMK_NODE_trap &&
			   pmk_entry_is_interrupt(arch, node->entry, name->name));
	if (!a->interrupt[i])
		add_held(a, i, function_of(a, name));
	for (; *count < a->p->n_counts && a->p->counts[*count].node == i; (*count)++)
		if (!a->interrupt[i])
			add_held(a, i, a->block_function[a->p->counts[*count].block]);
	if (!a->interrupt[i])
		place_node(a, i, jumps);
}

static void add_accesses(struct pmk_access_counts *to, const struct pmk_access_counts *from)
{
	to->loads += from->loads;
	to->load_bytes += from->load_bytes;
	to->stores += from->stores;
	to->store_bytes += from->store_bytes;
	to->device_reads += from->device_reads;
	to->device_writes += from->device_writes;
}

/* Instructions and their classes, to functions, places and the point. */
static void add_counts(struct attribution *a)
{
	for (size_t i = 0; i < a->p->n_counts; i++) {
		const struct pmk_raw_count *count = &a->p->counts[i];
		const struct pmk_raw_block *block = &a->p->blocks[count->block];
		uint64_t insn = count->executed * count->times;
		size_t function = a->block_function[count->block];
		const struct held *held;

		a->out->insn += insn;
		if (a->interrupt[count->node]) {
			a->out->interrupts += insn;
			continue;
		}
		a->out->functions[function].insn += insn;
		held = find_held(a, count->node, function);
		if (held) /* take_node() saw to it */
			a->places.all[held->place].insn += insn;
		for (size_t k = 0; k < block->n_classes; k++)
			if (block->class_at[k] / PMK_CLASSES < count->executed)
				a->out->classes[block->class_at[k] % PMK_CLASSES] += count->times;
	}
	for (size_t i = 0; i < a->p->n_memory; i++) {
		const struct pmk_raw_memory *m = &a->p->memory[i];
		struct pmk_profile_function *function =
			&a->out->functions[a->block_function[m->block]];
		bool user = !strcmp(function->in, PMK_IN_USER);

		if (a->interrupt[m->node])
			continue;
		add_accesses(&function->a, &m->a);
		add_accesses(&a->out->accesses[user ? PMK_ACCESSES_USER : PMK_ACCESSES_KERNEL],
			     &m->a);
	}
}

static int by_insn(const void *x, const void *y, void *functions)
{
	const struct pmk_profile_function *all = functions;
	const struct pmk_profile_function *a = &all[*(const size_t *)x],
					  *b = &all[*(const size_t *)y];
	int by_name = strcmp(a->name, b->name);

	if (a->insn != b->insn)
		return a->insn > b->insn ? -1 : 1;
	return by_name ? by_name : strcmp(a->in, b->in);
}

/* The most instructions first, and places follow. */
static int sort_functions(struct attribution *a)
{
	size_t n = a->out->n_functions, *order = calloc(n + 1, 2 * sizeof(*order));
	size_t *index = order + n + 1; /* where each is now */
	struct pmk_profile_function *sorted = calloc(n + 1, sizeof(*sorted));

	if (!order || !sorted) {
		free(order);
		free(sorted);
		return -ENOMEM;
	}
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	qsort_r(order, n, sizeof(*order), by_insn, a->out->functions);
	for (size_t i = 0; i < n; i++) {
		sorted[i] = a->out->functions[order[i]];
		index[order[i]] = i;
	}
	for (size_t i = 0; i < a->places.n; i++)
		a->places.all[i].function = index[a->places.all[i].function];
	free(a->out->functions);
	free(order);
	a->out->functions = sorted;
	return 0;
}

/* The tree in order, and what follows from it: calls, and which functions are told. */
static int finish(struct attribution *a)
{
	struct pmk_profile *out = a->out;
	size_t told = 0;
	long n;

	out->tree = calloc(a->places.n + 1, sizeof(*out->tree));
	n = out->tree && !sort_functions(a) ? pmk_places_order(&a->places, out->tree) : -ENOMEM;
	if (n < 0)
		return -ENOMEM;
	out->n_tree = (size_t)n;
	for (size_t i = 0; i < out->n_tree; i++) {
		size_t function = out->tree[i].function;

		out->functions[function].calls += out->tree[i].calls;
		told = function < told ? told : function + 1;
	}
	out->n_functions = told; /* behind them are those of interrupts alone */
	return 0;
}

int pmk_profile_attribute(struct pmk_profile *profile, const struct pmk_raw_point *point,
			  const struct pmk_names *names, const char *arch)
{
	struct attribution a = { .p = point,
				 .out = profile,
				 .names = names,
				 .block_function = calloc(point->n_blocks + 1, sizeof(size_t)),
				 .root = calloc(point->n_nodes + 1, sizeof(size_t)),
				 .worked = calloc(point->n_nodes + 1, sizeof(bool)),
				 .interrupt = calloc(point->n_nodes + 1, sizeof(bool)),
				 .held_of = calloc(point->n_nodes + 2, sizeof(size_t)) };
	size_t count = 0, jump = 0;
	int err = -ENOMEM;

	*profile = (struct pmk_profile){ 0 };
	if (!a.block_function || !a.root || !a.worked || !a.interrupt || !a.held_of)
		goto out;
	for (size_t i = 0; i < point->n_blocks; i++)
		a.block_function[i] = function_of(&a, pmk_names_find(names, point->blocks[i].pc));
	find_work(&a);
	for (size_t i = 0; i < point->n_nodes && !a.failed; i++)
		take_node(&a, i, &count, &jump, arch);
	if (a.failed)
		goto out;
	add_counts(&a);
	err = finish(&a);
out:
	pmk_places_free(&a.places);
	free(a.block_function);
	free(a.root);
	free(a.worked);
	free(a.interrupt);
	free(a.held);
	free(a.held_of);
	return err;
}

void pmk_profile_free(struct pmk_profile *profile)
{
	free(profile->functions);
	free(profile->tree);
	*profile = (struct pmk_profile){ 0 };
}
