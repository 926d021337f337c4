/* SPDX-License-Identifier: GPL-2.0-only */
/* Profiles: where the instructions of a point go; docs/record.md describes their lines. */
#ifndef PAGEMARK_PROFILED_H
#define PAGEMARK_PROFILED_H

#include <stdint.h>

#include "record/record_parse.h"
#include "record/set.h"

#define PMK_PROFILED_DEPTH_MAX 1000  /* calls inside calls */
#define PMK_PROFILED_RARE      0.005 /* an op: what a timer did, or who read the clock */
#define PMK_PROFILED_USER      "user"
#define PMK_PROFILED_KERNEL    "kernel"

/* The two profiles of a difference, and the index of what belongs to each. */
enum pmk_profiled_side { PMK_PROFILED_BASE, PMK_PROFILED_NEW, PMK_PROFILED_SIDES };

/* Kinds of instructions that cost more than others, or wait. */
enum pmk_profiled_class {
	PMK_PROFILED_LOCKED,
	PMK_PROFILED_FENCE,
	PMK_PROFILED_INDIRECT,
	PMK_PROFILED_CACHE,
	PMK_PROFILED_TLB,
	PMK_PROFILED_IRQ_MASK,
	PMK_PROFILED_PRIVILEGED,
	PMK_PROFILED_PORT,
	PMK_PROFILED_STRING,
	PMK_PROFILED_CLASSES,
};

/**
 * struct pmk_profiled_function - one function; counts are of itself, not of what it calls
 * @name: of the symbol
 * @in: "kernel", "user", or the name of a module
 * @insn: instructions
 * @calls: how often it was called
 * @loads: how often it read memory
 * @stores: how often it wrote memory
 * @load_bytes: bytes read
 * @store_bytes: bytes written
 */
struct pmk_profiled_function {
	const char *name, *in;
	uint64_t insn, calls, loads, stores, load_bytes, store_bytes;
};

/**
 * struct pmk_profiled_node - a function as it was called from one place in the tree
 * @parent: index of the node above, -1 for a root; below the node's own
 * @function: index into the functions
 * @calls: how often
 * @insn: instructions of itself
 */
struct pmk_profiled_node {
	long parent;
	size_t function;
	uint64_t calls, insn;
};

/**
 * struct pmk_profiled_memory - accesses of the kernel, or of user space
 * @loads: how many
 * @stores: how many
 * @load_bytes: bytes read
 * @store_bytes: bytes written
 * @lines: distinct lines of 64 bytes that were touched, of all operations together
 * @pages: distinct pages of 4096 bytes, so too
 */
struct pmk_profiled_memory {
	uint64_t loads, stores, load_bytes, store_bytes, lines, pages;
};

/**
 * struct pmk_profiled_level - one modelled cache or TLB
 * @name: "L1d"
 * @size: bytes of a cache, entries of a TLB
 * @ways: lines, or entries, of a set
 * @line_bytes: of a TLB, the bytes of a page
 * @accesses: how many
 * @misses: how many of them
 */
struct pmk_profiled_level {
	const char *name;
	uint64_t size, ways, line_bytes, accesses, misses;
};

/**
 * struct pmk_profiled - a `profile` line: totals over its operations
 * @target: where
 * @name: of the point
 * @reason: why there are no counts; NULL if there are
 * @remedy: what helps; NULL where nothing is known to
 * @round: that was profiled
 * @ops: how many operations were counted, 1 or more
 * @insn: instructions, those of interrupts included
 * @interrupts: of them those of interrupts
 * @clock: those of reading the clock, not in @insn
 * @n_functions: how many
 * @functions: their instructions and those of interrupts add up to @insn
 * @n_nodes: how many
 * @nodes: the call tree; of each function they hold at most what it has
 * @classes: how many instructions of each were executed
 * @kernel: its accesses
 * @user: those of user space
 * @device_reads: accesses to devices
 * @device_writes: so too
 * @model: where the modelled hierarchy comes from; NULL if none was modelled
 * @n_levels: how many
 * @levels: of the hierarchy
 * @device: what an emulated device did: counts by name; NULL if nothing was traced
 * @n_runs: how many runs of a set have it, of which this one is the middle one by its instructions
 * @least: of these runs, the fewest instructions an operation without interrupts
 * @most: so too the most
 */
struct pmk_profiled {
	const char *target, *name, *reason, *remedy;
	uint64_t round, ops, insn, interrupts, clock;
	size_t n_functions, n_nodes, n_levels;
	struct pmk_profiled_function *functions;
	struct pmk_profiled_node *nodes;
	uint64_t classes[PMK_PROFILED_CLASSES];
	struct pmk_profiled_memory kernel, user;
	uint64_t device_reads, device_writes;
	const char *model;
	struct pmk_profiled_level *levels;
	const json_t *device;
	size_t n_runs;
	double least, most;
};

/**
 * struct pmk_profiled_set - those of a set of runs
 * @n: how many
 * @all: by target and name, each once
 */
struct pmk_profiled_set {
	size_t n;
	struct pmk_profiled *all;
};

/**
 * pmk_profiled_parse() - read one line
 * @p: where the reader is; what is wrong goes to its error
 * @line: the object; must stay as long as @profile does
 * @profile: filled in; to be released with pmk_profiled_free() in any case
 *
 * Return: 0, -EBADMSG or -ENOMEM.
 */
int pmk_profiled_parse(struct pmk_parse *p, const json_t *line, struct pmk_profiled *profile);

/*
 * Whether the numbers of a profile that was read hold together: its tree, accesses and batches with
 * its functions, its round with those of its point where these are known. 0, -EBADMSG or -ENOMEM.
 */
int pmk_profiled_check(struct pmk_parse *p, const json_t *line, const struct pmk_profiled *profile);

void pmk_profiled_free(struct pmk_profiled *profile);

/**
 * pmk_profiled_set_read() - read every profile of a set of runs
 * @profiles: filled in; to be released with pmk_profiled_set_free() only after success
 * @set: must stay as long as @profiles do
 * @error: on failure, "file:line: what was expected, what was found"
 *
 * Of several runs with a profile of one point the middle one is taken: medians do not add up.
 *
 * Return: 0, -EBADMSG or -ENOMEM.
 */
int pmk_profiled_set_read(struct pmk_profiled_set *profiles, const struct pmk_set *set,
			  char error[PMK_REC_ERROR_BYTES]);

void pmk_profiled_set_free(struct pmk_profiled_set *profiles);

/* The profile of a point, also one that only says why there is none; NULL if there is no line. */
const struct pmk_profiled *pmk_profiled_set_find(const struct pmk_profiled_set *profiles,
						 const char *target, const char *name);

/*
 * Bytes of a function's name without what compilers append (".isra.0"), and without the "_noprof"
 * that Linux 6.10 put behind allocators of which it counts who calls them
 * (include/linux/alloc_tag.h): "kmalloc" of "kmalloc_noprof.isra.0".
 */
size_t pmk_profiled_stem_bytes(const char *name);

/* A count by operation. */
double pmk_profiled_per_op(const struct pmk_profiled *profile, uint64_t count);

/* Instructions of an operation, without interrupts. */
double pmk_profiled_cost(const struct pmk_profiled *profile);

/* Whether both modelled levels of the same names, sizes, ways and lines. */
bool pmk_profiled_same_model(const struct pmk_profiled *a, const struct pmk_profiled *b);

/* The key of a class in the record, "irq_mask", and what it is for people. */
const char *pmk_profiled_class_name(enum pmk_profiled_class of);
const char *pmk_profiled_class_words(enum pmk_profiled_class of);

#endif
