// SPDX-License-Identifier: GPL-2.0-only
/* Whether the numbers of a profile hold together: what is told twice has to be the same. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "profiled.h"

/* Takes what a node has from what its function has left. */
static int take(struct pmk_parse *p, const char *name, const char *what, uint64_t node,
		uint64_t *left, uint64_t whole)
{
	if (node > *left)
		return pmk_parse_error(p,
				       "expected no more of %.64s in \"tree\" than its %" PRIu64
				       " %s",
				       name, whole, what);
	*left -= node;
	return 0;
}

/* No node lies too deep, and no function has more in the tree than by itself. */
static int check_tree(struct pmk_parse *p, const struct pmk_profiled *profile)
{
	struct pmk_profiled_function *left = calloc(profile->n_functions + 1, sizeof(*left));
	size_t *depth = calloc(profile->n_nodes + 1, sizeof(*depth));
	int err = left && depth ? 0 : -ENOMEM;

	for (size_t i = 0; !err && i < profile->n_functions; i++)
		left[i] = profile->functions[i];
	for (size_t i = 0; !err && i < profile->n_nodes; i++) {
		const struct pmk_profiled_node *node = &profile->nodes[i];
		const struct pmk_profiled_function *f = &profile->functions[node->function];
		struct pmk_profiled_function *rest = &left[node->function];

		depth[i] = node->parent < 0 ? 1 : depth[node->parent] + 1;
		if (depth[i] > PMK_PROFILED_DEPTH_MAX)
			err = pmk_parse_error(
				p, "expected a tree of at most %d calls inside calls, found more",
				PMK_PROFILED_DEPTH_MAX);
		err = err ? err : take(p, f->name, "insn", node->insn, &rest->insn, f->insn);
		err = err ? err : take(p, f->name, "calls", node->calls, &rest->calls, f->calls);
	}
	free(left);
	free(depth);
	return err;
}

/* Accesses of all functions are those of the kernel and of user space. */
static int check_memory(struct pmk_parse *p, const struct pmk_profiled *profile)
{
	const struct pmk_profiled_memory *k = &profile->kernel, *u = &profile->user;
	struct pmk_profiled_function sum = { 0 };
	const struct {
		const char *what;
		const uint64_t *functions;
		uint64_t memory;
	} pairs[] = {
		{ "loads", &sum.loads, k->loads + u->loads },
		{ "stores", &sum.stores, k->stores + u->stores },
		{ "load_bytes", &sum.load_bytes, k->load_bytes + u->load_bytes },
		{ "store_bytes", &sum.store_bytes, k->store_bytes + u->store_bytes },
	};
	int err = 0;

	for (size_t i = 0; i < profile->n_functions; i++) {
		sum.loads += profile->functions[i].loads;
		sum.stores += profile->functions[i].stores;
		sum.load_bytes += profile->functions[i].load_bytes;
		sum.store_bytes += profile->functions[i].store_bytes;
	}
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]) && !err; i++)
		if (*pairs[i].functions != pairs[i].memory)
			err = pmk_parse_error(p,
					      "expected the functions of \"%.100s\" to add up to "
					      "the %" PRIu64
					      " %s of its \"memory\", found %" PRIu64,
					      profile->name, pairs[i].memory, pairs[i].what,
					      *pairs[i].functions);
	return err;
}

/* [insn, parts, clock] each; older records lack the last, or all. */
static int check_batches(struct pmk_parse *p, const json_t *line,
			 const struct pmk_profiled *profile)
{
	const json_t *batches = json_object_get(line, "batches"), *batch;
	uint64_t sum = 0;
	size_t i;

	json_array_foreach(batches, i, batch)
		sum += (uint64_t)json_integer_value(json_array_get(batch, 0));
	if (!batches || sum == profile->insn)
		return 0;
	return pmk_parse_error(p,
			       "expected the batches of \"%.100s\" to add up to its %" PRIu64
			       " insn, found %" PRIu64,
			       profile->name, profile->insn, sum);
}

/* A point that did not pass may lack the sample of a round. */
static int check_round(struct pmk_parse *p, const struct pmk_profiled *profile)
{
	const struct pmk_rec_point *point =
		p->rec ? pmk_rec_find(p->rec, profile->target, profile->name) : NULL;

	if (!point || point->verdict.status != PMK_PASS || !point->samples.n)
		return 0;
	for (size_t i = 0; i < point->samples.n; i++)
		if ((uint64_t)point->samples.rounds[i] == profile->round)
			return 0;
	return pmk_parse_error(p,
			       "expected a round of which \"%.100s\" has a sample, found %" PRIu64,
			       profile->name, profile->round);
}

int pmk_profiled_check(struct pmk_parse *p, const json_t *line, const struct pmk_profiled *profile)
{
	int err = check_tree(p, profile);

	err = err ? err : check_memory(p, profile);
	err = err ? err : check_batches(p, line, profile);
	return err ? err : check_round(p, profile);
}
